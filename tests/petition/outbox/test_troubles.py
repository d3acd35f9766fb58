"""What fails and what was given up, by kind and reason."""

import pytest

from petition.outbox import troubles
from petition.outbox.actions import owe
from petition.outbox.models import Message
from petition.outbox.troubles import Trouble
from tests.cast import ADA
from tests.petition.outbox.testing_kinds import CODE, NEWS, NOTE

FULL, BUSY = "452 4.2.2 full", "451 4.7.1 later"


def owe_failing(kind: str, many: int, problem: str = FULL) -> None:
    for cause in range(many):
        owe(kind, to=ADA.address, cause=cause)
    Message.objects.filter(kind=kind, problem="").update(problem=problem)


def test_reasons_stand_by_kind_the_most_frequent_first() -> None:
    owe_failing(NOTE, 2)
    owe_failing(CODE, 3, BUSY)
    owe(NEWS, to=ADA.address, cause=1)
    newest = {kind: Message.objects.filter(kind=kind).latest("id").pk for kind in (NOTE, CODE)}

    assert troubles.reasons("failing") == [
        Trouble(CODE, BUSY, 3, newest[CODE], is_more=False),
        Trouble(NOTE, FULL, 2, newest[NOTE], is_more=False),
    ]
    assert troubles.reasons("given-up") == []


def test_a_kind_of_which_very_many_fail_is_not_counted_to_the_end_and_hides_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(troubles, "COUNTED_AT_MOST", 5)
    owe_failing(CODE, 12)
    owe_failing(NOTE, 2)

    counted = {row.kind: (row.number, row.is_more) for row in troubles.reasons("failing")}

    assert counted == {CODE: (5, True), NOTE: (2, False)}


def test_of_a_kind_that_is_not_counted_to_the_end_every_reason_may_be_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(troubles, "COUNTED_AT_MOST", 5)
    owe_failing(NOTE, 3)
    owe_failing(NOTE, 3, BUSY)

    counted = {row.reason: (row.number, row.is_more) for row in troubles.reasons("failing")}

    assert counted == {BUSY: (3, True), FULL: (2, True)}
