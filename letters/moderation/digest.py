"""One mail a morning to every moderator, when something waits."""

from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from letters.moderation.rules import SERVICE_TIME
from letters.moderation.waiting import queues
from petition.lib.sweeping import sweep_each
from petition.outbox.actions import owe
from petition.outbox.composing import compose
from petition.outbox.kinds import UNWANTED, Mail, Priority, Unwanted, register
from petition.outbox.models import Message

DIGEST = "moderation.digest"


def tell(*, at: datetime | None = None) -> int:
    """Owe everybody at the desk one digest a day; how many people that is."""
    at = at or timezone.now()
    if not any(queue.number for queue in queues()):
        return 0
    people = User.objects.of_the_site().here()
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
    if person is None or not person.is_moderator or not waiting:
        return UNWANTED
    now, oldest = timezone.now(), min(queue.oldest for queue in waiting if queue.oldest)
    about: dict[str, Any] = {
        "queues": {queue.name: queue for queue in waiting},
        "number": sum(queue.shown for queue in waiting),
        "is_more": any(queue.is_more for queue in waiting),
        "oldest": oldest,
        "service_time": SERVICE_TIME,
        "is_late": now - oldest > SERVICE_TIME,
        "link": f"{settings.SITE_URL}{reverse('desk:home')}",
    }
    return compose("mail/moderation/digest", about, language=message.language)


def register_kinds() -> None:
    register(DIGEST, digest, priority=Priority.REMINDER)
