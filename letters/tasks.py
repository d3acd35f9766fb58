"""Doorbells of the letters: each wakes one verb, and may ring twice."""

import logging

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from celery.signals import worker_ready
from django.conf import settings
from django.utils import timezone

from letters.ledger import actions as ledger
from letters.ledger import copying, listing, outside, witnessing
from letters.ledger.checks import NO_COPY
from letters.moderation import digest
from letters.moderation.actions import claiming, forgetting, sweeping
from letters.privacy import actions as privacy
from letters.signing import actions as signing
from letters.signing import announcing, milestones, origins
from letters.signing import digest as organizers
from letters.signing.actions import heading
from letters.updates import actions as updates
from letters.updates import weekly
from letters.writing import actions as writing
from petition.audit.actions import CLOCK
from petition.lib.cosigning import Hangs, NoAnswer

logger = logging.getLogger(__name__)


@shared_task
def close_letters() -> None:
    writing.close_past_due(by=CLOCK)


@shared_task
def publish_letters() -> None:
    writing.publish_due(by=CLOCK)


@shared_task
def drop_orphaned_images() -> None:
    writing.drop_orphans()


@shared_task
def tell_amendments() -> None:
    announcing.tell()


@shared_task
def tell_milestones() -> None:
    milestones.tell()


@shared_task
def begin_updates() -> None:
    if updates.begin_due():
        owe_updates.delay()


@shared_task
def owe_updates() -> None:
    """Other work of this worker comes between two rings, since a million mails take a while to owe."""
    if updates.owe_next():
        owe_updates.delay()


@shared_task
def follow_updates() -> None:
    updates.follow()


@shared_task
def tell_organizers() -> None:
    organizers.tell()


@shared_task
def tell_the_week() -> None:
    weekly.tell()


@shared_task
def ask_first_signers() -> None:
    heading.ask_first_signers()


@shared_task
def rank_first_signers() -> None:
    heading.rank_first_signers()


@shared_task
def count_origins() -> None:
    origins.count_changed()


@shared_task
def sequence_waiting() -> None:
    ledger.sequence_waiting()


@shared_task
def erase_unconfirmed() -> None:
    signing.erase_unconfirmed()


@shared_task
def remind_signers() -> None:
    signing.remind()


@shared_task
def forget_networks() -> None:
    signing.forget_networks()


@shared_task
def forget_cleared_words() -> None:
    forgetting.forget_cleared_words()


@shared_task
def forget_reporters() -> None:
    sweeping.forget_reporters()


@shared_task
def forget_claims() -> None:
    claiming.forget_expired(before=timezone.now())


@shared_task
def tell_submitted() -> None:
    sweeping.tell_submitted()


@shared_task
def tell_moderators() -> None:
    digest.tell()


@shared_task
def erase_closed_accounts() -> None:
    privacy.erase_closed()


@shared_task
def copy_logs() -> None:
    copying.copy_news()


@shared_task
def look_over_copies() -> None:
    copying.look_over()


@shared_task
def list_checkpoints() -> None:
    listing.list_checkpoints()
    for witness in settings.WITNESSES:
        ask_witness.apply_async((witness.name,), expires=60)


# Tries come closer than the next round; one that only waits is not repeated. The limit ends an answer that trickles.
@shared_task(
    autoretry_for=(NoAnswer,),
    dont_autoretry_for=(Hangs,),
    throws=(NoAnswer,),
    max_retries=3,
    retry_backoff=3,
    soft_time_limit=30,
)
def ask_witness(name: str) -> None:
    try:
        witnessing.ask(name)
    except SoftTimeLimitExceeded:
        witnessing.leave_alone(name)


@worker_ready.connect
def compare_at_start(**_: object) -> None:
    """A worker that starts may stand before a database that was restored."""
    if not outside.place() and not settings.DEBUG:
        logger.warning("%s Set OUTSIDE_COPY.", NO_COPY)
    look_over_copies.delay()
    list_checkpoints.delay()
