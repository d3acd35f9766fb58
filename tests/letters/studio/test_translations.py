import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Team, User
from letters.models import Draft, Letter
from letters.writing.actions import amend, approve, begin_translation
from petition.audit.actions import OPERATOR
from tests.makers import make_draft, make_letter

pytestmark = pytest.mark.django_db
TEXT = {"title": "Bezahlt den Chor", "to": "Die Oper", "body": "Wir singen."}


@pytest.fixture
def public(team: Team) -> Letter:
    return make_letter("artists", team=team)


@pytest.fixture
def german(public: Letter, organizer: User) -> Letter:
    begin_translation(public.pk, "de", person=organizer)
    Draft.objects.filter(language="de").update(**TEXT)
    return public


def read(studio: Client, letter: Letter) -> str:
    return studio.get(reverse("studio:translations", args=(letter.pk,))).content.decode()


def submit(studio: Client, letter: Letter, **data: str) -> int:
    return studio.post(reverse("studio:submit_translation", args=(letter.pk, "de")), data).status_code


def test_a_translation_is_begun_and_leads_to_its_text(studio: Client, public: Letter) -> None:
    answer = studio.post(reverse("studio:begin_translation", args=(public.pk,)), {"language": "de"})

    assert answer.url == reverse("studio:write", args=(public.pk, "de"))  # type: ignore[attr-defined]
    assert "<strong>Draft</strong>" in read(studio, public)


@pytest.mark.parametrize("language", ["en", "klingon", ""])
def test_a_language_that_is_none_is_refused_at_its_field(studio: Client, public: Letter, language: str) -> None:
    answer = studio.post(reverse("studio:begin_translation", args=(public.pk,)), {"language": language})

    assert answer.status_code == 422
    assert not Draft.objects.filter(language=language).exists()


def test_each_language_says_where_it_stands(studio: Client, german: Letter, organizer: User) -> None:
    assert submit(studio, german, words="Checked by a colleague.") == 302
    handed = german.submissions.get()
    assert (handed.kind, handed.words) == ("translation", "Checked by a colleague.")
    assert "<strong>With the desk</strong>" in read(studio, german)

    approve(handed.pk, by="user 7")
    assert "<strong>Published</strong>" in read(studio, german)

    amend(german, body="Another text.", note="All of it", by=OPERATOR)
    page = read(studio, german)
    assert "<strong>Outdated: the letter was amended since</strong>" in page
    assert "Another text." in page
    assert "Submit as the translation of version 2" in page


def test_an_unfinished_translation_stays_with_its_words(studio: Client, german: Letter) -> None:
    Draft.objects.filter(language="de").update(body="")

    answer = studio.post(reverse("studio:submit_translation", args=(german.pk, "de")), {"words": "Typed with care."})

    assert answer.status_code == 409
    assert "Typed with care." in answer.content.decode()


def test_the_letters_own_language_is_no_translation(studio: Client, german: Letter) -> None:
    assert studio.post(reverse("studio:submit_translation", args=(german.pk, "en"))).status_code == 404
    assert studio.post(reverse("studio:submit_translation", args=(german.pk, "fr"))).status_code == 404


def test_before_the_letter_is_public_it_waits(studio: Client, team: Team, organizer: User) -> None:
    letter = make_draft(team=team)
    begin_translation(letter.pk, "de", person=organizer)

    assert "once the letter itself is public" in read(studio, letter)
    assert submit(studio, letter) == 409


def test_editors_translate_and_owners_submit(studio: Client, german: Letter) -> None:
    Membership.objects.update(role="editor")

    assert "Begin a translation" in read(studio, german)
    assert submit(studio, german) == 403
