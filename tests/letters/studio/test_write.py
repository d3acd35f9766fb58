import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, User
from letters.models import Draft, Letter
from letters.signing.actions.asking import Asked, add_question
from letters.writing.actions import be_seen, keep
from letters.writing.merging import DraftText
from tests.cast import ADA
from tests.makers import make_letter, make_user

pytestmark = pytest.mark.django_db

ART = "▌║█║▌ PAY US ▌║█║▌ ☠️\r\nWE MEAN IT\r\n" + "ONE LINE " * 34
JSON = {"Accept": "application/json"}


@pytest.fixture
def address(unpublished: Letter) -> str:
    return reverse("studio:write", args=(unpublished.pk,))


def typed(on: int = 0, **fields: str) -> dict[str, object]:
    return {"title": "Pay us", "to": "The makers", "body": "We ask.", "note": "", "on": on} | fields


def test_what_is_typed_is_kept_and_comes_back(studio: Client, draft: Draft, address: str) -> None:
    assert studio.post(address, typed()).status_code == 302

    draft.refresh_from_db()
    assert (draft.title, draft.to, draft.body, draft.revision) == ("Pay us", "The makers", "We ask.", 1)
    page = studio.get(address).content.decode()
    assert 'value="Pay us"' in page
    assert 'name="on" value="1"' in page


def test_glyph_art_capitals_and_line_breaks_survive(studio: Client, draft: Draft, address: str) -> None:
    studio.post(address, typed(title="PAY US ☠️", body=ART))

    draft.refresh_from_db()
    assert draft.title == "PAY US ☠️"
    assert draft.body == ART.replace("\r\n", "\n")
    page = studio.get(address).content.decode()
    assert page.count("▌║█║▌") >= 4  # in the field, and set as the page will show it
    assert "WE MEAN IT" in page


def test_the_script_is_answered_in_json(studio: Client, address: str) -> None:
    said = studio.post(address, typed(), headers=JSON).json()

    assert (said["outcome"], said["revision"], said["text"]["title"]) == ("kept", 1, "Pay us")


def test_a_colleague_who_has_the_draft_open_is_named(studio: Client, draft: Draft, address: str) -> None:
    be_seen(draft, person=make_user(ADA))

    assert "Ada Lovelace has this text open, too" in studio.get(address).content.decode()
    assert studio.post(address, typed(), headers=JSON).json()["colleagues"] == ["Ada Lovelace"]


def test_a_clash_shows_both_texts_and_their_merge(studio: Client, draft: Draft, address: str) -> None:
    keep(draft.pk, DraftText(body="Theirs."), on=0, person=make_user(ADA))

    answer = studio.post(address, typed(body="Ours."))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert page.index("Theirs.") < page.index("Ours.")
    assert "⁂⁂⁂ As it stands ⁂⁂⁂" in page
    draft.refresh_from_db()
    assert draft.body == "Theirs."


def test_a_title_that_is_too_long_comes_back_with_the_message(studio: Client, address: str) -> None:
    answer = studio.post(address, typed(title="x" * 201))

    assert answer.status_code == 422
    assert "x" * 201 in answer.content.decode()
    assert "at most 200 characters" in answer.content.decode()


def test_a_letter_as_long_as_may_be_can_be_sent(studio: Client, draft: Draft, address: str) -> None:
    """In the encoding that forms have by default it would be larger than any request may be."""
    studio.post(address, typed(body="█" * 33_000))

    draft.refresh_from_db()
    assert len(draft.body) == 33_000


def test_whoever_lost_the_role_gets_the_text_back(studio: Client, organizer: User, draft: Draft, address: str) -> None:
    Membership.objects.filter(user=organizer).update(role="viewer")
    refused = studio.post(address, typed(body="Hours of work"))
    Membership.objects.filter(user=organizer).delete()
    gone = studio.post(address, typed(body="Hours of work"))

    assert (refused.status_code, gone.status_code) == (403, 404)
    assert "Hours of work" in refused.content.decode()
    assert "Hours of work" in gone.content.decode()
    draft.refresh_from_db()
    assert draft.body == ""


def test_whose_session_has_ended_gets_the_text_back_and_a_way_to_sign_in(client: Client, address: str) -> None:
    answer = client.post(address, typed(body="Hours of work"))

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Hours of work" in page
    assert f"{reverse('account_login')}?next=" in page


def test_a_form_from_before_the_last_sign_in_gets_its_text_back(organizer: User, address: str) -> None:
    visitor = Client(enforce_csrf_checks=True)
    visitor.force_login(organizer)

    answer = visitor.post(address, typed(body="Hours of work"))

    assert answer.status_code == 403
    assert "Hours of work" in answer.content.decode()


def test_a_letter_with_the_desk_is_not_changed_and_the_text_comes_back(
    studio: Client, unpublished: Letter, draft: Draft, address: str
) -> None:
    Letter.objects.filter(pk=unpublished.pk).update(state="submitted")

    answer = studio.post(address, typed(body="Hours of work"))

    assert answer.status_code == 409
    assert "is with the desk" in answer.content.decode()
    assert "Hours of work" in answer.content.decode()
    assert '<form class="writer__desk"' not in studio.get(address).content.decode()


def test_strangers_learn_the_same_of_every_draft(client: Client, address: str) -> None:
    client.force_login(make_user(ADA))

    assert client.get(address).status_code == client.get("/studio/letters/999999/write/").status_code == 404


def test_an_amendment_begins_with_the_text_that_stands_and_asks_what_it_changes(
    studio: Client, organizer: User
) -> None:
    letter = make_letter(team=organizer.teams.first() or None)

    page = studio.get(reverse("studio:write", args=(letter.pk,))).content.decode()

    assert letter.title in page.replace("&amp;", "&")
    assert "What this amendment changes" in page


def test_an_earlier_text_can_be_kept_again(studio: Client, organizer: User, draft: Draft, address: str) -> None:
    keep(draft.pk, DraftText("First", "", "One"), on=0, person=organizer)
    keep(draft.pk, DraftText("Second", "", "Two"), on=1, person=organizer)
    history = reverse("studio:revisions", args=(draft.letter_id,))

    assert "First" in studio.get(history).content.decode()
    assert "Go back to this text" in studio.get(f"{history}?number=1").content.decode()
    studio.post(address, {"title": "First", "to": "", "body": "One", "note": "", "on": 2})

    draft.refresh_from_db()
    assert (draft.title, draft.revision) == ("First", 3)
    assert studio.get(f"{history}?number=999").status_code == 404


def test_the_preview_is_the_public_page_of_what_is_typed(studio: Client, unpublished: Letter) -> None:
    preview = reverse("studio:preview", args=(unpublished.pk,))

    whole = studio.post(preview, typed(body="**Loud**")).content.decode()
    part = studio.post(f"{preview}?part=letter", typed(body="**Loud**")).content.decode()

    assert "<strong>Loud</strong>" in whole
    assert "<strong>Loud</strong>" in part
    assert 'content="noindex"' in whole
    assert "og:title" not in whole
    assert "broadside__letter" in part
    assert "<html" not in part


def test_the_preview_shows_what_the_team_asks_its_signers(studio: Client, unpublished: Letter, organizer: User) -> None:
    add_question(unpublished.pk, Asked(kind="text", label="Which choir?"), person=organizer)

    assert "Which choir?" in studio.get(reverse("studio:preview", args=(unpublished.pk,))).content.decode()
