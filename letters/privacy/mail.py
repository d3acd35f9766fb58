"""The two mails of an account that is closed: how to come back, and that it is gone."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from petition.outbox.composing import compose
from petition.outbox.kinds import UNWANTED, Mail, Unwanted, register
from petition.outbox.models import Message, Priority

CLOSING = "privacy.closing"
CLOSED = "privacy.closed"


def closing(message: Message) -> Mail | Unwanted:
    person = User.objects.filter(pk=message.cause).exclude(closing_at=None).first()
    if person is None:
        return UNWANTED
    with translation.override(message.language):
        link = f"{settings.SITE_URL}{reverse('studio:come_back')}"
    context = {"link": link, "at": person.closing_at}
    return compose("mail/privacy/closing", context, language=message.language)


def closed(message: Message) -> Mail | Unwanted:
    return compose("mail/privacy/closed", {}, language=message.language)


def register_kinds() -> None:
    register(CLOSING, closing, priority=Priority.DECISION)
    register(CLOSED, closed, priority=Priority.DECISION)
