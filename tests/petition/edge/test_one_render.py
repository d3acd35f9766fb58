import time

import pytest

from petition.edge import shelf
from tests.petition.edge.origin import Origin, Reader


@pytest.fixture
def reader() -> Reader:
    return Reader(Origin())


def test_many_readers_at_once_cause_one_render(reader: Reader) -> None:
    reader.origin.gate.clear()
    asking = reader.ask_at_once(20)
    time.sleep(0.1)
    reader.origin.gate.set()
    assert {future.result(5).status for future in asking} == {"200 OK"}
    assert reader.renders == 1


def test_while_one_renders_the_others_get_the_old_copy(reader: Reader) -> None:
    reader.ask()
    time.sleep(shelf.RENEW_AFTER_SECONDS)
    reader.origin.gate.clear()
    leader = reader.ask_at_once(1)[0]
    time.sleep(0.05)
    assert reader.ask().status == "200 OK"
    assert not leader.done()
    reader.origin.gate.set()
    assert leader.result(5).headers["X-Request-ID"] == "render-2"


def test_those_who_waited_for_a_render_that_raised_ask_for_themselves(reader: Reader) -> None:
    reader.origin.gate.clear()
    reader.origin.fails = True
    asking = reader.ask_at_once(4)
    time.sleep(0.1)
    reader.origin.gate.set()
    errors = [future.exception(5) for future in asking]
    assert all(isinstance(error, RuntimeError) for error in errors)
    assert not reader.edge.shelf.flights


def test_those_who_waited_in_vain_are_left_to_django(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "PATIENCE_SECONDS", 0.05)
    reader.origin.gate.clear()
    asking = reader.ask_at_once(2)
    time.sleep(0.3)
    assert reader.renders == 2
    reader.origin.gate.set()
    assert {future.result(5).status for future in asking} == {"200 OK"}


def test_a_copy_that_came_down_while_looking_is_taken(reader: Reader) -> None:
    reader.ask()
    (key,) = reader.edge.shelf.copies
    flight, leads = reader.edge.shelf.board(key, None)
    assert not leads
    assert flight.wait() is reader.edge.shelf.get(key)


def test_a_render_slower_than_a_copy_lives_is_answered(reader: Reader) -> None:
    reader.origin.gate.clear()
    leader = reader.ask_at_once(1)[0]
    time.sleep(shelf.LIFE_SECONDS + 0.1)
    reader.origin.gate.set()
    assert leader.result(5).status == "200 OK"
    assert reader.edge.shelf.bytes == 0
