"""A moderator whose own team has letters: the desk shows them the others' items, and leaves theirs to others."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, User
from letters.models import Case, Claim, Letter, Signature, Submission
from letters.moderation.actions.reporting import Complaint, report
from letters.moderation.digest import DIGEST, digest
from letters.moderation.models import Subject
from letters.signing.actions.looking import look_at_name
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from petition.outbox.kinds import UNWANTED
from petition.outbox.models import Message
from tests.cast import ADA, NOOR
from tests.letters.desk.sitting import sit
from tests.letters.moderation.desks import MIA
from tests.makers import make_letter, make_signature, make_submission

pytestmark = pytest.mark.django_db
QUEUES = ("desk:letters", "desk:signatures", "desk:reports")
NOTHING = '<p class="desk__number">0</p>'
OWN = "It is about a letter of your own team"


@pytest.fixture
def mo(client: Client, letter: Letter) -> User:
    """Mo at the desk, who is also in the team of the letter, and of it one item in each queue."""
    mo = sit(client)
    Membership.objects.create(team=letter.team, user=mo, role="viewer")
    make_signature(letter, ADA, state="held", rule="network", display="anonymous")
    make_submission(letter, kind="amendment", title="Ours")
    report(letter, Complaint("abuse"))
    return mo


def pages() -> dict[str, str]:
    return {
        "submission": reverse("desk:submission", args=[Submission.objects.get().pk]),
        "letter": reverse("desk:letter", args=[Letter.objects.get().pk]),
        "case": reverse("desk:case", args=[Case.objects.get().pk]),
    }


def looked(client: Client) -> Any:
    return client.post(reverse("desk:look_at_name", args=[Signature.objects.get().pk]))


def test_the_queues_hold_what_others_may_decide(client: Client, mo: User) -> None:
    assert not any("data-open" in client.get(reverse(queue)).text for queue in QUEUES)
    assert client.get(reverse("desk:home")).text.count(NOTHING) == 3

    sit(client, MIA)
    assert all("data-open" in client.get(reverse(queue)).text for queue in QUEUES)
    assert NOTHING not in client.get(reverse("desk:home")).text


def test_items_of_others_stay_in_the_queue(client: Client, mo: User) -> None:
    other = make_letter("other", title="Trams at night")
    make_signature(other, NOOR, state="held")
    make_submission(other, kind="amendment", title=other.title)
    report(other, Complaint("abuse"))

    assert all("Trams at night" in client.get(reverse(queue)).text for queue in QUEUES)


def test_a_page_of_ones_own_claims_nothing_and_offers_nothing(client: Client, mo: User) -> None:
    for page in pages().values():
        text = client.get(page).text
        assert OWN in text
        assert 'name="verdict"' not in text

    assert not Claim.objects.exists()


def test_what_is_sent_all_the_same_is_refused_and_comes_back_filled(client: Client, mo: User) -> None:
    for page in pages().values():
        answer = client.post(page, {"verdict": "take_down", "reason": "hate", "words": "A long thought."})
        assert (answer.status_code, OWN in answer.text, "A long thought." in answer.text) == (403, True, True)


def test_a_claim_on_ones_own_is_refused(client: Client, mo: User) -> None:
    path = reverse("desk:keep_claim", args=[Subject.CASE, Case.objects.get().pk])

    assert client.post(path).status_code == 403
    assert not Claim.objects.exists()


def test_nobody_reads_the_hidden_names_under_their_own_letter(client: Client, mo: User) -> None:
    signature = Signature.objects.get()

    answers = [client.get(reverse("desk:signature", args=[signature.pk])), looked(client)]
    answers.append(client.post(reverse("desk:preview_block_of", args=[signature.pk]), {"subject": "domain"}))

    assert [answer.status_code for answer in answers] == [403] * 3
    assert all(OWN in answer.text and "example.org" not in answer.text for answer in answers)
    assert not AuditEvent.objects.of("moderation.look_at_name").exists()


def test_the_verb_refuses_a_look_as_well(mo: User) -> None:
    with pytest.raises(Refused, match="own-letter"):
        look_at_name(Signature.objects.get().pk, person=mo)


def test_a_preview_counts_ones_own_apart(client: Client, mo: User) -> None:
    other = make_signature(make_letter("other"), NOOR, state="held")
    picks = {"what": "release", "which": "picked", "pick": [Signature.objects.get(name=ADA.name).pk, other.pk]}

    text = client.post(reverse("desk:bulk"), picks).text

    assert "One signature would be decided" in text
    assert "One is left out: it is under a letter of your own team." in text
    assert "in no state for this" not in text


def test_no_mail_calls_for_what_one_may_not_decide(client: Client, mo: User) -> None:
    assert digest(Message(kind=DIGEST, cause=mo.pk)) is UNWANTED
    assert digest(Message(kind=DIGEST, cause=sit(client, MIA).pk)) is not UNWANTED
