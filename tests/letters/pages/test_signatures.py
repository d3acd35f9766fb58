import re
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from letters.models import Letter
from letters.pages.views.reading import NAMES_A_PAGE
from tests.cast import ADA, NOOR, SUZIE
from tests.makers import make_signature, make_signatures


def read(client: Client, letter: Letter, query: str = "") -> str:
    return client.get(f"/letters/{letter.slug}/signatures/{query}").content.decode()


def test_first_signers_come_first_then_the_newest(client: Client, letter: Letter) -> None:
    now = timezone.now()
    make_signature(letter, ADA, at=now - timedelta(days=2))
    make_signature(letter, NOOR, at=now - timedelta(days=1))
    make_signature(letter, SUZIE, at=now - timedelta(days=3), first_rank=1)

    page = read(client, letter)

    assert page.index(SUZIE.name) < page.index(NOOR.name) < page.index(ADA.name)


def test_reasons_are_shown_unless_they_wait_for_a_look(client: Client, letter: Letter) -> None:
    make_signature(letter, ADA, reason="I wrote half of it.")
    make_signature(letter, NOOR, reason="See evil.example", reason_awaits=True)

    page = read(client, letter)

    assert "I wrote half of it." in page
    assert "evil.example" not in page


def test_each_name_stands_on_exactly_one_page(client: Client, letter: Letter) -> None:
    made = make_signatures(letter, NAMES_A_PAGE + 5)
    seen: list[str] = []

    page = read(client, letter)
    seen += re.findall(r"<bdi>(Signer \d+)</bdi>", page)
    older = re.search(r'rel="next" href="([^"]+)"', page)
    assert older
    seen += re.findall(r"<bdi>(Signer \d+)</bdi>", read(client, letter, older[1]))

    assert seen == [signature.name for signature in reversed(made)]


def test_a_search_finds_names_as_shown(client: Client, letter: Letter) -> None:
    make_signature(letter, ADA)
    make_signature(letter, NOOR)

    page = read(client, letter, "?q=love")

    assert ADA.name in page
    assert NOOR.name not in page


def test_a_hidden_name_is_found_by_no_search(client: Client, letter: Letter) -> None:
    make_signature(letter, ADA, name=ADA.name, display="initials")

    page = read(client, letter, "?q=lovelace")

    assert "No name shown matches “lovelace”" in page
    assert "A. L." not in page


def test_a_search_is_no_markup(client: Client, letter: Letter) -> None:
    assert "<script>alert" not in read(client, letter, "?q=<script>alert(1)</script>")


def test_search_engines_leave_the_names_alone(client: Client, letter: Letter) -> None:
    assert '<meta name="robots" content="noindex">' in read(client, letter)


def test_a_broken_cursor_is_a_broken_request(client: Client, letter: Letter) -> None:
    assert client.get(f"/letters/{letter.slug}/signatures/?after=nonsense").status_code == 400
