import pytest

from accounts.models import Membership
from letters.models import Letter, Milestone
from letters.signing import counts
from letters.signing.actions import withdraw
from letters.signing.queries import count_of
from letters.signing.rules import crossed
from petition.outbox.models import Message
from tests.cast import MO, NOOR, OLIVE
from tests.letters.signing.trying import click, row_of, try_to_sign
from tests.makers import make_letter, make_signatures, make_user


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
    counts.move(letter.pk, signed=4)

    counts.move(letter.pk, signed=5)

    assert [milestone.number for milestone in letter.milestones.all()] == [5]
    assert Message.objects.filter(kind="signing.milestone").count() == 1


def test_falling_back_and_rising_again_triggers_nothing(db: None) -> None:
    letter = make_letter(goal=2)
    make_signatures(letter, 1)
    try_to_sign(letter, NOOR)
    click(letter, NOOR)
    withdraw(row_of(letter, NOOR).pk)
    counts.move(letter.pk, signed=1)

    assert count_of(letter.pk) == 2
    assert Milestone.objects.count() == Message.objects.filter(kind="signing.milestone").count() == 1


def test_a_jump_over_several_brings_one_mail_for_the_highest(letter: Letter) -> None:
    counts.move(letter.pk, signed=1_500)

    assert set(letter.milestones.values_list("number", flat=True)) == {25, 100, 1_000}
    message = Message.objects.get()
    assert (message.address, Milestone.objects.get(pk=message.cause).number) == (OLIVE.address, 1_000)


def test_every_owner_is_told_and_nobody_else(letter: Letter) -> None:
    for person, role in ((NOOR, Membership.Role.OWNER), (MO, Membership.Role.EDITOR)):
        Membership.objects.create(team=letter.team, user=make_user(person), role=role)

    counts.move(letter.pk, signed=25)

    assert {message.address for message in Message.objects.all()} == {OLIVE.address, NOOR.address}
