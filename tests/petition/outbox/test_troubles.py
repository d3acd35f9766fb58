"""What fails and what was given up, by kind and reason."""

import pytest

from petition.outbox import troubles
from petition.outbox.actions import owe
from petition.outbox.models import Message
from petition.outbox.troubles import Reason
from tests.cast import ADA
from tests.petition.outbox.testing_kinds import CODE, NEWS, NOTE

FULL, BUSY = "452 4.2.2 full", "451 4.7.1 later"


def owe_failing(kind: str, many: int, problem: str = FULL) -> None:
    for cause in range(many):
        owe(kind, to=ADA.address, cause=cause)
    Message.objects.filter(kind=kind, problem="").update(problem=problem)


def newest(kind: str, problem: str) -> int:
    return Message.objects.filter(kind=kind, problem=problem).latest("id").pk


def test_the_kind_that_fails_most_stands_first_and_so_does_its_most_frequent_reason() -> None:
    owe_failing(NOTE, 2)
    owe_failing(CODE, 1)
    owe_failing(CODE, 3, BUSY)
    owe(NEWS, to=ADA.address, cause=1)

    first, second = troubles.by_kind("failing")

    assert (first.kind, first.number, first.is_more, first.others) == (CODE, 4, False, 0)
    assert first.reasons == [Reason(BUSY, 3, newest(CODE, BUSY)), Reason(FULL, 1, newest(CODE, FULL))]
    assert (second.kind, second.number) == (NOTE, 2)
    assert troubles.by_kind("given-up") == []


def test_seldom_reasons_are_only_counted() -> None:
    for number in range(troubles.SHOWN_AT_MOST + 2):
        owe_failing(NOTE, 1, f"550 5.7.{number}")

    (trouble,) = troubles.by_kind("failing")

    assert len(trouble.reasons) == troubles.SHOWN_AT_MOST
    assert (trouble.number, trouble.others) == (troubles.SHOWN_AT_MOST + 2, 2)


def test_a_kind_of_which_very_many_fail_is_not_counted_to_the_end_and_hides_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(troubles, "COUNTED_AT_MOST", 5)
    owe_failing(CODE, 4, BUSY)
    owe_failing(CODE, 3)
    owe_failing(NOTE, 2)

    counted = {trouble.kind: (trouble.number, trouble.is_more) for trouble in troubles.by_kind("failing")}

    assert counted == {CODE: (5, True), NOTE: (2, False)}
