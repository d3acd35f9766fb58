from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from accounts.models import Team, User
from letters.models import Draft, Letter, Submission
from letters.writing.actions import approve, ask_changes, publish_due, reject, submit, take_back
from petition.audit.actions import CLOCK
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from tests.letters.signing.trying import at_once
from tests.makers import TEXT, make_draft, make_letter, make_team

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def draft(organizer: User) -> Letter:
    return make_draft()


@pytest.fixture
def trusted(organizer: User) -> Letter:
    team = make_team()
    Team.objects.update(is_trusted=True)
    return make_draft(team=team)


def amended(letter: Letter, **text: Any) -> Letter:
    """A public letter whose draft says something else."""
    words = {"title": letter.title, "to": "Whom it concerns", "body": "We wrote the films too.", "note": "The films"}
    Draft.objects.create(letter=letter, language=letter.language, based_on=letter.current, **words | text)
    return letter


def test_a_submitted_letter_is_frozen_as_it_was_written(draft: Letter, organizer: User) -> None:
    handed = submit(draft.pk, words="Please be kind.", person=organizer, at=NOW)
    Draft.objects.update(title="Changed since")

    handed.refresh_from_db()
    assert (handed.kind, handed.title, handed.to, handed.body) == ("first", "Pay the choir", "The opera", TEXT)
    assert (handed.words, handed.by, handed.at, handed.outcome) == ("Please be kind.", organizer, NOW, "")
    assert Letter.objects.get().state == "submitted"


def test_submitted_twice_it_is_one_submission(draft: Letter, organizer: User) -> None:
    assert submit(draft.pk, person=organizer) == submit(draft.pk, person=organizer)

    assert AuditEvent.objects.filter(verb="writing.submit").count() == 1


@pytest.mark.django_db(transaction=True)
def test_submitted_by_two_at_once_it_is_one_submission(draft: Letter, organizer: User) -> None:
    handed = at_once(*[partial(submit, draft.pk, person=organizer)] * 8)

    assert len(set(handed)) == 1
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("missing", ["title", "to", "body"])
def test_a_letter_with_a_part_missing_stays_a_draft(draft: Letter, organizer: User, missing: str) -> None:
    Draft.objects.update(**{missing: "  \n"})

    with pytest.raises(Refused, match="letter-incomplete"):
        submit(draft.pk, person=organizer)

    assert Letter.objects.get().state == "draft"


def test_a_letter_that_would_be_closed_before_it_is_read_stays_a_draft(draft: Letter, organizer: User) -> None:
    Letter.objects.update(closes_at=NOW + DAY, publish_at=NOW + 2 * DAY)

    with pytest.raises(Refused, match="closing-date-passed"):
        submit(draft.pk, person=organizer, at=NOW)


def test_a_letter_taken_back_is_a_draft_again(draft: Letter, organizer: User) -> None:
    handed = submit(draft.pk, person=organizer)

    take_back(handed.pk, person=organizer, at=NOW)
    take_back(handed.pk, person=organizer)

    handed.refresh_from_db()
    assert (handed.outcome, handed.decided_at, Letter.objects.get().state) == ("taken_back", NOW, "draft")
    assert AuditEvent.objects.filter(verb="writing.take_back").count() == 1


def test_what_was_decided_is_not_taken_back(draft: Letter, organizer: User) -> None:
    handed = submit(draft.pk, person=organizer)
    reject(handed.pk, by="user 7")

    with pytest.raises(Refused, match="already-decided"):
        take_back(handed.pk, person=organizer)

    assert Letter.objects.get().state == "rejected"


def test_a_letter_that_waits_for_its_date_can_be_taken_back(draft: Letter, organizer: User) -> None:
    Letter.objects.update(publish_at=NOW + DAY)
    handed = submit(draft.pk, person=organizer, at=NOW)
    approve(handed.pk, by="user 7", at=NOW)

    take_back(handed.pk, person=organizer, at=NOW)

    assert publish_due(by=CLOCK, at=NOW + DAY) == 0
    assert Letter.objects.get().state == "draft"


def test_a_changed_letter_is_submitted_again(draft: Letter, organizer: User) -> None:
    first = submit(draft.pk, person=organizer)
    ask_changes(first.pk, by="user 7")
    Draft.objects.update(body="Kinder words.")

    second = submit(draft.pk, person=organizer)

    assert (second.pk != first.pk, second.body, Letter.objects.get().state) == (True, "Kinder words.", "submitted")


