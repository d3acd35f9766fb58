"""Each process counts in files of its own number, and the next process takes over the number of one that ended."""

import multiprocessing
from pathlib import Path

from petition.metrics.slots import Slots


def test_two_processes_have_two_numbers(tmp_path: Path) -> None:
    first, second = Slots(tmp_path), Slots(tmp_path)
    assert (first.mine(), second.mine(), first.mine()) == ("0", "1", "0")


def test_the_number_of_an_ended_process_is_taken_over(tmp_path: Path) -> None:
    ended, other = Slots(tmp_path), Slots(tmp_path)
    assert (ended.mine(), other.mine()) == ("0", "1")
    assert ended.lock
    ended.lock.close()
    assert Slots(tmp_path).mine() == "0"


def test_a_fork_takes_a_number_of_its_own(tmp_path: Path) -> None:
    slots, fork = Slots(tmp_path), multiprocessing.get_context("fork")
    assert slots.mine() == "0"
    numbers = fork.SimpleQueue()
    child = fork.Process(target=lambda: numbers.put(slots.mine()))
    child.start()
    assert numbers.get() == "1"
    child.join()
    assert slots.mine() == "0"


def test_what_another_user_locked_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "0.lock").mkdir()  # root may open any file, but nobody may write to a folder
    assert Slots(tmp_path).mine() == "1"
