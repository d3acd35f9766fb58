"""What an entry and an answer look like tells of a signer what the format says, and nothing else."""

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from letters.guard.verdicts import Verdict
from letters.ledger import reading
from letters.ledger.models import Entry, Opening, Operation
from letters.ledger.receipts import parse
from letters.models import Letter
from tests.cast import ADA, MALLORY, Person
from tests.letters.pages.filled import confirm_form, confirm_path, pending
from tests.letters.signing.trying import click, row_of, try_to_sign
from tests.makers import make_signature

pytestmark = pytest.mark.django_db

HOLD, REFUSE = Verdict("hold", "network"), Verdict("refuse", "trap")
# Two of one length, so that nothing but being shown tells them apart.
BEA, CYD = Person("Bea Byrd", "bea.byrd@example.org"), Person("Cyd Carr", "cyd.carr@example.org")


def confirmed(client: Client, letter: Letter, person: Person, display: str) -> tuple[HttpResponse, int]:
    """The answer to the click, and how many questions it cost the database."""
    _, path = pending(letter, person, display=display)
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(path, confirm_form(letter, person, display=display))
    return answer, len(queries)


def body(letter: Letter, person: Person) -> str:
    index = row_of(letter, person).index
    assert letter.log
    assert index is not None
    return (reading.entry(letter.log.pk, index) or b"").decode()


def without_values(text: str) -> str:
    return re.sub(r"tally \d+", "tally N", re.sub(r"[A-Za-z0-9+/]{43}=", "B", text))


def test_entries_of_shown_and_unnamed_signers_differ_by_one_word(letter: Letter, client: Client) -> None:
    confirmed(client, letter, BEA, "name")
    confirmed(client, letter, CYD, "anonymous")

    shown, unnamed = without_values(body(letter, BEA)), without_values(body(letter, CYD))

    assert shown != unnamed
    assert shown.replace("card public", "card private") == unnamed


def test_by_initials_and_by_name_look_alike(letter: Letter, client: Client) -> None:
    confirmed(client, letter, BEA, "name")
    confirmed(client, letter, CYD, "initials")

    assert without_values(body(letter, BEA)) == without_values(body(letter, CYD))


def test_the_click_is_answered_alike_at_the_same_cost(letter: Letter, client: Client) -> None:
    confirmed(client, letter, ADA, "name")  # the first one warms what is kept
    shown, cost = confirmed(client, letter, BEA, "name")
    unnamed, cost_unnamed = confirmed(client, letter, CYD, "anonymous")

    assert (shown.status_code, shown["Location"], shown.content) == (302, unnamed["Location"], unnamed.content)
    assert sorted(shown.headers) == sorted(unnamed.headers)
    assert shown.cookies.keys() == unnamed.cookies.keys() == {"signed"}
    assert len(shown.cookies.output()) == len(unnamed.cookies.output())
    assert cost == cost_unnamed


def test_receipts_for_everybody_have_one_shape(letter: Letter, client: Client) -> None:
    rows = make_signature(letter, BEA), make_signature(letter, CYD, display="anonymous")
    assert letter.log

    shown, unnamed = (client.get(f"{letter.log.path}/receipt/{row.index}") for row in rows)

    assert shown.headers.keys() == unnamed.headers.keys()
    entries = [without_values(parse(answer.content).entry.decode()) for answer in (shown, unnamed)]
    assert entries[0].replace("card public", "card private") == entries[1]
    assert {parse(answer.content).opening for answer in (shown, unnamed)} == {None}


@pytest.mark.parametrize("verdict", [HOLD, REFUSE])
def test_what_a_moderator_has_to_see_leaves_nothing_in_the_log(letter: Letter, verdict: Verdict) -> None:
    before = rows(letter)

    try_to_sign(letter, MALLORY, verdict=verdict)
    if verdict is HOLD:
        click(letter, MALLORY)

    assert rows(letter) == before
    assert row_of(letter, MALLORY).state == ("held" if verdict is HOLD else "refused")


def test_a_try_that_nobody_confirmed_leaves_nothing_in_the_log(letter: Letter, client: Client) -> None:
    before = rows(letter)

    signature, _ = pending(letter, MALLORY)
    client.get(confirm_path(signature))

    assert rows(letter) == before


def rows(letter: Letter) -> tuple[int, int, int, bytes]:
    assert letter.log
    letter.log.refresh_from_db()
    of_log = [model.objects.filter(log=letter.log).count() for model in (Entry, Operation)]
    return of_log[0], of_log[1], Opening.objects.filter(operation__log=letter.log).count(), bytes(letter.log.root)
