"""What a letter's team says about it beside its text."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from letters.writing import rules
from letters.writing.actions.drafting import rewrite
from letters.writing.actions.steps import demand_publisher, hold
from letters.writing.addressing import To, addressees_of, line_of, write_addressees
from letters.writing.closing import end_of_day
from letters.writing.models import Letter
from letters.writing.particulars import digest_of
from petition.audit.actions import record
from petition.lib.refusal import Refused


@dataclass(frozen=True)
class Particulars:
    topics: tuple[str, ...] = ()
    goal: int | None = None
    time_zone: str = "UTC"
    closes_on: date | None = None
    publish_at: datetime | None = None
    wanted_slug: str = ""
    cover_id: int | None = None
    addressees: tuple[To, ...] = ()


@transaction.atomic
def describe(letter: Letter, said: Particulars, *, on: str, person: User, at: datetime | None = None) -> None:
    """Keep all of it at once; what readers of a public letter see of it, only an owner changes.

    `on` is the digest of what the person saw: nobody writes over what a colleague has changed since without seeing it.
    """
    at = at or timezone.now()
    hold(letter)
    rules.demand_editable(letter)
    demand_publisher(letter, person)
    wanted = _wanted(letter, said, at)
    is_readdressed = tuple(addressees_of(letter)) != said.addressees
    if not wanted and not is_readdressed:
        return
    if on != digest_of(letter):
        raise Refused("changed-since")
    if "cover_id" in wanted:
        _demand_its_own(letter, said.cover_id)
    changes = _set(letter, wanted)
    if is_readdressed:
        _address(letter, said.addressees, person=person, at=at)
        changes["fields"] = ["addressees"]  # what the history says of people is their fields
    record("writing.describe", letter, by=f"user {person.pk}", changes=changes, at=at)


def _wanted(letter: Letter, said: Particulars, at: datetime) -> dict[str, object]:
    """What is to be another value than it is."""
    values = asdict(said) | {"topics": list(said.topics), "closes_at": _closing(letter, said, at)}
    names = ["topics", "goal", "time_zone", "closes_at"]
    if rules.may_choose_cover(letter):
        names.append("cover_id")
    if not letter.published_at:
        names += ["publish_at", "wanted_slug"]
    return {name: values[name] for name in names if getattr(letter, name) != values[name]}


def _demand_its_own(letter: Letter, image_id: int | None) -> None:
    """A colleague may have taken the image away since the form was drawn."""
    if image_id is not None and not letter.images.filter(pk=image_id).exists():
        raise Refused("no-such-image")


def _set(letter: Letter, wanted: dict[str, object]) -> dict[str, object]:
    changes: dict[str, object] = {}
    for name, value in wanted.items():
        changes[name] = [_plain(getattr(letter, name)), _plain(value)]
        setattr(letter, name, value)
    letter.save(update_fields=wanted)
    return changes


def _closing(letter: Letter, said: Particulars, at: datetime) -> datetime | None:
    """A last day that is over can't be chosen; one that stands may stay."""
    if letter.state == Letter.State.CLOSED or said.closes_on is None:
        return letter.closes_at if letter.state == Letter.State.CLOSED else None
    closing = end_of_day(said.closes_on, said.time_zone)
    if closing <= max(at, said.publish_at or at) and closing != letter.closes_at:
        raise Refused("closing-date-passed", closes_on=said.closes_on)
    return closing


def _address(letter: Letter, addressees: tuple[To, ...], *, person: User, at: datetime) -> None:
    write_addressees(letter, addressees)
    if addressees:
        rewrite(letter, to=line_of(addressees), person=person, at=at)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
