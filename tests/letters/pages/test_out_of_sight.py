"""What was taken down is gone everywhere, with its reason; what was never published was never there."""

import pytest
from django.test import Client

from letters.models import Draft, Letter
from letters.writing.actions import amend, mark_delivered, publish_response, take_down
from letters.writing.actions.steps import Typed
from letters.writing.actions.translating import publish_translation
from letters.writing.queries import UNPUBLISHED_STATES
from petition.audit.actions import OPERATOR
from tests.cast import ADA
from tests.letters.updates.newsroom import approved, send_it, sweep, written
from tests.makers import make_draft, make_signature, make_user
from tests.moments import NOON

pytestmark = pytest.mark.django_db

# Every address under a letter that shows something of it.
PAGES = (
    *(
        "",
        "v/1/",
        "v/2/",
        "in/de/",
        "signatures/",
        "signatures/?q=ada",
        "sign/",
        "report/",
        "count.json",
        "updates/",
        "feed.atom",
    ),
    *("log/", "log/entry/0/", "log/text/1", "log/text/2", "log/text/1.de", "log/openings/0"),
)
TOLD = (
    "Artists are",
    "We wrote",
    "Bezahlt",
    "Wir singen",
    ADA.name,
    "At the door",
    "The Opera",
    "We will pay",
    "They answered",
)


@pytest.fixture
def rich(letter: Letter) -> Letter:
    """A letter of which there is everything to show."""
    publish_translation(
        letter, Typed("Bezahlt den Chor", "Die Oper", "Wir singen."), number=1, language="de", by=OPERATOR, at=NOON
    )
    make_signature(letter, ADA)
    amend(letter, body="We wrote more.", note="n", by=OPERATOR)
    mark_delivered(letter, on=NOON.date(), note="At the door", by=OPERATOR)
    answer = {"author": "The Opera", "body": "We will pay.", "received_on": NOON.date()}
    publish_response(letter, **answer, person=make_user())
    approved(send_it(written(letter)))
    sweep()
    return letter


@pytest.mark.parametrize("page", PAGES)
def test_a_letter_taken_down_is_gone_with_its_reason_and_nothing_else(client: Client, rich: Letter, page: str) -> None:
    assert client.get(f"/letters/artists/{page}").status_code in (200, 302)
    take_down(rich, notice="A court said so.", by=OPERATOR)

    answer = client.get(f"/letters/artists/{page}")

    assert answer.status_code == 410
    body = answer.content.decode()
    assert "A court said so." in body
    assert [words for words in TOLD if words in body] == []


@pytest.mark.parametrize("page", ["/", "/letters/", "/letters/?sort=most-signed", "/letters/?sort=closing-soon"])
def test_no_list_names_a_letter_taken_down(client: Client, rich: Letter, page: str) -> None:
    assert rich.title.split()[0] in client.get(page).content.decode()

    take_down(rich, notice="A court said so.", by=OPERATOR)

    body = client.get(page).content.decode()
    assert [words for words in TOLD if words in body] == []


def test_hashes_and_checkpoints_stay(client: Client, rich: Letter) -> None:
    take_down(rich, notice="A court said so.", by=OPERATOR)

    assert client.get("/letters/artists/log/checkpoint").status_code == 200
    assert client.get("/letters/artists/log/tile/entries/000.p/2").status_code == 200


@pytest.mark.parametrize("state", UNPUBLISHED_STATES)
@pytest.mark.parametrize("slug", ["own", "wanted"])
def test_what_was_never_published_was_never_there(client: Client, state: str, slug: str) -> None:
    letter = make_draft(title="A secret plan", wanted_slug="a-secret-plan", state=state)
    Draft.objects.create(letter=letter, language="de", title="Ein geheimer Plan")
    name = letter.slug if slug == "own" else letter.wanted_slug
    nowhere = client.get("/letters/never-was/")

    for page in (*PAGES, "log/checkpoint"):
        answer = client.get(f"/letters/{name}/{page}")
        assert (page, answer.status_code) == (page, 404)
        assert "secret" not in answer.content.decode().replace(name, "")
    assert client.get(f"/letters/{name}/").content == nowhere.content
    for page in ("/", "/letters/"):
        assert "secret" not in client.get(page).content.decode()
