"""The verbs of an update that is being written."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from letters.updates import rules
from letters.updates.actions.steps import held, name_of
from letters.updates.audiences import Wanted
from letters.updates.models import Update
from letters.writing.actions.handing import held as held_letter
from petition.audit.actions import record
from petition.lib.refusal import Refused


class News(NamedTuple):
    """What an update says."""

    title: str = ""
    body: str = ""


class Outcome(StrEnum):
    KEPT = "kept"
    SAME = "same"
    CLASH = "clash"  # somebody has kept another text since: that one stays, and both are handed back


class Kept(NamedTuple):
    """What became of a text that was sent in."""

    outcome: Outcome
    text: News  # what the update says now
    changes: int  # and under which number
    at: datetime


@transaction.atomic
def start(letter_id: int, text: News, *, person: User, at: datetime | None = None) -> Update:
    """Begin an update with its first words; the same words sent twice by one person begin one."""
    at = at or timezone.now()
    letter = held_letter(letter_id)
    rules.demand_newsworthy(letter)
    newest = Update.objects.filter(letter=letter, state=Update.State.DRAFT, by=person).newest_first().first()
    if newest is not None and text_of(newest) == text:
        return newest
    if Update.objects.filter(letter=letter, state=Update.State.DRAFT).count() >= rules.MOST_DRAFTS:
        raise Refused("too-many-drafts")
    facts = {"title": text.title, "body": text.body, "by": person, "created_at": at, "changed_at": at}
    update = Update.objects.create(letter=letter, language=letter.language, **facts)
    record("updates.start", update, by=name_of(person), changes={"letter": letter.pk}, at=at)
    return update


@transaction.atomic
def keep(update_id: int, text: News, *, on: int, person: User, at: datetime | None = None) -> Kept:
    """Keep a text that was written on a numbered one; over a newer text it is not written."""
    at = at or timezone.now()
    update = held(update_id)
    rules.demand_editable(update)
    if text == text_of(update):
        return _answer(Outcome.SAME, update)
    if on != update.changes:
        return _answer(Outcome.CLASH, update)
    update.title, update.body, update.changes, update.changed_at = text.title, text.body, on + 1, at
    update.save(update_fields=("title", "body", "changes", "changed_at"))
    record("updates.keep", update, by=name_of(person), changes={"letter": update.letter_id, "changes": on + 1}, at=at)
    return _answer(Outcome.KEPT, update)


@transaction.atomic
def choose(update_id: int, wanted: Wanted, *, person: User, at: datetime | None = None) -> Update:
    """Say for whom it is."""
    update = held(update_id)
    rules.demand_editable(update)
    before = Wanted(update.audience, update.audience_value)
    if before != wanted:
        update.audience, update.audience_value = wanted
        update.save(update_fields=("audience", "audience_value"))
        told = {"letter": update.letter_id, "audience": [list(before), list(wanted)]}
        record("updates.choose", update, by=name_of(person), changes=told, at=at)
    return update


@transaction.atomic
def delete(update_id: int, *, person: User, at: datetime | None = None) -> None:
    """Drop a draft that nobody was sent; that there was one stays on record."""
    if not Update.objects.filter(pk=update_id).exists():
        return
    update = held(update_id)
    if not update.is_deletable():
        raise Refused("update-not-deletable")
    record("updates.delete", update, by=name_of(person), changes={"letter": update.letter_id}, at=at or timezone.now())
    update.delete()


def text_of(update: Update) -> News:
    return News(update.title, update.body)


def _answer(outcome: Outcome, update: Update) -> Kept:
    return Kept(outcome, text_of(update), update.changes, update.changed_at)
