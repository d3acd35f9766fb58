"""Decisions on submitted texts and on letters, and their undoing."""

from functools import partial
from threading import Event

import pytest
from django.db import transaction

from accounts.models import User
from letters.models import Decision, Letter, Submission
from letters.moderation.actions import decide, undo
from letters.moderation.actions.reporting import Complaint, report
from letters.moderation.models import Case, Subject
from letters.moderation.wishes import Wish
from letters.signing.queries import count_of
from letters.writing.actions import appeal, submit, take_back
from petition.lib.refusal import Refused
from tests.letters.moderation.desks import MIA, MO, Verdict, handed, moderator, on_letter, on_submission
from tests.letters.signing.trying import at_once, wait_for_a_waiter
from tests.makers import make_draft, make_letter, make_signature

pytestmark = pytest.mark.django_db


def state() -> str:
    return Letter.objects.get().state


def test_an_approved_letter_is_published_and_stays_so(organizer: User) -> None:
    decision = on_submission(handed(organizer), Verdict.APPROVE)

    assert (decision.letter.state, state()) == ("published", "published")
    with pytest.raises(Refused, match="published-already"):
        undo(decision.pk, person=moderator())


@pytest.mark.parametrize(
    ("verdict", "reason", "becomes"),
    [(Verdict.ASK_CHANGES, "addressee", "changes_asked"), (Verdict.REJECT, "spam", "rejected")],
)
def test_a_text_sent_back_is_in_the_queue_again_when_that_is_undone(
    organizer: User, verdict: Verdict, reason: str, becomes: str
) -> None:
    submission = handed(organizer)
    decision = on_submission(submission, verdict, reason=reason)
    assert state() == becomes

    undo(decision.pk, person=moderator())

    assert state() == "submitted"
    assert list(Submission.objects.awaiting()) == [submission]


def test_a_rejected_text_can_be_reopened_later_and_that_undone(organizer: User) -> None:
    submission = handed(organizer)
    first = on_submission(submission, Verdict.REJECT, reason="spam")

    again = on_submission(submission, Verdict.BRING_BACK, person=moderator(MIA), seen=first.pk)
    assert state() == "submitted"

    undo(again.pk, person=moderator(MIA))
    assert state() == "rejected"


def test_a_letter_taken_down_comes_back_with_its_signatures(letter: Letter) -> None:
    make_signature(letter)

    decision = on_letter(letter, Verdict.TAKE_DOWN, reason="unlawful")
    letter.refresh_from_db()
    assert (letter.state, letter.notice) == (
        "taken_down",
        "The law that applies to this site does not allow this text.",
    )

    undo(decision.pk, person=moderator())
    letter.refresh_from_db()
    assert (letter.state, letter.notice, count_of(letter.pk)) == ("published", "", 1)


def test_the_public_reads_the_words_of_the_moderator(letter: Letter) -> None:
    on_letter(letter, Verdict.TAKE_DOWN, reason="order", words="By order of the court of Ghent.")

    letter.refresh_from_db()
    assert letter.notice == "By order of the court of Ghent."


def test_bringing_back_can_be_undone_and_the_old_reason_stands(letter: Letter) -> None:
    first = on_letter(letter, Verdict.TAKE_DOWN, reason="order", words="A court says so.")
    back = on_letter(letter, Verdict.BRING_BACK, seen=first.pk)

    undo(back.pk, person=moderator())

    letter.refresh_from_db()
    assert (letter.state, letter.notice) == ("taken_down", "A court says so.")


def test_undo_brings_nothing_back_that_another_decision_took_down(letter: Letter) -> None:
    report(letter, Complaint("abuse"))
    first = decide(Wish(Subject.CASE, Case.objects.get().pk, Verdict.TAKE_DOWN, "hate"), person=moderator())
    back = on_letter(letter, Verdict.BRING_BACK)
    second = on_letter(letter, Verdict.TAKE_DOWN, reason="order", person=moderator(MIA), seen=back.pk)

    with pytest.raises(Refused, match="decided-since"):
        undo(first.pk, person=moderator())

    letter.refresh_from_db()
    assert (letter.state, letter.taken_down_at) == ("taken_down", second.at)


def test_undo_takes_down_nothing_that_is_down_already(letter: Letter) -> None:
    first = on_letter(letter, Verdict.TAKE_DOWN, reason="hate")
    back = on_letter(letter, Verdict.BRING_BACK, seen=first.pk)
    report(letter, Complaint("abuse"))
    decide(Wish(Subject.CASE, Case.objects.get().pk, Verdict.TAKE_DOWN, "order"), person=moderator(MIA))

    with pytest.raises(Refused, match="decided-since"):
        undo(back.pk, person=moderator())


