from datetime import timedelta

from celery import shared_task
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from petition.outbox import actions, bell, bounces, domains, lines, mailings, refusing, tallies
from petition.outbox.delivery import deliver

# Longer than any link in a mail that is confirmed by the address it went to.
ADDRESSES_KEPT_FOR = timedelta(days=30)


# A database that is away is no news here: the sweep comes again in seconds.
@shared_task(throws=(OperationalError, InterfaceError))
def deliver_outbox() -> None:
    if deliver():
        bell.ring()


@shared_task
def forget_recipients() -> None:
    now = timezone.now()
    actions.forget_recipients(before=now - ADDRESSES_KEPT_FOR)
    for room in (domains, lines, bounces, refusing, tallies):
        room.forget(at=now)


@shared_task
def end_reopened_mailings() -> None:
    mailings.end_reopened()
