"""One mail a morning to every moderator, when something waits."""

from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext_lazy

from accounts.models import User
from letters.moderation.rules import SERVICE_TIME
from letters.moderation.waiting import Queue, queues
from letters.signing import links
from petition.lib import numbers, spans
from petition.lib.sweeping import sweep_each
from petition.outbox.actions import owe
from petition.outbox.composing import compose
from petition.outbox.headers import headers_to_leave
from petition.outbox.kinds import UNWANTED, Mail, Priority, Unwanted, register
from petition.outbox.models import Message

DIGEST = "moderation.digest"

LINES = {
    "letters": ngettext_lazy(
        "%(shown)s letter handed in, waiting for %(age)s",
        "%(shown)s letters handed in, the oldest waiting for %(age)s",
        "number",
    ),
    "signatures": ngettext_lazy(
        "%(shown)s signature held or reported, waiting for %(age)s",
        "%(shown)s signatures held or reported, the oldest waiting for %(age)s",
        "number",
    ),
    "reports": ngettext_lazy(
        "%(shown)s report on a letter, waiting for %(age)s",
        "%(shown)s reports on letters, the oldest waiting for %(age)s",
        "number",
    ),
}


def tell(*, at: datetime | None = None) -> int:
    """Owe everybody at the desk one digest a day; how many people that is."""
    at = at or timezone.now()
    if not any(queue.number for queue in queues()):
        return 0
    people = User.objects.of_the_site().here().filter(wants_desk_digest=True)
    return sweep_each(list(people.values_list("pk", flat=True)), partial(_tell, at=at), what="tell moderator")


@transaction.atomic
def _tell(person_id: int, *, at: datetime) -> int:
    person = User.objects.get(pk=person_id)
    key = f"{DIGEST} {at:%Y-%m-%d} {person.pk}"
    owe(DIGEST, to=person.email, cause=person.pk, language=person.language, key=key)
    return 1


def digest(message: Message) -> Mail | Unwanted:
    """Counted when it is sent; nothing is sent when somebody was quicker."""
    person = User.objects.here().filter(pk=message.cause).first()
    waiting = [queue for queue in queues(person) if queue.number]
    if person is None or not person.is_moderator or not person.wants_desk_digest or not waiting:
        return UNWANTED
    now, leave = timezone.now(), links.to_choose_mail(person, links.OF_THE_DESK)
    about: dict[str, Any] = {
        "waiting": [_line(queue, now) for queue in waiting],
        "number": sum(queue.shown for queue in waiting),
        "is_more": any(queue.is_more for queue in waiting),
        "service_time": SERVICE_TIME,
        "is_late": any(queue.is_late(now) for queue in waiting),
        "link": f"{settings.SITE_URL}{reverse('desk:home')}",
        "unsubscribe": leave,
    }
    headers = headers_to_leave(leave)
    return compose("mail/moderation/digest", about, language=message.language, headers=headers, list_name="desk")


def _line(queue: Queue, at: datetime) -> str:
    shown = numbers.grouped(queue.shown)
    return LINES[queue.name] % {
        "number": queue.shown,
        "shown": gettext("More than %(number)s") % {"number": shown} if queue.is_more else shown,
        "age": spans.since(queue.oldest or at, at),
    }


def register_kinds() -> None:
    register(DIGEST, digest, priority=Priority.REMINDER)
