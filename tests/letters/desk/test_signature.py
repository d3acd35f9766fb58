"""One signature at the desk: what is shown of it, and how it is decided."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from letters.models import Case, Claim, Decision, Letter, Question, Report, Signature
from letters.moderation.actions import claim
from letters.moderation.models import Subject
from letters.signing.queries import count_of
from petition.audit.models import AuditEvent
from tests.cast import ADA, NOOR, SUZIE
from tests.letters.desk.sitting import sit
from tests.letters.moderation.desks import MIA, moderator, strike
from tests.makers import make_signature

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def mo(client: Client) -> User:
    return sit(client)


@pytest.fixture
def held(letter: Letter) -> Signature:
    return make_signature(letter, ADA, state="held", rule="network", network="192.0.2.1/32")


def address(signature: Signature, query: str = "") -> str:
    return reverse("desk:signature", args=[signature.pk]) + query


def opened(client: Client, signature: Signature, query: str = "") -> str:
    return client.get(address(signature, query)).content.decode()


def post(client: Client, signature: Signature, verdict: str, query: str = "", **fields: Any) -> Any:
    return client.post(address(signature, query), {"verdict": verdict, "seen": "0"} | fields)


def test_everything_about_it_stands_on_the_page_except_the_address(client: Client, mo: User, held: Signature) -> None:
    question = Question.objects.create(letter=held.letter, kind="text", label="How many hours?")
    Signature.objects.filter(pk=held.pk).update(answers={str(question.pk): "Forty"}, reason="For my children.")
    make_signature(held.letter, NOOR, network="192.0.2.1/32")

    page = opened(client, held)

    for words in (ADA.name, "many from one network", "For my children.", "How many hours?", "Forty", "example.org"):
        assert words in page
    assert "1 counted" in page
    assert ADA.address not in page


def test_whoever_opens_it_has_it(client: Client, mo: User, held: Signature) -> None:
    opened(client, held)

    assert Claim.objects.get().by == mo
    claim(Subject.SIGNATURE, held.pk, person=moderator(MIA))
    assert Claim.objects.get().by == mo


def test_who_has_it_open_is_said_to_the_next(client: Client, mo: User, held: Signature) -> None:
    claim(Subject.SIGNATURE, held.pk, person=moderator(MIA))

    assert f"{MIA.name} has it open" in opened(client, held)


@pytest.mark.parametrize("display", ["initials", "anonymous"])
def test_a_name_that_is_not_shown_is_read_only_on_record(
    client: Client, mo: User, letter: Letter, display: str
) -> None:
    signature = make_signature(letter, ADA, state="held", display=display, affiliation="Royal Society")
    assert "Lovelace" not in opened(client, signature)
    assert not AuditEvent.objects.exists()

    answer = client.post(reverse("desk:look_at_name", args=[signature.pk]), follow=True)
    page = answer.content.decode()

    assert "Ada Lovelace" in page
    event = AuditEvent.objects.get(verb="moderation.look_at_name")
    assert (event.actor, event.subject_id, event.changes) == (f"user {mo.pk}", signature.pk, {"fields": ["name"]})
    assert "Lovelace" not in opened(client, signature)


def test_reports_and_earlier_decisions_stand_on_the_page(client: Client, mo: User, letter: Letter) -> None:
    signature = make_signature(letter, ADA, reported_at=NOW)
    case = Case.objects.create(letter=letter, signature=signature, reports=2)
    for words in ("It is not her.", "She told me."):
        Report.objects.create(case=case, reason="not_me", words=words)
    strike(make_signature(letter, NOOR))
    strike(signature, moderator(MIA), note="She wrote to us.")

    page = opened(client, signature)

    for words in ("It is not her.", "She told me.", "Somebody signed with my name", "She wrote to us.", MIA.name):
        assert words in page


def test_a_decision_leads_to_the_next_one_that_waits(client: Client, mo: User, held: Signature) -> None:
    taken, other = (
        make_signature(held.letter, person, state="held", at=NOW + timedelta(hours=hours))
        for hours, person in ((1, NOOR), (2, SUZIE))
    )
    claim(Subject.SIGNATURE, taken.pk, person=moderator(MIA))

    answer = post(client, held, "release", "?why=")

    decision = Decision.objects.get()
    assert answer.headers["Location"] == f"/desk/signatures/{other.pk}/?done={decision.pk}"
    assert (count_of(held.letter_id), decision.by) == (1, mo)
    assert f"/desk/decisions/{decision.pk}/undo/" in client.get(answer.headers["Location"]).content.decode()


def test_after_the_last_one_the_queue_offers_to_undo(client: Client, mo: User, held: Signature) -> None:
    answer = post(client, held, "refuse", "?why=held-network", reason="fraud")

    assert answer.headers["Location"].startswith("/desk/signatures/?why=held-network&done=")
    assert "/undo/" in client.get(answer.headers["Location"]).content.decode()


def test_undo_puts_it_back(client: Client, mo: User, letter: Letter) -> None:
    signature = make_signature(letter, ADA)
    post(client, signature, "strike", reason="fraud")
    assert count_of(letter.pk) == 0

    client.post(reverse("desk:undo", args=[Decision.objects.get().pk]))

    assert count_of(letter.pk) == 1
    assert "undone" in opened(client, signature)


def test_a_strike_without_a_reason_comes_back_with_a_message(client: Client, mo: User, held: Signature) -> None:
    answer = post(client, held, "strike", note="Seen before.")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose a reason" in page
    assert "Seen before." in page
    assert not Decision.objects.exists()


@pytest.mark.parametrize("verdict", ["", "explode", "uphold", "approve"])
def test_what_is_no_verdict_on_a_signature_is_refused(client: Client, mo: User, held: Signature, verdict: str) -> None:
    assert post(client, held, verdict, reason="stands").status_code in (400, 409, 422)
    assert not Decision.objects.exists()


def test_what_somebody_else_decided_is_shown_and_the_note_is_kept(client: Client, mo: User, letter: Letter) -> None:
    signature = make_signature(letter, ADA)
    strike(signature, moderator(MIA))

    answer = post(client, signature, "strike", reason="law", note="A long thought.")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"{MIA.name} was first: struck" in page
    assert "A long thought." in page
    assert Decision.objects.count() == 1


def test_what_somebody_else_has_open_is_not_decided(client: Client, mo: User, held: Signature) -> None:
    claim(Subject.SIGNATURE, held.pk, person=moderator(MIA))

    answer = post(client, held, "release", note="A long thought.")

    assert answer.status_code == 409
    assert "A long thought." in answer.content.decode()
    assert count_of(held.letter_id) == 0


@pytest.mark.parametrize("number", [0, 999_999, 2**63, 10**40])
def test_what_is_not_there_is_not_found(client: Client, mo: User, number: int) -> None:
    assert client.get(f"/desk/signatures/{number}/").status_code == 404
    assert client.post(f"/desk/signatures/{number}/", {"verdict": "keep"}).status_code == 404
    assert client.post(f"/desk/signatures/{number}/name/").status_code == 404


@pytest.mark.parametrize("state", Signature.State.values)
def test_every_state_has_its_page(client: Client, mo: User, letter: Letter, state: str) -> None:
    signature = make_signature(letter, ADA, state=state, ended_reason="fraud" if state == "struck" else "")

    assert client.get(address(signature)).status_code == 200


def test_an_erased_one_has_its_page_too(client: Client, mo: User, letter: Letter) -> None:
    signature = make_signature(letter, ADA, address=None, name="", display="anonymous", reported_at=NOW)

    assert "erased" in opened(client, signature)
    assert post(client, signature, "keep").status_code == 302