def test_what_a_trusted_team_published_goes_down_and_comes_back_as_one(organizer: User) -> None:
    submission = handed(organizer, trusted=True)
    assert state() == "published"

    decision = on_submission(submission, Verdict.TAKE_DOWN, reason="hate")
    assert (state(), Submission.objects.awaiting().count()) == ("taken_down", 0)

    undo(decision.pk, person=moderator())
    assert (state(), Submission.objects.awaiting().count()) == ("published", 1)


@pytest.mark.django_db(transaction=True)
def test_undoing_meets_whoever_holds_the_text_in_the_same_order(organizer: User) -> None:
    decision, is_held = on_submission(handed(organizer, trusted=True), Verdict.TAKE_DOWN, reason="hate"), Event()

    def hold_text_and_letter() -> None:
        with transaction.atomic():
            list(Submission.objects.select_for_update(no_key=True))
            is_held.set()
            wait_for_a_waiter()
            list(Letter.objects.select_for_update(no_key=True))

    def undo_meanwhile() -> None:
        assert is_held.wait(30)
        undo(decision.pk, person=moderator())

    at_once(hold_text_and_letter, undo_meanwhile)

    assert state() == "published"


def test_a_trusted_teams_text_that_is_fine_leaves_the_queue(organizer: User) -> None:
    on_submission(handed(organizer, trusted=True), Verdict.APPROVE)

    assert (state(), Submission.objects.awaiting().count()) == ("published", 0)


def appealed(organizer: User) -> Submission:
    decision = on_submission(handed(organizer), Verdict.REJECT, reason="spam")
    return appeal(decision.letter_id, words="It is not.", person=organizer, decided_by=decision.by)


def test_whoever_decided_does_not_decide_the_appeal(organizer: User) -> None:
    submission = appealed(organizer)

    with pytest.raises(Refused, match="another-moderator"):
        on_submission(submission, Verdict.UPHOLD, reason="stands", person=moderator(MO))

    assert on_submission(submission, Verdict.UPHOLD, reason="stands", person=moderator(MIA))


def test_an_appeal_that_succeeds_publishes_the_letter(organizer: User) -> None:
    on_submission(appealed(organizer), Verdict.BRING_BACK, person=moderator(MIA))

    assert state() == "published"


def test_an_appeal_is_answered_with_yes_or_no(organizer: User) -> None:
    with pytest.raises(Refused, match="no-such-verdict"):
        on_submission(appealed(organizer), Verdict.ASK_CHANGES, reason="spam", person=moderator(MIA))


def test_one_decision_answers_all_reports_on_a_letter(letter: Letter) -> None:
    for network in ("192.0.2.1/32", "192.0.2.2/32"):
        report(letter, Complaint("abuse", network=network))

    decision = decide(Wish(Subject.CASE, Case.objects.get().pk, Verdict.KEEP), person=moderator())
    assert not Case.objects.awaiting().exists()

    undo(decision.pk, person=moderator())
    assert Case.objects.awaiting().get().reports == 2


def test_taking_a_letter_down_answers_the_reports_on_it(letter: Letter) -> None:
    report(letter, Complaint("abuse"))

    on_letter(letter, Verdict.TAKE_DOWN, reason="hate")

    assert not Case.objects.awaiting().exists()


def test_reports_that_came_in_meanwhile_join_the_case_that_is_asked_again(letter: Letter) -> None:
    report(letter, Complaint("abuse"))
    decision = decide(Wish(Subject.CASE, Case.objects.get().pk, Verdict.KEEP), person=moderator())
    report(letter, Complaint("spam"))

    undo(decision.pk, person=moderator())

    assert Case.objects.awaiting().get().reports == 2


@pytest.mark.django_db(transaction=True)
def test_a_letter_reported_and_opened_is_taken_down_once() -> None:
    letter = make_letter()
    report(letter, Complaint("abuse"))
    wishes = [
        Wish(Subject.CASE, Case.objects.get().pk, Verdict.TAKE_DOWN, "hate"),
        Wish(Subject.LETTER, letter.pk, Verdict.TAKE_DOWN, "hate"),
    ]

    outcomes = at_once(*(partial(decide, wish, person=moderator(p)) for wish in wishes for p in (MO, MIA)))

    assert outcomes.count("already-decided") == 3
    assert Decision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_text_is_rejected_or_taken_back_never_both() -> None:
    letter = make_draft()
    owner = letter.team.owners()[0]
    submission = submit(letter.pk, person=owner)
    reject = partial(on_submission, submission, Verdict.REJECT, reason="spam", person=moderator())

    outcomes = at_once(*[reject, partial(take_back, submission.pk, person=owner)] * 3)

    rejected = Decision.objects.count()
    assert outcomes.count("already-decided") == (5 if rejected else 3)
    assert state() == ("rejected" if rejected else "draft")
