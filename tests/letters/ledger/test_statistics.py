"""What a log's entries add up to, counted by the run and held against reading each of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from letters.ledger import statistics
from letters.ledger.actions import turn
from letters.ledger.entries import Edit, Sign, Strike, parse
from letters.ledger.models import Log
from letters.ledger.reading import entries
from letters.ledger.statistics import contents
from tests.letters.ledger.writing import AT, card, make_log, sign, sign_many

pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> Log:
    return make_log()


def read(log: Log) -> statistics.Contents:
    log.refresh_from_db()
    return contents(log)


def edit(log: Log, of: int, *, shown: str) -> None:
    with turn() as its:
        its.edit(log.pk, of=of, card=shown, address="signer@example.org", at=AT)


def strike(log: Log, of: int, reason: str = "fraud") -> None:
    with turn() as its:
        its.strike(log.pk, of=of, reason=reason, at=AT)


def test_every_entry_is_in_exactly_one_class(log: Log) -> None:
    first, second, third = sign_many(log, 3)
    edit(log, first, shown="")
    strike(log, second, "duplicate")
    with turn() as its:
        its.withdraw(log.pk, of=third, at=AT)

    found = read(log)

    said: list[tuple[str, str]] = []
    for body in entries(log.pk, 0, log.size):
        fact = parse(body).fact
        shown = ("private", "public")[fact.is_public] if isinstance(fact, Sign | Edit) else ""
        said.append((fact.kind, fact.reason.value if isinstance(fact, Strike) else shown))
    assert sorted(found.entries.elements()) == sorted(said)
    assert found.of("sign") == 3
    assert found.of("sign", "private") == 1
    assert found.strikes == {"duplicate": 1}


def test_the_shown_are_those_in_force_whose_newest_card_is_public(log: Log) -> None:
    first, second, _, fourth = sign_many(log, 4)  # the third is private
    assert read(log).shown == 3

    edit(log, first, shown="")
    assert read(log).shown == 2
    strike(log, first)
    assert read(log).shown == 2
    strike(log, second)
    assert read(log).shown == 1
    with turn() as its:
        its.restore(log.pk, of=second, at=AT)
        its.withdraw(log.pk, of=fourth, at=AT)
    assert read(log).shown == 1


def test_only_the_newest_edit_tells_what_ends_with_a_signature(log: Log) -> None:
    signing = sign(log, shown="")
    edit(log, signing, shown=card())
    edit(log, signing, shown="")
    edit(log, signing, shown=card())
    assert read(log).shown == 1

    strike(log, signing)

    assert read(log).shown == 0


def test_an_edit_in_a_later_run_is_held_against_the_earlier_card(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "RUN", 4)
    made = sign_many(log, 6)
    edit(log, made[0], shown="")
    edit(log, made[2], shown=card())
    strike(log, made[0])

    assert read(log).shown == 4
    assert sum(read(log).entries.values()) == log.size


def test_a_full_run_is_counted_once(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "RUN", 4)
    sign_many(log, 12)
    read(log)

    with CaptureQueriesContext(connection) as asked:
        contents(log)

    assert len(asked) == 1


def test_an_empty_log_has_nothing_in_it(log: Log) -> None:
    log.size = 0

    assert contents(log) == statistics.Contents()
