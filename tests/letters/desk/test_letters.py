"""The queue of letters, and the page of one of them."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from letters.models import Claim, Decision, Letter, Submission
from letters.moderation.actions import claim
from letters.moderation.models import Subject
from letters.writing.actions import appeal
from petition.lib.paging import keyset
from tests.letters.desk.sitting import sit
from tests.letters.moderation.desks import MIA, MO, Verdict, handed, moderator, on_letter, on_submission
from tests.makers import make_draft, make_letter, make_signature, make_submission, make_team

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NOW = timezone.now()


@pytest.fixture
def mo(client: Client) -> User:
    return sit(client, MO)


def queue(client: Client, query: str = "") -> str:
    return client.get(reverse("desk:letters") + query).text


def page(submission: Submission) -> str:
    return reverse("desk:submission", args=[submission.pk])


def waiting(title: str, **fields: object) -> Submission:
    """A text that waits, of a letter of its own."""
    return make_submission(make_draft(title=title), title=title, **fields)


def test_the_oldest_stands_first_and_what_is_late_is_marked(client: Client, mo: User) -> None:
    waiting("Younger", at=NOW - HOUR)
    waiting("Older", at=NOW - timedelta(days=3))

    text = queue(client)

    assert text.index("Older") < text.index("Younger")
    assert text.count("waiting__age--late") == 1


def test_an_empty_queue_says_so(client: Client, mo: User) -> None:
    assert "Every letter that was handed in has been read." in queue(client)


def test_the_queue_is_narrowed_by_kind_language_and_letter(client: Client, mo: User, letter: Letter) -> None:
    waiting("English")
    waiting("Français", language="fr")
    make_submission(letter, title="Amended", kind="amendment")

    for query, found in (
        ("?language=fr", {"Français"}),
        ("?kind=amendment", {"Amended"}),
        ("?letter=artists", {"Amended"}),
        ("", {"English", "Français", "Amended"}),
    ):
        lines = re.findall(r"data-open><bdi[^>]*>([^<]+)", queue(client, query))
        assert set(lines) == found


@pytest.mark.parametrize("query", ["?letter=nobody", "?kind=x", "?language=xx", "?letter=a b"])
def test_nonsense_gets_a_message_at_its_field(client: Client, mo: User, query: str) -> None:
    assert client.get(reverse("desk:letters") + query).status_code == 422


def test_a_foreign_cursor_is_a_bad_request(client: Client, mo: User) -> None:
    assert client.get(reverse("desk:letters") + "?after=x").status_code == 400


def test_the_queue_has_pages(client: Client, mo: User) -> None:
    letter = make_draft()
    kinds = [f"l{n:02}" for n in range(60)]
    Submission.objects.bulk_create(
        Submission(letter=letter, kind="translation", language=kind, title=kind, at=NOW) for kind in kinds
    )
    cursor = keyset(Submission.objects.all(), ("at", "id"), "", 50).next_cursor

    assert re.findall(r"data-open><bdi[^>]*>(l\d\d)", queue(client, f"?after={cursor}")) == kinds[50:]


def test_opening_a_text_claims_it_and_fetching_ahead_does_not(client: Client, mo: User) -> None:
    submission = waiting("Open me")

    client.get(page(submission), headers={"Sec-Purpose": "prefetch;prerender"})
    assert not Claim.objects.exists()

    client.get(page(submission))
    assert Claim.objects.get().by == mo


def test_what_another_has_open_says_who(client: Client, mo: User) -> None:
    submission = waiting("Taken")
    claim(Subject.SUBMISSION, submission.pk, person=moderator(MIA))

    assert f"{MIA.name} has it open until" in client.get(page(submission)).text
    assert f"{MIA.name} has it open" in queue(client)


def test_the_page_shows_the_text_as_it_prints_with_its_team_and_its_history(client: Client, organizer: User) -> None:
    mo, submission = sit(client), handed(organizer)
    other = make_letter(title="Another of theirs", team=submission.letter.team)
    on_letter(other, Verdict.TAKE_DOWN, reason="hate")
    on_submission(submission, Verdict.REJECT, reason="spam", note="Third time.", person=mo)

    text = client.get(page(submission)).text

    assert "<strong>PAY US</strong>" in text
    for part in ("Pay the choir", organizer.name, "Another of theirs", "rejected", "Third time.", "writing.submit"):
        assert part in text


def test_an_amendment_shows_what_it_changes(client: Client, mo: User, letter: Letter) -> None:
    submission = make_submission(letter, kind="amendment", body="We wrote the films.", note="The films")

    text = client.get(page(submission)).text

    assert "difference__removed" in text
    assert "The films" in text


def test_what_the_guard_noticed_stands_in_numbers(client: Client, mo: User, letter: Letter) -> None:
    make_signature(letter, state="held", verdict="hold", rule="network")

    text = client.get(page(make_submission(letter, kind="amendment"))).text

    assert re.search(r"many from one network: held, not counted</th>\s*<td>1", text)


def test_a_decision_leads_on_to_the_next_and_can_be_undone_there(client: Client, mo: User) -> None:
    first, second = waiting("First", at=NOW - HOUR), waiting("Second", at=NOW)
    Letter.objects.update(state="submitted")

    response = client.post(page(first), {"verdict": "reject", "reason": "spam", "words": "Buy nothing."})

    decision = Decision.objects.get()
    assert response.headers["Location"] == f"{page(second)}?done={decision.pk}"
    assert (decision.words, decision.by) == ("Buy nothing.", mo)
    assert reverse("desk:undo", args=[decision.pk]) in client.get(response.headers["Location"]).text


def test_what_is_published_is_not_offered_to_be_undone(client: Client, mo: User, organizer: User) -> None:
    response = client.post(page(handed(organizer)), {"verdict": "approve"})

    assert "/undo/" not in client.get(response.headers["Location"]).text
    assert "/undo/" not in client.get(reverse("desk:home")).text


def test_without_a_reason_the_form_comes_back_filled(client: Client, mo: User) -> None:
    submission = waiting("Silent")

    response = client.post(page(submission), {"verdict": "reject", "words": "Because.", "note": "Hm."})

    assert response.status_code == 422
    for typed in ("Choose a reason.", "Because.", "Hm."):
        assert typed in response.text


@pytest.mark.parametrize("verdict", ["", "strike", "nonsense", "\0", "uphold"])
def test_a_verdict_that_does_not_fit_changes_nothing(client: Client, mo: User, verdict: str) -> None:
    submission = waiting("Keep me")

    response = client.post(page(submission), {"verdict": verdict, "reason": "stands"})

    assert 400 <= response.status_code < 500
    assert not Decision.objects.exists()


def test_the_second_moderator_reads_who_was_first_and_keeps_every_word(client: Client, organizer: User) -> None:
    submission = handed(organizer)
    sit(client, MIA)
    on_submission(submission, Verdict.ASK_CHANGES, reason="addressee")

    response = client.post(page(submission), {"verdict": "reject", "reason": "spam", "words": "My long words."})

    assert response.status_code == 409
    assert f"{MO.name} was first: changes asked" in response.text
    assert "My long words." in response.text


def test_a_claim_of_another_refuses_and_keeps_every_word(client: Client, mo: User, organizer: User) -> None:
    submission = handed(organizer)
    claim(Subject.SUBMISSION, submission.pk, person=moderator(MIA))

    response = client.post(page(submission), {"verdict": "reject", "reason": "spam", "words": "My long words."})

    assert response.status_code == 409
    assert f"{MIA.name} has it open" in response.text
    assert "My long words." in response.text


def test_an_appeal_is_not_shown_to_whom_it_is_about(client: Client, mo: User) -> None:
    appeal = waiting("Appealed", kind="appeal", not_for=mo)

    assert "Appealed" not in queue(client)
    assert client.get(page(appeal)).status_code == 403

    sit(client, MIA)
    assert "Appealed" in queue(client)
    assert "Turn the appeal down" in client.get(page(appeal)).text


def test_a_text_that_was_sent_back_can_be_put_into_the_queue_again(client: Client, mo: User, organizer: User) -> None:
    submission = handed(organizer)
    decision = on_submission(submission, Verdict.REJECT, reason="spam", person=mo)
    assert "Put it back into the queue" in client.get(page(submission)).text

    client.post(page(submission), {"verdict": "bring_back", "seen": decision.pk})

    assert Submission.objects.awaiting().get() == submission


def test_a_public_letter_goes_down_and_comes_back_from_its_page(client: Client, mo: User, letter: Letter) -> None:
    at_desk = reverse("desk:letter", args=[letter.pk])

    client.post(at_desk, {"verdict": "take_down", "reason": "order", "words": "A court says so."})
    gone = client.get(letter.get_absolute_url())
    assert (gone.status_code, "A court says so." in gone.text) == (410, True)
    assert "Bring back" in client.get(at_desk).text

    client.post(at_desk, {"verdict": "bring_back", "seen": Decision.objects.get().pk})
    assert client.get(letter.get_absolute_url()).status_code == 200


def test_a_letter_that_was_never_public_has_no_page_at_the_desk_but_its_submission(client: Client, mo: User) -> None:
    draft = make_draft(team=make_team())

    assert client.get(reverse("desk:letter", args=[draft.pk])).status_code == 404
    assert client.get(reverse("desk:submission", args=[10**30])).status_code == 404


def test_what_cannot_be_undone_says_so_where_the_button_would_be(client: Client, mo: User, organizer: User) -> None:
    final = on_submission(handed(organizer), Verdict.APPROVE, person=mo)

    text = queue(client, f"?done={final.pk}")

    assert "<strong>approved</strong>" in text
    assert "This can’t be undone" in text
    assert "Undo <kbd>" not in text


def test_an_appeal_against_ones_own_decision_waits_for_somebody_else(client: Client, mo: User, organizer: User) -> None:
    first = handed(organizer)
    rejected = on_submission(first, Verdict.REJECT, person=mo, reason="attack")
    appealed = appeal(first.letter_id, words="Please.", person=organizer, decided_by=mo)

    assert "1 appeal against a decision of yours waits for somebody else." in queue(client)
    assert "has been read" not in queue(client)

    on_submission(appealed, Verdict.BRING_BACK, person=moderator(MIA))

    text = queue(client, f"?done={rejected.pk}")
    assert "waits for somebody else" not in text
    assert "Undo <kbd>" not in text
