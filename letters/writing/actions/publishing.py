"""How a letter gets its address, its log and its first version."""

import logging
from datetime import date, datetime
from functools import partial
from itertools import count

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from psycopg.errors import UniqueViolation

from accounts.models import Team
from letters.ledger.actions import open_log, turn
from letters.writing import mail
from letters.writing.actions.handing import draft_follows
from letters.writing.actions.steps import Typed, Written, freeze, hold, move
from letters.writing.closing import end_of_day
from letters.writing.drafts import Submission
from letters.writing.models import Letter, Version
from letters.writing.slugs import numbered, slug_for
from petition.audit.actions import record
from petition.lib.refusal import Refused
from petition.lib.sweeping import sweep_each

State = Letter.State

logger = logging.getLogger(__name__)


def publish(
    *,
    title: str,
    to: str,
    body: str,
    team: Team,
    by: str,
    slug: str | None = None,
    language: str = "en",
    goal: int | None = None,
    closes_on: date | None = None,
    time_zone: str = "UTC",
    at: datetime | None = None,
) -> Letter:
    """Publish a letter from nothing: its text is the first entry of a log of its own."""
    at = at or timezone.now()
    letter = Letter(team=team, language=language, goal=goal, time_zone=time_zone, created_at=at)
    letter.closes_at = _closing(closes_on, time_zone, at)
    _name(letter, slug or slug_for(title))
    with transaction.atomic():
        _insert(letter)
        _put_out(letter, Typed(title, to, body), by=by, at=at)
    return letter


def release(letter: Letter, text: Submission, *, by: str, at: datetime) -> None:
    """Publish what was a draft until now, or let it wait for its date; the caller holds the letter's row."""
    if letter.publish_at is not None and letter.publish_at > at:
        move(letter, State.APPROVED)
        return
    _name_for_ever(letter, text.title)
    draft_follows(_put_out(letter, text, by=by, at=at), letter.language, text)


def publish_due(*, by: str, at: datetime | None = None) -> int:
    """Publish every approved letter whose date has come; how many that were."""
    at = at or timezone.now()
    due = list(Letter.objects.due_for_publication(at).values_list("pk", flat=True))
    return sweep_each(due, partial(_publish_if_due, by=by, at=at), what="publish letter")


@transaction.atomic
def _publish_if_due(letter_id: int, *, by: str, at: datetime) -> bool:
    """The row is looked at again under its lock: another worker, or the team, may have been here first."""
    letter = Letter(pk=letter_id)
    hold(letter)
    if letter.state != State.APPROVED or letter.publish_at is None or letter.publish_at > at:
        return False
    text = Submission.objects.cleared().filter(letter=letter).order_by("-id").first()
    if text is None:
        logger.error("Letter %s is due, and there is no text that may be published.", letter_id)
        return False
    release(letter, text, by=by, at=at)
    mail.published(letter)
    return True


def _put_out(letter: Letter, text: Written, *, by: str, at: datetime) -> Version:
    """Open the log of a letter that has its address, and let the text be its first version."""
    with turn() as its:
        before, log = letter.state, open_log(letter.origin, at=at)
        version = freeze(letter, text, number=1, at=at)
        move(letter, State.PUBLISHED, current=version, log=log, published_at=at)
        its.text(log.pk, number=1, sha256=version.sha256, at=at)
        told = {"state": [before, State.PUBLISHED], "version": 1, "hash": version.content_hash}
        record("writing.publish", letter, by=by, changes=told, at=at)
    return version


def _closing(closes_on: date | None, time_zone: str, at: datetime) -> datetime | None:
    if closes_on is None:
        return None
    closing = end_of_day(closes_on, time_zone)
    if closing <= at:
        raise Refused("closing-date-passed", closes_on=closes_on)
    return closing


def _name(letter: Letter, slug: str) -> None:
    letter.slug, letter.origin = slug, f"{settings.SITE.netloc}/letters/{slug}/log"


def _insert(letter: Letter) -> None:
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            raise Refused("slug-taken", slug=letter.slug) from error
        raise


def _name_for_ever(letter: Letter, title: str) -> None:
    """Give a letter the address its team wished for, or the next one that is free."""
    wanted = letter.wanted_slug or slug_for(title)
    for number in count(1):
        slug = numbered(wanted, number)
        if not Letter.objects.filter(slug=slug).exclude(pk=letter.pk).exists() and _takes(letter, slug):
            return


def _takes(letter: Letter, slug: str) -> bool:
    """Whether the address was free; somebody else may take it in this very moment."""
    _name(letter, slug)
    try:
        with transaction.atomic():
            letter.save(update_fields=("slug", "origin"))
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            return False
        raise
    return True
