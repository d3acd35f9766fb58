from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.conf import LazySettings
from django.db import transaction

from accounts.models import Team, User
from letters.models import Draft, Letter, Submission
from letters.writing.actions import (
    amend,
    approve,
    archive,
    ask_changes,
    bring_back,
    close,
    reject,
    reopen,
    submit,
    take_back,
    take_down,
)
from petition.audit.actions import OPERATOR
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from tests.letters.signing.trying import at_once, facts_in_the_log
from tests.makers import make_draft, make_letter

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
BY = "user 7"


@pytest.fixture
def handed(organizer: User) -> Submission:
    return submit(make_draft().pk, person=organizer, at=NOW)


@pytest.fixture
def amendment(letter: Letter, organizer: User) -> Submission:
    draft = {"title": "T", "to": "You", "body": "The films too.", "note": "The films"}
    Draft.objects.create(letter=letter, language="en", based_on=letter.current, **draft)
    return submit(letter.pk, person=organizer)


def test_an_approved_letter_is_public_at_an_address_of_its_own(handed: Submission, settings: LazySettings) -> None:
    approve(handed.pk, by=BY, at=NOW)

    letter = Letter.objects.select_related("log").get()
    assert (letter.state, letter.slug, letter.published_at) == ("published", "pay-the-choir", NOW)
    assert letter.origin == letter.log.origin == f"{settings.SITE.netloc}/letters/pay-the-choir/log"
    assert [fact.sha256 for fact in facts_in_the_log(letter)] == [letter.current.sha256]


def test_what_is_published_is_what_was_handed_in(handed: Submission) -> None:
    Draft.objects.update(body="Written since, and seen by no moderator.")

    approve(handed.pk, by=BY)

    assert Letter.objects.get().current.body == handed.body.rstrip("\n") + "\n"
    assert Draft.objects.get().based_on == Letter.objects.get().current


def test_the_address_that_a_team_wishes_for_is_numbered_where_it_is_taken(handed: Submission) -> None:
    make_letter("choir")
    make_letter("choir-2")
    Letter.objects.filter(pk=handed.letter_id).update(wanted_slug="choir")

    approve(handed.pk, by=BY)

    assert Letter.objects.get(pk=handed.letter_id).slug == "choir-3"


@pytest.mark.django_db(transaction=True)
def test_letters_of_one_name_published_at_once_each_get_an_address(organizer: User) -> None:
    many = [submit(make_draft().pk, person=organizer).pk for _ in range(6)]

    at_once(*(partial(approve, submission_id, by=BY) for submission_id in many))

    slugs = Letter.objects.order_by("slug").values_list("slug", flat=True)
    assert list(slugs) == ["pay-the-choir", *(f"pay-the-choir-{n}" for n in range(2, 7))]


def test_a_letter_with_a_date_ahead_waits_for_it(handed: Submission) -> None:
    Letter.objects.update(publish_at=NOW + DAY)

    approve(handed.pk, by=BY, at=NOW)

    letter = Letter.objects.get()
    assert (letter.state, letter.log, letter.slug.startswith("draft-")) == ("approved", None, True)


def test_decisions_stand_inside_the_transaction_of_the_desk(handed: Submission) -> None:
    with transaction.atomic():
        approve(handed.pk, by=BY)
        transaction.set_rollback(True)

    handed.refresh_from_db()
    assert (handed.decided_at, Letter.objects.get().state) == (None, "submitted")


@pytest.mark.parametrize(("decide", "state"), [(ask_changes, "changes_asked"), (reject, "rejected")])
def test_a_first_text_sent_back_takes_its_letter_along(handed: Submission, decide: object, state: str) -> None:
    decide(handed.pk, by=BY, at=NOW)  # type: ignore[operator]

    handed.refresh_from_db()
    assert (handed.outcome, handed.decided_at, handed.letter.state) == (state, NOW, state)


def test_nothing_is_decided_twice(handed: Submission) -> None:
    approve(handed.pk, by=BY)

    for again in (approve, ask_changes, reject):
        with pytest.raises(Refused, match="already-decided"):
            again(handed.pk, by="the second")
    assert AuditEvent.objects.filter(actor="the second").count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_decisions_taken_at_once_one_stands(handed: Submission) -> None:
    outcomes = at_once(*(partial(decide, handed.pk, by=BY) for decide in (approve, reject, ask_changes) * 2))

    assert sorted(outcomes, key=str) == [None] + ["already-decided"] * 5


