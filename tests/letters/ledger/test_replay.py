import os
import tracemalloc
from collections.abc import Sequence
from dataclasses import replace

import pytest

from letters.ledger import commitments
from letters.ledger.entries import (
    Edit,
    Fact,
    Reason,
    Restore,
    Sign,
    Strike,
    Tally,
    Text,
    Translation,
    Withdraw,
    encode,
)
from letters.ledger.replay import BrokenRule, Replay, Rule
from tests.letters.ledger.vectors import ENTRIES, ORIGIN, VECTORS, decoded

HOUR = 3600
ONE, TWO = bytes([1]) * 32, bytes([2]) * 32
CARD, MAIL, TOKEN, OTHER = (bytes([letter]) * 32 for letter in b"cmto")
COMMIT = commitments.commit(CARD, MAIL, commitments.control_hash(TOKEN))
SIGN, SECRET_SIGN = Sign(ONE, True, COMMIT), Sign(ONE, False, COMMIT)
WITHDRAW = Withdraw(1, TOKEN, (CARD, MAIL))
EDIT = Edit(1, TOKEN, (CARD, MAIL), True, OTHER)
STRIKE, RESTORE = Strike(1, Reason.FRAUD), Restore(1)

Step = tuple[Fact, tuple[int, int, int]]
BEGUN: list[Step] = [(Text(1, ONE), (0, 0, 0)), (SIGN, (1, 0, 0))]


def replayed(steps: Sequence[Step], time: int = HOUR) -> Replay:
    replay = Replay(ORIGIN)
    for fact, tally in steps:
        replay.take(encode(fact, time, Tally(*tally)))
    return replay


def test_the_published_log_follows_the_rules() -> None:
    replay = Replay(ORIGIN)
    for entry in ENTRIES:
        replay.take(entry)
    assert (replay.size, replay.tally, replay.tally.count) == (8, Tally(3, 1, 1), 1)
    assert replay.texts == decoded(VECTORS["text1_sha256"], "fp1rpSrjXedMB0pIYGPUJvqxQHM139LSydHf625Y13U=")


@pytest.mark.parametrize(
    "steps",
    [
        [(WITHDRAW, (1, 1, 0)), (SIGN, (2, 1, 0)), (replace(WITHDRAW, of=3), (2, 2, 0))],
        [(STRIKE, (1, 0, 1)), (RESTORE, (1, 0, 0)), (STRIKE, (1, 0, 1))],
        [(STRIKE, (1, 0, 1)), (RESTORE, (1, 0, 0)), (WITHDRAW, (1, 1, 0))],
        [(replace(EDIT, commit=COMMIT), (1, 0, 0)), (EDIT, (1, 0, 0)), (STRIKE, (1, 0, 1))],
        [(Text(2, TWO), (1, 0, 0)), (Sign(TWO, False, OTHER), (2, 0, 0)), (WITHDRAW, (2, 1, 0))],
        [(Translation(1, "fr", TWO), (1, 0, 0)), (SECRET_SIGN, (2, 0, 0)), (SECRET_SIGN, (3, 0, 0))],
    ],
)
def test_what_people_and_the_desk_may_do_is_accepted(steps: list[Step]) -> None:
    assert replayed(BEGUN + steps).tally == steps[-1][1]


