import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Team, User
from letters.models import Letter
from letters.writing.actions import begin_translation
from letters.writing.addressing import To, write_addressees
from tests.makers import make_letter

pytestmark = pytest.mark.django_db
ORIGINAL = "We sing, and we are owed."


@pytest.fixture
def german(team: Team, organizer: User) -> Letter:
    """A public letter with listed addressees, begun in German."""
    letter = make_letter(team=team, body=ORIGINAL)
    write_addressees(letter, [To("Ms Opera", "Director")])
    begin_translation(letter.pk, "de", person=organizer)
    return letter


def read(studio: Client, letter: Letter, *language: str) -> str:
    return studio.get(reverse("studio:write", args=(letter.pk, *language))).content.decode()


def test_a_letter_with_listed_addressees_is_addressed_anew_in_another_language(studio: Client, german: Letter) -> None:
    assert 'type="text" name="to"' in read(studio, german, "de")
    typed = {"title": "Zahlt", "to": "Frau Oper", "body": "Wir singen.", "note": "", "on": 0}
    studio.post(reverse("studio:write", args=(german.pk, "de")), typed)

    answer = studio.post(reverse("studio:submit_translation", args=(german.pk, "de")))

    assert answer.status_code == 302
    assert german.submissions.get().to == "Frau Oper"


def test_the_letters_own_line_is_still_made_of_its_addressees(studio: Client, german: Letter) -> None:
    assert 'type="hidden" name="to"' in read(studio, german)


def test_whoever_translates_has_the_letter_before_their_eyes(studio: Client, german: Letter) -> None:
    assert ORIGINAL in read(studio, german, "de")


def test_a_translation_is_no_amendment(studio: Client, german: Letter) -> None:
    page = read(studio, german, "de")

    assert "What this amendment changes" not in page
    assert "Version 1" in page
    assert "Version 2" not in page


def test_the_number_of_a_draft_leads_nowhere(studio: Client, german: Letter) -> None:
    assert '<span class="head__version">Version 2</span>' in read(studio, german)
