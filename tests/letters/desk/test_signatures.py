"""The queue of signatures."""

import base64
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from letters.models import Case, Letter, Signature
from letters.moderation.actions import claim
from letters.moderation.models import Subject
from petition.lib.vault import seal
from tests.cast import ADA, NOOR, SUZIE, Person
from tests.letters.desk.crowd import SIGNATURES
from tests.letters.desk.sitting import sit
from tests.letters.moderation.desks import MIA, moderator
from tests.makers import make_letter, make_signature

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LINK = "See https://spam.example"


def days_ago(days: float) -> dict[str, object]:
    return {"at": NOW - timedelta(days=days)}


@pytest.fixture
def waiting(client: Client, letter: Letter) -> dict[str, Signature]:
    """Mo at the desk, and one signature for each thing a signature may wait for."""
    sit(client)
    make_signature(letter, Person("Nobody", "nobody@example.org"))
    return {
        "held": make_signature(letter, ADA, state="held", rule="disposable", **days_ago(3)),
        "reported": make_signature(letter, NOOR, reported_at=NOW - timedelta(days=1), language="fr"),
        "reason": make_signature(letter, SUZIE, reason=LINK, reason_awaits=True, **days_ago(0.1)),
    }


def found(client: Client, query: str = "") -> list[int]:
    page = client.get(reverse("desk:signatures") + query).content.decode()
    return [int(number) for number in re.findall(r'href="/desk/signatures/(\d+)/[^"]*" data-open', page)]


def test_what_waits_longest_stands_first_and_nothing_else_stands_there(
    client: Client, waiting: dict[str, Signature]
) -> None:
    assert found(client) == [waiting[why].pk for why in ("held", "reported", "reason")]


@pytest.mark.parametrize(
    ("query", "whys"),
    [
        ("?why=held-disposable", ["held"]),
        ("?why=held-network", []),
        ("?why=held-", []),
        ("?why=reported", ["reported"]),
        ("?why=reason", ["reason"]),
        ("?language=fr", ["reported"]),
        ("?letter=artists", ["held", "reported", "reason"]),
        ("?letter=artists&why=reason&language=en", ["reason"]),
        ("?letter=artists&why=held-letter", []),
    ],
)
def test_it_is_narrowed(client: Client, waiting: dict[str, Signature], query: str, whys: list[str]) -> None:
    make_signature(make_letter("other"), ADA, state="held", rule="letter")

    assert found(client, query) == [waiting[why].pk for why in whys]


@pytest.mark.parametrize("query", ["?letter=nowhere", "?letter=a%20b", "?why=fun", "?language=xx"])
def test_nonsense_gets_a_message_and_no_line(client: Client, waiting: dict[str, Signature], query: str) -> None:
    answer = client.get(reverse("desk:signatures") + query)

    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert found(client, query) == []


def test_a_line_says_why_it_waits_since_when_and_who_has_it(client: Client, waiting: dict[str, Signature]) -> None:
    Case.objects.create(letter=waiting["reported"].letter, signature=waiting["reported"], reports=3)
    claim(Subject.SIGNATURE, waiting["reason"].pk, person=moderator(MIA))

    page = client.get(reverse("desk:signatures")).content.decode()

    assert "a disposable mailbox" in page
    assert "reported (3)" in page
    assert "words with a web address" in page
    assert f"{MIA.name} has it open" in page
    assert page.count("waiting__age--late") == 1


def test_a_name_that_is_not_shown_stays_so_in_the_queue(client: Client, letter: Letter) -> None:
    sit(client)
    make_signature(letter, ADA, state="held", display="anonymous")
    make_signature(letter, NOOR, state="held", display="initials")

    page = client.get(reverse("desk:signatures")).content.decode()

    assert "N. H." in page
    assert "Lovelace" not in page
    assert "Haddad" not in page


def test_pages_follow_each_other(client: Client, letter: Letter) -> None:
    sit(client)
    rows = [make_signature(letter, Person("S", f"s{n}@example.org"), state="held", **days_ago(n)) for n in range(52)]

    first = client.get(reverse("desk:signatures")).content.decode()
    (after,) = re.findall(r'rel="next" href="([^"]+)"', first)

    assert found(client, after.removeprefix(reverse("desk:signatures"))) == [rows[1].pk, rows[0].pk]
    assert "52 wait" in first


def test_an_empty_queue_says_so(client: Client, letter: Letter) -> None:
    sit(client)

    assert "Nothing waits" in client.get(reverse("desk:signatures")).content.decode()


def test_a_page_asks_as_much_for_fifty_as_for_three(
    client: Client, waiting: dict[str, Signature], django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        client.get(reverse("desk:signatures"))


def test_a_cursor_that_holds_no_moment_is_refused(client: Client, waiting: dict[str, Signature]) -> None:
    forged = base64.urlsafe_b64encode(b'[0,"abc",1]').decode().rstrip("=")

    assert client.get(reverse("desk:signatures"), {"after": forged}).status_code == 400


def test_nobody_counts_further_than_a_thousand(client: Client) -> None:
    make_letter("crowd")
    sit(client)

    for first, last, words in (
        (1, 1_000, r">1\D000 wait, the longest first"),
        (1_001, 1_002, r">More than 1\D000 wait"),
    ):
        with connection.cursor() as cursor:
            cursor.execute(SIGNATURES, {"first": first, "last": last, "address": seal("crowd@example.org")})
        assert re.search(words, client.get(reverse("desk:signatures")).content.decode())
