from datetime import timedelta

from django.test import Client
from django.utils import timezone

from letters.models import Letter
from letters.writing.actions import take_down
from petition.audit.actions import OPERATOR
from tests.makers import make_letter, make_signatures


def test_the_newest_letter_is_the_poster(client: Client, db: None) -> None:
    make_letter(title="Older", published_at=timezone.now() - timedelta(days=9))
    newest = make_letter(title="Newest")
    make_signatures(newest, 2)

    page = client.get("/").content.decode()

    assert page.index("poster") < page.index("Newest") < page.index("Older")
    assert '<span class="poster__number">2</span> have signed' in page


def test_what_can_still_be_signed_leads(client: Client, db: None) -> None:
    make_letter(title="Still open", published_at=timezone.now() - timedelta(days=9))
    make_letter(title="Closed", state=Letter.State.CLOSED)

    page = client.get("/").content.decode()

    assert page.index("Still open") < page.index("Closed")


def test_an_empty_site_says_what_will_stand_here(client: Client, db: None) -> None:
    assert "The first one will stand on this page." in client.get("/").content.decode()


def test_drafts_and_letters_taken_down_are_on_no_list(client: Client, letter: Letter) -> None:
    make_letter(title="A draft", state=Letter.State.DRAFT)
    take_down(letter, notice="A court said so.", by=OPERATOR)

    for path in ("/", "/letters/", "/letters/?sort=most-signed", "/letters/?sort=closing-soon"):
        page = client.get(path).content.decode()
        assert "A draft" not in page
        assert letter.slug not in page


def test_the_written_pages_stand(client: Client, db: None) -> None:
    for path, words in (
        ("/about/", "A place for open letters"),
        ("/privacy/", "Article 9(2)(a)"),
        ("/how-it-is-counted/", "tamper-evident to anyone who kept a checkpoint"),
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        assert words in answer.content.decode()
