"""The first page of a letter, and what its owners do from it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Team, User
from letters.models import Decision, Draft, Letter, Submission
from letters.writing.actions import ask_changes, close, reject, submit, take_down
from letters.writing.rules import CONFIRM_AFTER_CLOSING
from petition.audit.actions import OPERATOR
from tests.cast import MALLORY
from tests.makers import TEXT, make_draft, make_letter, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(team: Team) -> Letter:
    return make_draft(team=team)


@pytest.fixture
def public(team: Team) -> Letter:
    return make_letter("artists", team=team)


def at(page: str, letter: Letter, *more: int) -> str:
    return reverse(f"studio:{page}", args=(letter.pk, *more))


def read(studio: Client, letter: Letter) -> str:
    return studio.get(at("letter", letter)).content.decode()


def post(studio: Client, page: str, letter: Letter, **data: Any) -> int:
    return studio.post(at(page, letter), data).status_code


def test_a_draft_says_what_comes_next_and_can_be_submitted(studio: Client, draft: Letter) -> None:
    assert "Submit to the desk" in read(studio, draft)

    assert post(studio, "submit", draft, words="Please be kind.") == 302

    assert Submission.objects.get().words == "Please be kind."
    page = read(studio, draft)
    assert "Please be kind." in page
    assert "Take it back" in page


def test_an_unfinished_letter_says_what_is_missing_and_keeps_the_words(studio: Client, draft: Letter) -> None:
    Draft.objects.update(body="")

    answer = studio.post(at("submit", draft), {"words": "Typed with care."})

    assert answer.status_code == 409
    assert "Typed with care." in answer.content.decode()
    assert "a text are needed" in answer.content.decode()


def test_words_too_long_come_back_with_the_message(studio: Client, draft: Letter) -> None:
    answer = studio.post(at("submit", draft), {"words": "w" * 4001})

    assert answer.status_code == 422
    assert "w" * 4001 in answer.content.decode()
    assert not Submission.objects.exists()


def test_the_words_of_the_moderator_are_read_and_answered(studio: Client, draft: Letter, organizer: User) -> None:
    handed = submit(draft.pk, person=organizer)
    ask_changes(handed.pk, by="user 7")
    said = {"kind": "submission", "subject_id": handed.pk, "letter": draft, "verdict": "ask_changes"}
    Decision.objects.create(**said, words="Name the <b>office</b>.")

    assert "Name the &lt;b&gt;office&lt;/b&gt;." in read(studio, draft)
    post(studio, "submit", draft, words="It is named now.")

    assert Submission.objects.awaiting().get().words == "It is named now."


def test_a_rejection_is_answered_once_and_to_another_moderator(
    studio: Client, draft: Letter, organizer: User, moderator: User
) -> None:
    handed = submit(draft.pk, person=organizer)
    reject(handed.pk, by="user 7")
    said = {"kind": "submission", "subject_id": handed.pk, "letter": draft, "verdict": "reject"}
    Decision.objects.create(**said, words="No letter.", by=moderator)

    assert post(studio, "appeal", draft, words="It is one.") == 302

    assert Submission.objects.awaiting().get().not_for == moderator
    assert "Appeal against the decision" not in read(studio, draft)
    assert post(studio, "appeal", draft, words="It is one!") == 409


def test_a_take_down_shows_its_reason_and_can_be_answered(studio: Client, public: Letter) -> None:
    take_down(public, notice="A court said so.", by=OPERATOR)

    page = read(studio, public)

    assert "A court said so." in page
    assert "Appeal against the decision" in page


def test_somebody_elses_submission_is_not_found(studio: Client, draft: Letter) -> None:
    other = make_draft(title="Not for Olive")
    Membership.objects.filter(team=other.team).update(user=make_user(MALLORY))
    handed = submit(other.pk, person=make_user(MALLORY))

    assert studio.post(at("take_back", draft, handed.pk)).status_code == 404
    assert Letter.objects.get(pk=other.pk).state == "submitted"


def test_a_submission_is_taken_back(studio: Client, draft: Letter, organizer: User) -> None:
    handed = submit(draft.pk, person=organizer)

    studio.post(at("take_back", draft, handed.pk))

    assert Letter.objects.get().state == "draft"


def test_a_letter_that_waits_says_until_when_where_it_lives(studio: Client, draft: Letter) -> None:
    Letter.objects.update(state="approved", publish_at="2030-01-01T23:30:00Z", time_zone="Asia/Tokyo")

    assert "2 January 2030, 08:30 (Asia/Tokyo)" in read(studio, draft)


def test_an_amendment_is_seen_before_it_is_sent_and_says_what_it_changes(
    studio: Client, public: Letter, organizer: User
) -> None:
    text = {"title": public.title, "to": "Whom it concerns", "body": f"{TEXT}\n\nAnd the games."}
    Draft.objects.create(letter=public, language="en", based_on=public.current, **text)

    assert "And the games." in studio.get(at("amend", public)).content.decode()
    assert studio.post(at("amend", public), {"note": "", "words": "Kept."}).status_code == 422
    assert studio.post(at("amend", public), {"note": "The games"}).status_code == 302

    assert Submission.objects.get().note == "The games"
    assert "A new version is with the desk" in read(studio, public)


def test_a_draft_that_says_the_same_is_no_version(studio: Client, public: Letter) -> None:
    text = {"title": public.title, "to": "Whom it concerns", "body": TEXT}
    Draft.objects.create(letter=public, language="en", **text)

    assert "Nothing differs" in studio.get(at("amend", public)).content.decode()
    assert post(studio, "amend", public, note="n") == 422


def test_a_letter_is_closed_opened_again_closed_and_archived(studio: Client, public: Letter) -> None:
    tomorrow = timezone.now().date() + timedelta(days=1)
    for page, data, state in (
        ("close", {}, "closed"),
        ("open_again", {"closes_on": tomorrow}, "published"),
        ("close", {}, "closed"),
        ("archive", {}, "archived"),
        ("archive", {"back": "1"}, "closed"),
    ):
        assert post(studio, page, public, **data) == 302
        assert Letter.objects.get().state == state


@pytest.mark.parametrize("day", ["2020-01-01", "2999-01-01", "next week"])
def test_a_closing_day_that_makes_no_sense_is_told_at_its_field(studio: Client, public: Letter, day: str) -> None:
    close(public, by=OPERATOR)

    answer = studio.post(at("open_again", public), {"closes_on": day})

    assert answer.status_code == 422
    assert f'value="{day}"' in answer.content.decode()
    assert Letter.objects.get().state == "closed"


def test_an_open_letter_is_not_archived(studio: Client, public: Letter) -> None:
    assert post(studio, "archive", public) == 409

    assert Letter.objects.get().state == "published"


def test_a_delivery_and_an_answer_stand_on_the_public_page(studio: Client, client: Client, public: Letter) -> None:
    studio.post(at("deliver", public), {"delivered-on": date(2026, 1, 2), "delivered-note": "At the <i>door</i>"})
    answer = {"author": "The Opera", "received_on": date(2026, 1, 9), "body": "We **will** pay.<script>x</script>"}
    studio.post(at("respond", public), {f"response-{name}": value for name, value in answer.items()})

    page = Client().get(f"/letters/{public.slug}/").content.decode()

    for shown in ("2 January 2026", "At the &lt;i&gt;door&lt;/i&gt;", "The Opera", "9 January 2026"):
        assert shown in page
    assert "<strong>will</strong>" in page
    assert "<script>x" not in page


def test_what_has_not_happened_yet_is_not_told(studio: Client, public: Letter) -> None:
    far = date.today() + timedelta(days=9)

    answer = studio.post(at("deliver", public), {"delivered-on": far, "delivered-note": "Soon"})

    assert answer.status_code == 409
    assert 'value="Soon"' in answer.content.decode()


@pytest.mark.parametrize("role", ["editor", "viewer"])
def test_only_owners_see_what_only_owners_may(studio: Client, public: Letter, role: str) -> None:
    Membership.objects.update(role=role)

    page = read(studio, public)

    assert "Close the letter" not in page
    assert post(studio, "close", public) == 403


def test_whoever_closes_a_letter_reads_how_long_signatures_can_still_be_confirmed(
    studio: Client, public: Letter
) -> None:
    hours = CONFIRM_AFTER_CLOSING // timedelta(hours=1)

    assert f"may still confirm for {hours} hours" in read(studio, public)


def test_whoever_publishes_without_a_name_is_led_to_one(studio: Client, unpublished: Letter) -> None:
    type(unpublished.team).objects.update(name="")

    page = studio.get(reverse("studio:letter", args=(unpublished.pk,))).content.decode()

    assert "Nobody could read who publishes it" in page
    assert f'href="{reverse("studio:team", args=(unpublished.team_id,))}">Name the team' in page
