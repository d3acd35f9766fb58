"""A site that counted without a log gets logs: killed half-way, and started again."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pytest

from letters.ledger.commitments import card_text
from letters.ledger.facts import Reason, Sign, Strike, Text
from letters.signing.moving import BATCH
from letters.signing.queries import DIFFERING
from tests.letters.signing.former import Former, former_site, moment_of

MANY = 3 * BATCH + 7
AMENDED = 10.0  # hours after the beginning


@dataclass(frozen=True)
class Moved:
    """What two runs of the migration have done, the first of which was killed."""

    site: Former
    entries_at_the_kill: int
    said: str


@pytest.fixture(scope="module")
def moved() -> Iterator[Moved]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    with former_site(f"former_{worker}") as former:
        _fill(former)
        entries_at_the_kill = former.migrate_and_be_killed(after=BATCH)
        yield Moved(former, entries_at_the_kill, former.migrate())


@pytest.fixture
def site(moved: Moved) -> Former:
    return moved.site


def _fill(site: Former) -> None:
    letter = site.letter("amended")
    first = site.version(letter, "amended", 1)
    site.signature(letter, first, "ada", at=1, number=1)
    site.signature(letter, first, "noor", at=2, number=2, display="anonymous")
    site.signature(letter, first, "bot", at=3, number=3, state="struck", ended=AMENDED + 2.5, ended_reason="fraud")
    site.signature(letter, first, "spam", at=3.5, number=4, state="struck", ended=4, ended_reason="terms")
    site.signature(letter, first, "gone", at=5, number=5, state="withdrawn", ended=6)
    site.signature(letter, first, "", at=7, number=6, display="anonymous", address=None)
    site.signature(letter, first, "held", at=8, state="held")
    site.signature(letter, first, "never", at=8, state="struck", ended=9, ended_reason="fraud")
    # Confirmed a moment after the text was amended, and bound to the one before all the same.
    site.signature(letter, first, "late", at=AMENDED + 0.001, number=7)
    second = site.version(letter, "amended", 2, at=AMENDED)
    site.signature(letter, second, "suzie", at=AMENDED + 1, number=8)
    site.letter("draft", state="draft")
    taken_down = site.letter("taken-down", state="taken_down")
    site.signature(taken_down, site.version(taken_down, "taken-down", 1), "ada", at=1, number=1)
    crowded = site.letter("crowded")
    site.crowd(crowded, site.version(crowded, "crowded", 1), MANY)


def test_killed_half_way_it_had_begun_and_was_not_done(moved: Moved) -> None:
    assert BATCH <= moved.entries_at_the_kill < MANY


def test_everybody_in_force_is_in_the_log_once(site: Former) -> None:
    replay, entries = site.log("crowded")

    assert (replay.size, replay.tally) == (MANY + 1, (MANY, 0, 0))
    assert len({entry.fact.commit for entry in entries[1:]}) == MANY


def test_what_the_rows_say_is_what_the_logs_say(site: Former) -> None:
    assert site.ask(DIFFERING) == []
    assert site.ask("SELECT 1 FROM letters_signature WHERE state = 'confirmed' AND operation_id IS NULL") == []


def test_heads_say_what_the_entries_add_up_to(site: Former) -> None:
    heads = site.ask("SELECT path, size, signed, withdrawn, struck FROM letters_log ORDER BY id")

    for path, size, *tally in heads:
        replay, _ = site.log(path.split("/")[2])
        assert (size, tuple(tally)) == (replay.size, replay.tally)
    assert len(heads) == 3


def test_texts_stand_among_the_signatures_that_consented_to_them(site: Former) -> None:
    _, entries = site.log("amended")

    kinds = [type(entry.fact) for entry in entries]
    assert kinds == [Text, Sign, Sign, Sign, Sign, Strike, Sign, Sign, Text, Sign, Strike]
    assert [entry.fact.is_public for entry in entries if isinstance(entry.fact, Sign)] == [
        *(True, False, True, True),
        *(False, True, True),
    ]


def test_strikes_come_at_their_time_with_their_reason(site: Former) -> None:
    _, entries = site.log("amended")

    assert entries[5].fact == Strike(of=4, reason=Reason.TERMS)
    assert entries[10].fact == Strike(of=3, reason=Reason.FRAUD)


def test_times_are_the_original_ones_and_never_go_back(site: Former) -> None:
    _, entries = site.log("amended")

    assert all(before.time <= after.time for before, after in pairwise(entries))
    hours = [(entry.time - int(moment_of(0).timestamp())) / 3600 for entry in entries]
    assert hours == [0, 1, 2, 3, 3, 4, 7, 10, 10, 11, 12]


def test_openings_hold_the_cards_as_shown_and_none_of_the_erased(site: Former) -> None:
    opened = dict(
        site.ask("""
            SELECT operation.index, opening.card FROM letters_opening AS opening
              JOIN letters_operation AS operation ON operation.id = opening.operation_id
              JOIN letters_log AS log ON log.id = operation.log_id WHERE log.path = '/letters/amended/log'
        """)
    )

    assert set(opened) == {1, 2, 3, 4, 7, 9}  # 6 is nobody in particular
    assert (opened[1], opened[2]) == (card_text("ada", "", "London"), "")


def test_what_was_reached_before_is_not_told_of_again(site: Former) -> None:
    assert site.ask("SELECT told_up_to FROM letters_letter WHERE slug = 'crowded'") == [(MANY,)]


def test_a_draft_gets_no_log_and_a_letter_taken_down_does(site: Former) -> None:
    logs = dict(site.ask("SELECT slug, log_id IS NOT NULL FROM letters_letter"))

    assert (logs["draft"], logs["taken-down"]) == (False, True)


def test_it_says_how_far_it_is(moved: Moved) -> None:
    assert re.search(r"crowded: [\d,]+ signatures moved into the log", moved.said)


def test_one_may_go_back_and_forth(site: Former) -> None:
    before = site.ask("SELECT path, size, root FROM letters_log ORDER BY id")

    site.migrate("0006")
    sums = site.ask(
        "SELECT signed, withdrawn, struck FROM letters_tally JOIN letters_letter AS letter "
        "ON letter.id = letter_id WHERE slug = 'amended'"
    )
    site.migrate()

    assert sums == [(7, 0, 2)]
    assert site.ask("SELECT path, size, root FROM letters_log ORDER BY id") == before
