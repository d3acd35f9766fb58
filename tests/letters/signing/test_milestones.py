from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import connection

from accounts.models import Membership
from letters import tasks
from letters.models import Letter, Log, Milestone
from letters.signing import mail, milestones
from letters.signing.actions import withdraw
from letters.signing.queries import count_of
from letters.signing.rules import crossed
from petition.lib.sweeping import Unfinished
from petition.outbox.models import Message
from tests.cast import MO, NOOR, OLIVE, Person
from tests.letters.signing.trying import at_once, somebody_else
from tests.makers import make_letter, make_signature, make_signatures, make_user


def grow(letter: Letter, to: int) -> None:
    """Let the head of the log say that so many have signed."""
    Log.objects.filter(pk=letter.log_id).update(signed=to, peak=to)


def join(letter: Letter, first: int, last: int) -> None:
    for number in range(first, last + 1):
        make_signature(letter, Person(f"Late signer {number}", f"late{number}@example.org"))


def told() -> list[int]:
    return [message.cause for message in Message.objects.filter(kind=mail.MILESTONE)]


@pytest.mark.parametrize(
    ("before", "after", "goal", "reached"),
    [
        (24, 25, None, [25]),
        (25, 26, None, []),
        (4, 9, 5, [5]),
        (0, 100_000, 500, [25, 100, 500, 1_000, 10_000, 100_000]),
        (24, 25, 25, [25]),
        (26, 25, None, []),
    ],
)
def test_a_milestone_lies_between_two_counts(before: int, after: int, goal: int | None, reached: list[int]) -> None:
    assert crossed(before, after, goal) == reached


def test_a_jump_over_the_goal_triggers_it_once(db: None) -> None:
    letter = make_letter(goal=5)
    make_signatures(letter, 4)
    milestones.tell()
    join(letter, 5, 9)

    milestones.tell()

    assert [milestone.number for milestone in letter.milestones.all()] == [5]
    assert len(told()) == 1


def test_falling_back_and_rising_again_triggers_nothing(db: None) -> None:
    letter = make_letter(goal=2)
    _, second = make_signatures(letter, 2)
    milestones.tell()
    withdraw(second.pk)
    milestones.tell()

    join(letter, 1, 1)
    milestones.tell()

    assert count_of(letter.pk) == 2
    assert Milestone.objects.count() == len(told()) == 1


def test_a_goal_that_was_reached_and_lost_between_two_sweeps_is_told_of(db: None) -> None:
    letter = make_letter(goal=2)
    _, second = make_signatures(letter, 2)
    withdraw(second.pk)

    milestones.tell()

    assert [milestone.number for milestone in letter.milestones.all()] == [2]


def test_a_jump_over_several_brings_one_mail_for_the_highest(letter: Letter) -> None:
    grow(letter, 1_500)

    milestones.tell()

    assert set(letter.milestones.values_list("number", flat=True)) == {25, 100, 1_000}
    message = Message.objects.get()
    assert (message.address, Milestone.objects.get(pk=message.cause).number) == (OLIVE.address, 1_000)


def test_every_owner_is_told_and_nobody_else(letter: Letter) -> None:
    for person, role in ((NOOR, Membership.Role.OWNER), (MO, Membership.Role.EDITOR)):
        Membership.objects.create(team=letter.team, user=make_user(person), role=role)
    grow(letter, 25)

    milestones.tell()

    assert {message.address for message in Message.objects.all()} == {OLIVE.address, NOOR.address}


def test_a_sweep_with_nothing_new_touches_no_letter(letter: Letter) -> None:
    grow(letter, 7)

    assert (milestones.tell(), milestones.tell()) == (1, 0)

    assert not Milestone.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_sweeps_that_run_at_once_tell_once() -> None:
    letter = make_letter(goal=5)
    grow(letter, 9)

    at_once(*[tasks.tell_milestones] * 8)

    assert letter.milestones.get().number == 5
    assert len(told()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_sweep_that_is_killed_before_its_commit_is_made_up_for() -> None:
    letter = make_letter(goal=5)
    grow(letter, 9)

    with somebody_else() as other, ThreadPoolExecutor(1) as pool:
        other.execute("LOCK TABLE outbox_message IN ACCESS EXCLUSIVE MODE")
        sweep = pool.submit(tell_and_hang_up)
        while not kill_who_waits_for("outbox_message"):
            sleep(0.02)
        with pytest.raises(Unfinished):
            sweep.result(10)
    assert not Milestone.objects.exists()
    milestones.tell()

    assert letter.milestones.get().number == 5
    assert len(told()) == 1


def tell_and_hang_up() -> None:
    try:
        milestones.tell()
    finally:
        connection.close()


def kill_who_waits_for(table: str) -> bool:
    """End the server's process of whoever waits for a table, as when the machine of a worker is gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE relation = %s::regclass AND NOT granted", [table]
        )
        return bool(cursor.fetchall())
