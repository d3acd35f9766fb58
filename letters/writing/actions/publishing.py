"""The verbs of a letter: publish, amend, close, take down."""

from contextlib import suppress
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from psycopg.errors import UniqueViolation

from accounts.models import Team
from letters.ledger.actions import open_log, turn
from letters.writing import rules
from letters.writing.closing import end_of_day
from letters.writing.documents import content_hash, tidy
from letters.writing.models import Letter, Version
from letters.writing.slugs import slug_for
from petition.audit.actions import record
from petition.lib.refusal import Refused

State = Letter.State


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
    """Publish a letter: its text is the first entry of a log of its own."""
    at = at or timezone.now()
    slug = slug or slug_for(title)
    letter = Letter(
        slug=slug,
        team=team,
        language=language,
        goal=goal,
        time_zone=time_zone,
        closes_at=_closing(closes_on, time_zone, at),
        origin=f"{settings.SITE.netloc}/letters/{slug}/log",
        created_at=at,
        published_at=at,
    )
    with turn() as its:
        _insert(letter)
        letter.log = open_log(letter.origin, at=at)
        version = _freeze(letter, number=1, title=title, to=to, body=body, note="", at=at)
        _move(letter, State.PUBLISHED, current=version, log=letter.log)
        its.text(letter.log.pk, number=1, sha256=version.sha256, at=at)
        record("writing.publish", letter, by=by, changes={"version": 1, "hash": version.content_hash}, at=at)
    return letter


def amend(
    letter: Letter,
    *,
    body: str,
    note: str,
    by: str,
    title: str | None = None,
    to: str | None = None,
    at: datetime | None = None,
) -> Version:
    """Publish the next version; the text that stands already makes none, so a double click does no harm."""
    at = at or timezone.now()
    with turn() as its:
        _hold(letter)
        current = letter.current
        if current is None or letter.log_id is None or not rules.may_amend(letter, at):
            raise Refused(rules.why_not_open(letter))
        title, to, body = title or current.title, to or current.to, tidy(body)
        if (title, to, body) == (current.title, current.to, current.body):
            return current
        version = _freeze(letter, number=current.number + 1, title=title, to=to, body=body, note=note, at=at)
        letter.current = version
        letter.save(update_fields=("current",))
        its.text(letter.log_id, number=version.number, sha256=version.sha256, at=at)
        record("writing.amend", letter, by=by, changes={"version": version.number, "hash": version.content_hash}, at=at)
    return version


@transaction.atomic
def close(letter: Letter, *, by: str, at: datetime | None = None) -> None:
    at = at or timezone.now()
    _hold(letter)
    if letter.state in (State.CLOSED, State.ARCHIVED):
        return
    if letter.state != State.PUBLISHED:
        raise Refused(rules.why_not_open(letter))
    _move(letter, State.CLOSED, closed_at=at)
    record("writing.close", letter, by=by, at=at)


def close_past_due(*, by: str, at: datetime | None = None) -> int:
    """Close every letter whose last day is over, as of the end of that day."""
    closed = 0
    for letter in Letter.objects.past_closing(at or timezone.now()):
        with suppress(Refused):  # taken down since it was found
            close(letter, by=by, at=letter.closes_at)
            closed += 1
    return closed


@transaction.atomic
def take_down(letter: Letter, *, notice: str, by: str, at: datetime | None = None) -> None:
    """Take a letter out of sight for a public reason; the first reason stands."""
    at = at or timezone.now()
    _hold(letter)
    if letter.state == State.TAKEN_DOWN:
        return
    if not rules.may_become(letter.state, State.TAKEN_DOWN):
        raise Refused(rules.why_not_open(letter))
    _move(letter, State.TAKEN_DOWN, taken_down_at=at, notice=notice)
    record("writing.take_down", letter, by=by, changes={"notice": notice}, at=at)


def _closing(closes_on: date | None, time_zone: str, at: datetime) -> datetime | None:
    if closes_on is None:
        return None
    closing = end_of_day(closes_on, time_zone)
    if closing <= at:
        raise Refused("closing-date-passed", closes_on=closes_on)
    return closing


def _insert(letter: Letter) -> None:
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            raise Refused("slug-taken", slug=letter.slug) from error
        raise


def _hold(letter: Letter) -> None:
    """Lock the letter's row to the end of the transaction, and read it as it stands now.

    The lock leaves foreign keys alone, so signing goes on while a letter is amended.
    """
    letter.refresh_from_db(from_queryset=Letter.objects.select_for_update(no_key=True))


def _freeze(letter: Letter, *, number: int, title: str, to: str, body: str, note: str, at: datetime) -> Version:
    version = Version(letter=letter, number=number, origin=letter.origin, language=letter.language)
    version.title, version.to, version.body, version.note = title, to, tidy(body), note
    version.published_at = at
    version.content_hash = content_hash(
        origin=version.origin,
        number=number,
        language=version.language,
        title=title,
        to=to,
        body=version.body,
    )
    version.save(force_insert=True)
    return version


def _move(letter: Letter, state: str, **facts: object) -> None:
    letter.state = state
    for name, value in facts.items():
        setattr(letter, name, value)
    letter.save(update_fields=("state", *facts))
