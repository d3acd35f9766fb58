"""Members who may only look: they read everything, change nothing, and are offered what they may do."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Team, User
from letters.models import Draft, Letter
from letters.signing.actions.asking import Asked, add_question
from letters.writing.actions import keep
from letters.writing.merging import DraftText
from tests.makers import make_letter, make_signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(team: Team) -> Letter:
    return make_letter("artists", team=team)


def read(client: Client, page: str, *of: object) -> str:
    answer = client.get(reverse(f"studio:{page}", args=of))
    assert answer.status_code == 200
    return answer.content.decode().replace("&amp;", "&")


def test_looking_at_a_public_letter_begins_no_draft(viewer: Client, public: Letter) -> None:
    assert public.title in read(viewer, "preview", public.pk)
    assert "Nothing was saved yet." in read(viewer, "revisions", public.pk)

    assert not Draft.objects.filter(letter=public).exists()


def test_a_viewer_is_led_to_the_text_of_a_draft_and_of_each_language(viewer: Client, draft: Draft) -> None:
    Draft.objects.create(letter=draft.letter, language="de", title="Bezahlt uns")
    own, german = (reverse("studio:preview", args=(draft.letter_id, *more)) for more in ((), ("de",)))

    assert f'href="{own}"' in read(viewer, "letter", draft.letter_id)
    assert f'href="{german}"' in read(viewer, "translations", draft.letter_id)
    assert "Bezahlt uns" in read(viewer, "preview", draft.letter_id, "de")


def test_a_preview_leads_back_to_its_own_language_and_whoever_may_not_write_to_the_letter(
    viewer: Client, studio: Client, draft: Draft
) -> None:
    Draft.objects.create(letter=draft.letter, language="de", title="Bezahlt uns")
    text = reverse("studio:write", args=(draft.letter_id, "de"))

    assert f'href="{text}"' in read(studio, "preview", draft.letter_id, "de")
    hers = read(viewer, "preview", draft.letter_id, "de")
    assert f'href="{text}"' not in hers
    assert f'href="{reverse("studio:letter", args=(draft.letter_id,))}"' in hers


def test_a_viewer_is_not_offered_to_go_back_to_an_earlier_text(
    viewer: Client, studio: Client, organizer: User, draft: Draft
) -> None:
    for number in (0, 1):
        keep(draft.pk, DraftText(f"Title {number}"), on=number, person=organizer)
    earlier = f"{reverse('studio:revisions', args=(draft.letter_id,))}?number=1"

    assert "Go back to this text" in studio.get(earlier).content.decode()
    assert "Go back to this text" not in viewer.get(earlier).content.decode()


OFFERS = ("Download as a table", "To the first signers", "Hide the name until a moderator has looked")


@pytest.mark.parametrize(("role", "offered"), [("viewer", ()), ("editor", OFFERS[1:]), ("studio", OFFERS)])
def test_the_list_of_signatures_offers_what_its_reader_may_do(
    request: pytest.FixtureRequest, public: Letter, role: str, offered: tuple[str, ...]
) -> None:
    make_signature(public)

    page = read(request.getfixturevalue(role), "signatures", public.pk)

    assert tuple(words for words in OFFERS if words in page) == offered


@pytest.mark.parametrize("page", ["questions", "question", "particulars"])
def test_an_editor_of_a_public_letter_is_told_who_changes_it_and_gets_no_form_to_send(
    editor: Client, studio: Client, public: Letter, organizer: User, page: str
) -> None:
    question = add_question(public.pk, Asked(kind="text", label="Which choir?"), person=organizer)
    address = (public.pk, question.pk) if page == "question" else (public.pk,)

    assert "once the letter is public" in read(editor, page, *address)
    assert 'class="button">' not in read(editor, page, *address)
    assert 'class="button">' in read(studio, page, *address)
    assert "once the letter is public" not in read(studio, page, *address)


def test_an_editor_changes_the_questions_and_particulars_of_a_draft(editor: Client, draft: Draft) -> None:
    for page in ("questions", "particulars"):
        assert 'class="button">' in read(editor, page, draft.letter_id)
        assert "disabled" not in read(editor, page, draft.letter_id)