def test_a_rejected_letter_is_not_submitted_again(draft: Letter, organizer: User) -> None:
    reject(submit(draft.pk, person=organizer).pk, by="user 7")

    with pytest.raises(Refused, match="letter-rejected"):
        submit(draft.pk, person=organizer)


def test_a_trusted_team_publishes_at_once_and_the_desk_looks_afterwards(trusted: Letter, organizer: User) -> None:
    handed = submit(trusted.pk, person=organizer, at=NOW)

    trusted.refresh_from_db()
    assert (trusted.state, trusted.slug, trusted.current.title) == ("published", "pay-the-choir", "Pay the choir")
    assert (handed.kind, handed.decided_at) == ("afterwards", None)
    assert submit(trusted.pk, person=organizer) == handed


def test_a_trusted_team_waits_for_its_date_too(trusted: Letter, organizer: User) -> None:
    Letter.objects.update(publish_at=NOW + DAY)

    handed = submit(trusted.pk, person=organizer, at=NOW)

    assert Letter.objects.get().state == "approved"
    assert submit(trusted.pk, person=organizer, at=NOW) == handed
    assert publish_due(by=CLOCK, at=NOW + DAY) == 1
    assert Letter.objects.get().state == "published"


def test_what_a_trusted_team_has_published_is_not_taken_back(trusted: Letter, organizer: User) -> None:
    handed = submit(trusted.pk, person=organizer)

    with pytest.raises(Refused, match="published-already"):
        take_back(handed.pk, person=organizer)


def test_a_newer_text_of_a_trusted_team_replaces_what_the_desk_has_not_seen(trusted: Letter, organizer: User) -> None:
    first = submit(trusted.pk, person=organizer, at=NOW)
    Draft.objects.update(body="Another.", note="All of it")

    second = submit(trusted.pk, person=organizer, at=NOW + DAY)

    assert Submission.objects.awaiting().get() == second
    assert (second.body, second.at) == ("Another.", first.at)
    assert Letter.objects.get().current.number == 2


def test_an_amendment_goes_to_the_desk_and_changes_nothing_yet(letter: Letter, organizer: User) -> None:
    handed = submit(amended(letter).pk, person=organizer)

    letter.refresh_from_db()
    assert (handed.kind, handed.note, handed.based_on) == ("amendment", "The films", letter.current)
    assert (letter.state, letter.current.number) == ("published", 1)
    assert submit(letter.pk, person=organizer) == handed


def test_a_text_changed_since_is_not_taken_for_the_one_with_the_desk(letter: Letter, organizer: User) -> None:
    submit(amended(letter).pk, person=organizer)
    Draft.objects.update(body="Changed since.")

    with pytest.raises(Refused, match="with-the-desk"):
        submit(letter.pk, person=organizer)


def test_an_amendment_says_what_it_changes(letter: Letter, organizer: User) -> None:
    with pytest.raises(Refused, match="note-missing"):
        submit(amended(letter, note=" ").pk, person=organizer)


def test_the_text_that_stands_is_no_amendment(letter: Letter, organizer: User) -> None:
    with pytest.raises(Refused, match="nothing-changed"):
        submit(amended(letter, body=TEXT + "\n\n").pk, person=organizer)


@pytest.mark.parametrize(("state", "code"), [("closed", "letter-closed"), ("taken_down", "letter-gone")])
def test_only_an_open_letter_is_amended(organizer: User, state: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        submit(amended(make_letter(state=state)).pk, person=organizer)


def test_history_names_the_submission_and_not_its_text(draft: Letter, organizer: User) -> None:
    handed = submit(draft.pk, words="Between us.", person=organizer, at=NOW)

    event = AuditEvent.objects.get(verb="writing.submit")
    assert (event.actor, event.subject_id, event.changes["submission"]) == (f"user {organizer.pk}", draft.pk, handed.pk)
    assert "Between" not in str(event.changes)
    assert "choir" not in str(event.changes)


@pytest.mark.parametrize("is_trusted", [False, True])
def test_nobody_hands_in_what_nobody_publishes(draft: Letter, organizer: User, is_trusted: bool) -> None:
    Team.objects.update(name="", is_trusted=is_trusted)

    with pytest.raises(Refused) as refused:
        submit(draft.pk, person=organizer)

    assert refused.value.details["problems"] == ["Nobody could read who publishes it: name yourself, or your team."]
