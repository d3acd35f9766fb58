"""What the mails of writing say, decided when they are sent; by then nobody may want them any more."""

from django.conf import settings
from django.urls import reverse

from letters.writing import mail
from letters.writing.models import Letter
from petition.outbox.composing import compose
from petition.outbox.kinds import UNWANTED, Mail, Priority, Unwanted, register
from petition.outbox.models import Message


def published(message: Message) -> Mail | Unwanted:
    """News for an organizer who was asleep when it happened."""
    letter = Letter.objects.public().filter(pk=message.cause).first()
    if letter is None:
        return UNWANTED
    context = {
        "title": letter.title,
        "at": letter.published_at,
        "letter_link": f"{settings.SITE_URL}{letter.get_absolute_url()}",
        "link": f"{settings.SITE_URL}{reverse('studio:letter', args=[letter.pk])}",
    }
    return compose("mail/writing/published", context, language=message.language)


def register_kinds() -> None:
    register(mail.PUBLISHED, published, priority=Priority.DECISION)