@pytest.mark.django_db(transaction=True)
def test_taken_back_and_approved_at_once_it_is_one_of_both(handed: Submission, organizer: User) -> None:
    told = at_once(partial(take_back, handed.pk, person=organizer), partial(approve, handed.pk, by=BY))

    assert told.count(None) == 1
    assert Letter.objects.get().state == ("published" if told[0] else "draft")


def test_an_approved_amendment_is_the_next_version(letter: Letter, amendment: Submission) -> None:
    approve(amendment.pk, by=BY, at=NOW + DAY)

    letter.refresh_from_db()
    assert (letter.current.number, letter.current.note, letter.current.title) == (2, "The films", "T")
    draft = Draft.objects.get()
    assert (draft.based_on, draft.note) == (letter.current, "")


def test_an_amendment_sent_back_leaves_the_letter_as_it_stands(letter: Letter, amendment: Submission) -> None:
    reject(amendment.pk, by=BY)

    letter.refresh_from_db()
    assert (letter.state, letter.current.number) == ("published", 1)


def test_an_amendment_of_a_letter_closed_meanwhile_stays_undecided(letter: Letter, amendment: Submission) -> None:
    close(letter, by=OPERATOR)

    with pytest.raises(Refused, match="letter-closed"):
        approve(amendment.pk, by=BY)

    amendment.refresh_from_db()
    assert amendment.decided_at is None


def test_what_a_trusted_team_published_stays_public_whatever_is_decided(organizer: User) -> None:
    letter = make_draft()
    Team.objects.update(is_trusted=True)
    handed = submit(letter.pk, person=organizer)

    ask_changes(handed.pk, by=BY)

    assert Letter.objects.get().state == "published"


@pytest.mark.parametrize("decide", [ask_changes, reject])
def test_a_text_sent_back_by_mistake_waits_again(handed: Submission, decide: object) -> None:
    decide(handed.pk, by=BY)  # type: ignore[operator]

    reopen(handed.pk, by=BY)
    reopen(handed.pk, by=BY)

    handed.refresh_from_db()
    assert (handed.outcome, handed.decided_at, handed.letter.state) == ("", None, "submitted")
    assert AuditEvent.objects.filter(verb="writing.reopen").count() == 1


def test_an_approval_that_waits_for_its_date_is_undone(handed: Submission) -> None:
    Letter.objects.update(publish_at=NOW + DAY)
    approve(handed.pk, by=BY, at=NOW)

    reopen(handed.pk, by=BY)

    assert Letter.objects.get().state == "submitted"


def test_what_has_published_is_not_undone(handed: Submission, amendment: Submission) -> None:
    for submission in (handed, amendment):
        approve(submission.pk, by=BY)
        with pytest.raises(Refused, match="published-already"):
            reopen(submission.pk, by=BY)


def test_a_decision_that_was_acted_on_is_not_undone(handed: Submission, organizer: User) -> None:
    ask_changes(handed.pk, by=BY)
    submit(handed.letter_id, person=organizer)

    with pytest.raises(Refused, match="handed-in-since"):
        reopen(handed.pk, by=BY)


@pytest.mark.parametrize("state", ["published", "closed", "archived"])
def test_a_letter_is_brought_back_as_what_it_was(letter: Letter, state: str) -> None:
    if state != "published":
        close(letter, by=OPERATOR)
    if state == "archived":
        archive(letter, by=OPERATOR)
    take_down(letter, notice="A court said so.", by=BY)

    bring_back(letter.pk, by=BY)
    bring_back(letter.pk, by=BY)

    letter.refresh_from_db()
    assert (letter.state, letter.notice, letter.taken_down_at) == (state, "", None)
    assert AuditEvent.objects.filter(verb="writing.bring_back").count() == 1


def test_a_letter_whose_day_ended_meanwhile_comes_back_closed(letter: Letter) -> None:
    Letter.objects.update(closes_at=NOW)
    take_down(letter, notice="A court said so.", by=BY, at=NOW - DAY)

    bring_back(letter.pk, by=BY, at=NOW + DAY)

    letter.refresh_from_db()
    assert (letter.state, letter.closed_at) == ("closed", NOW)


def test_a_letter_brought_back_can_be_amended(letter: Letter) -> None:
    take_down(letter, notice="A court said so.", by=BY)
    bring_back(letter.pk, by=BY)

    assert amend(letter, body="Again.", note="n", by=OPERATOR).number == 2