@pytest.mark.parametrize(
    ("rule", "steps"),
    [
        (Rule.VERSION, [(Text(1, TWO), (1, 0, 0))]),
        (Rule.VERSION, [(Text(3, TWO), (1, 0, 0))]),
        (Rule.TRANSLATION, [(Translation(2, "fr", TWO), (1, 0, 0))]),
        (Rule.TRANSLATION, [(Translation(0, "fr", TWO), (1, 0, 0))]),
        (Rule.TEXT, [(Sign(TWO, True, COMMIT), (2, 0, 0))]),
        (Rule.TEXT, [(Text(2, TWO), (1, 0, 0)), (SIGN, (2, 0, 0))]),
        (Rule.TEXT, [(Translation(1, "fr", TWO), (1, 0, 0)), (Sign(TWO, True, COMMIT), (2, 0, 0))]),
        (Rule.TARGET, [(replace(WITHDRAW, of=0), (1, 1, 0))]),
        (Rule.TARGET, [(replace(WITHDRAW, of=2), (1, 1, 0))]),
        (Rule.TARGET, [(replace(STRIKE, of=999), (1, 0, 1))]),
        (Rule.TARGET, [(SIGN, (2, 0, 0)), (replace(STRIKE, of=2), (2, 0, 1)), (RESTORE, (2, 0, 0))]),
        (Rule.TARGET, [(WITHDRAW, (1, 1, 0)), (WITHDRAW, (1, 2, 0))]),
        (Rule.TARGET, [(WITHDRAW, (1, 1, 0)), (EDIT, (1, 1, 0))]),
        (Rule.TARGET, [(WITHDRAW, (1, 1, 0)), (STRIKE, (1, 1, 1))]),
        (Rule.TARGET, [(STRIKE, (1, 0, 1)), (STRIKE, (1, 0, 2))]),
        (Rule.TARGET, [(STRIKE, (1, 0, 1)), (WITHDRAW, (1, 1, 1))]),
        (Rule.TARGET, [(STRIKE, (1, 0, 1)), (EDIT, (1, 0, 1))]),
        (Rule.TALLY, [(RESTORE, (1, 0, 0))]),
        (Rule.TARGET, [(EDIT, (1, 0, 0)), (replace(STRIKE, of=2), (1, 0, 1))]),
        (Rule.CONTROL, [(replace(WITHDRAW, control=OTHER), (1, 1, 0))]),
        (Rule.CONTROL, [(replace(WITHDRAW, rest=(MAIL, CARD)), (1, 1, 0))]),
        (Rule.CONTROL, [(replace(EDIT, control=OTHER), (1, 0, 0))]),
        (Rule.CONTROL, [(EDIT, (1, 0, 0)), (WITHDRAW, (1, 1, 0))]),
        (Rule.TALLY, [(SIGN, (1, 0, 0))]),
        (Rule.TALLY, [(SIGN, (3, 0, 0))]),
        (Rule.TALLY, [(SIGN, (2, 1, 0))]),
        (Rule.TALLY, [(WITHDRAW, (0, 0, 0))]),
        (Rule.TALLY, [(STRIKE, (1, 1, 0))]),
        (Rule.TALLY, [(EDIT, (2, 0, 0))]),
        (Rule.TALLY, [(Text(2, TWO), (2, 0, 0))]),
        (Rule.TALLY, [(STRIKE, (1, 0, 1)), (RESTORE, (2, 0, 0))]),
    ],
)
def test_what_contradicts_the_log_is_found_where_it_stands(rule: Rule, steps: list[Step]) -> None:
    replay, index = replayed(BEGUN + steps[:-1]), len(BEGUN + steps) - 1
    with pytest.raises(BrokenRule) as broken:
        replay.take(written(*steps[-1]))
    assert (broken.value.rule, broken.value.index) == (rule, index)


def written(fact: Fact, tally: tuple[int, int, int]) -> bytes:
    return encode(fact, HOUR, Tally(*tally))


def test_nobody_signs_before_there_is_a_text() -> None:
    with pytest.raises(BrokenRule, match="entry 0: a signature names the current text"):
        replayed([(SIGN, (1, 0, 0))])


def test_time_stands_still_and_goes_on_but_never_back() -> None:
    replay = replayed(BEGUN, time=2 * HOUR)
    replay.take(encode(SIGN, 2 * HOUR, Tally(2, 0, 0)))
    with pytest.raises(BrokenRule, match="entry 3: time never goes back"):
        replay.take(encode(SIGN, HOUR, Tally(3, 0, 0)))


def test_what_is_no_entry_breaks_the_first_rule() -> None:
    with pytest.raises(BrokenRule, match="entry 2: an entry has the one form") as broken:
        replayed(BEGUN).take(ENTRIES[1] + b"\n")
    assert str(broken.value.__cause__).startswith("not a sign entry")


def test_a_refused_entry_leaves_no_trace() -> None:
    replay = replayed(BEGUN)
    for fact in (replace(EDIT, control=OTHER), Text(3, TWO), RESTORE):
        with pytest.raises(BrokenRule):
            replay.take(written(fact, (1, 0, 0)))
    replay.take(written(WITHDRAW, (1, 1, 0)))
    assert (replay.size, replay.texts) == (3, [ONE])


def test_a_signature_shows_its_latest_commitment_while_it_stands() -> None:
    replay = replayed([*BEGUN, (EDIT, (1, 0, 0))])
    assert replay.shows(1, OTHER)
    assert not replay.shows(1, COMMIT)
    replay.take(written(STRIKE, (1, 0, 1)))
    assert not replay.shows(1, OTHER)


@pytest.mark.parametrize("index", [0, 2, 3, 10**15])
def test_what_is_no_signature_shows_nothing(index: int) -> None:
    assert not replayed([*BEGUN, (EDIT, (1, 0, 0))]).shows(index, OTHER)


def test_each_signature_stands_as_its_last_entry_left_it() -> None:
    steps = [*BEGUN, (SIGN, (2, 0, 0)), (SIGN, (3, 0, 0)), (STRIKE, (3, 0, 1)), (replace(WITHDRAW, of=2), (3, 1, 1))]
    replay = replayed(steps)
    assert [replay.standing(index) for index in range(7)] == ["", "struck", "withdrawn", "live", "", "", ""]


def test_a_reading_remembers_little_of_each_entry() -> None:
    signatures = [written(Sign(ONE, True, os.urandom(32)), (number, 0, 0)) for number in range(2, 5002)]
    replay = replayed(BEGUN)
    tracemalloc.start()
    for entry in signatures:
        replay.take(entry)
    remembered, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert remembered / len(signatures) < 20
