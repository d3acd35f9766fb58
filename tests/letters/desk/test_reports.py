"""The queue of reports on letters, a case, one's own decisions, and what is claimed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from letters.models import Case, Claim, Decision, Letter
from letters.moderation.actions import claim
from letters.moderation.actions.reporting import Complaint, report
from letters.moderation.models import Subject
from petition.lib.refusal import Refused
from tests.letters.desk.sitting import sit
from tests.letters.moderation.desks import MIA, MO, Verdict, moderator, on_letter, strike
from tests.makers import make_letter, make_signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def mo(client: Client) -> User:
    return sit(client, MO)


@pytest.fixture
def case(letter: Letter) -> Case:
    report(letter, Complaint("abuse", "<b>It insults my neighbour.</b>"))
    return Case.objects.get()


def page(case: Case) -> str:
    return reverse("desk:case", args=[case.pk])


def test_a_case_shows_what_readers_say_and_claims_it(client: Client, mo: User, case: Case) -> None:
    text = client.get(page(case)).text

    assert "&lt;b&gt;It insults my neighbour." in text
    assert "Artists are not your unpaid R&amp;D" in text
    assert Claim.objects.get().by == mo


def test_the_queue_shows_reported_letters_by_language(client: Client, mo: User, case: Case) -> None:
    make_signature(case.letter)

    assert page(case) in client.get(reverse("desk:reports")).text
    assert page(case) not in client.get(reverse("desk:reports") + "?language=fr").text


def test_keeping_a_letter_answers_its_reports(client: Client, mo: User, case: Case) -> None:
    response = client.post(page(case), {"verdict": "keep"})

    assert response.headers["Location"].startswith(reverse("desk:reports") + "?done=")
    assert client.get(case.letter.get_absolute_url()).status_code == 200
    assert not Case.objects.awaiting().exists()


def test_taking_it_down_shows_the_reason_at_its_address(client: Client, mo: User, case: Case) -> None:
    client.post(page(case), {"verdict": "take_down", "reason": "hate"})

    gone = client.get(case.letter.get_absolute_url())
    assert gone.status_code == 410
    assert "The text turns against people for what they are" in gone.text


def test_the_case_of_a_signature_is_decided_with_the_signature(client: Client, mo: User, letter: Letter) -> None:
    report(letter, Complaint("not_me"), entry=make_signature(letter).index)

    assert client.get(page(Case.objects.get())).status_code == 404


def test_my_decisions_can_be_undone_from_their_list(client: Client, mo: User, letter: Letter) -> None:
    decision = on_letter(letter, Verdict.TAKE_DOWN, reason="hate", person=mo)

    answer = client.post(reverse("desk:undo", args=[decision.pk]))

    assert answer.headers["Location"] == reverse("desk:decisions")
    letter.refresh_from_db()
    assert letter.state == "published"
    assert "undone" in client.get(reverse("desk:decisions")).text


def test_the_slip_that_takes_it_back_leads_to_what_it_was_about(client: Client, mo: User, letter: Letter) -> None:
    decision = on_letter(letter, Verdict.TAKE_DOWN, reason="hate", person=mo)
    slip = client.get(reverse("desk:reports"), {"done": decision.pk}).text
    assert 'name="to-item"' in slip

    answer = client.post(reverse("desk:undo", args=[decision.pk]), {"to-item": ""})

    assert answer.headers["Location"] == reverse("desk:letter", args=[letter.pk])


def test_what_is_too_late_to_undo_says_so(client: Client, mo: User, letter: Letter) -> None:
    decision = on_letter(letter, Verdict.TAKE_DOWN, reason="hate", person=mo)
    Decision.objects.update(at=timezone.now() - timedelta(minutes=31))

    response = client.post(reverse("desk:undo", args=[decision.pk]))

    assert response.status_code == 409
    assert "more than 30 minutes ago" in response.text


def test_an_unknown_decision_is_not_found(client: Client, mo: User) -> None:
    assert client.post(reverse("desk:undo", args=[1])).status_code == 404


def test_a_claim_is_kept_and_given_back(client: Client, mo: User, case: Case) -> None:
    claim(Subject.CASE, case.pk, person=mo, at=timezone.now() - timedelta(minutes=10))

    kept = client.post(reverse("desk:keep_claim", args=["case", case.pk])).json()
    assert kept["is_mine"]
    assert Claim.objects.get().until > timezone.now() + timedelta(minutes=14)

    client.post(reverse("desk:give_back", args=["case", case.pk]))
    assert not Claim.objects.exists()


def test_whoever_lost_a_claim_hears_who_has_it(client: Client, mo: User, case: Case) -> None:
    claim(Subject.CASE, case.pk, person=moderator(MIA))

    kept = client.post(reverse("desk:keep_claim", args=["case", case.pk])).json()

    assert (kept["is_mine"], kept["by"]) == (False, MIA.name)


@pytest.mark.parametrize(("kind", "subject_id"), [("x", 1), *((kind, 10**6) for kind in Subject), ("case", 10**30)])
def test_there_is_no_claim_on_what_does_not_exist(client: Client, mo: User, kind: str, subject_id: int) -> None:
    for way in ("desk:keep_claim", "desk:give_back"):
        assert client.post(reverse(way, args=[kind, subject_id])).status_code == 404
    assert not Claim.objects.exists()


def test_the_first_page_says_what_waits_and_since_when(client: Client, mo: User, case: Case) -> None:
    Case.objects.update(opened_at=timezone.now() - timedelta(days=3))
    make_signature(case.letter, state="held")

    text = client.get(reverse("desk:home")).text

    assert text.count('class="desk__number">1<') == 2
    assert text.count("longer than the 2 days we promise") == 1


def test_the_first_page_offers_to_take_back_what_was_decided_last(client: Client, mo: User) -> None:
    decision = strike(make_signature(make_letter()), mo)

    assert reverse("desk:undo", args=[decision.pk]) in client.get(reverse("desk:home")).text


def test_a_stranger_learns_nothing_of_a_case(client: Client, case: Case, organizer: User) -> None:
    client.force_login(organizer)

    assert client.get(page(case)).status_code == client.get(page(Case(pk=999))).status_code == 404


def test_a_refusal_is_no_server_error(client: Client, mo: User, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Refused("something-new")

    monkeypatch.setattr("letters.desk.views.reports.decide", refuse)

    assert client.post(page(case), {"verdict": "keep"}).status_code == 409
