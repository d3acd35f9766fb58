"""Where signers come from is counted by a sweep, and small groups are told apart from each other nowhere."""

from datetime import timedelta

import pytest
from django.utils import timezone

from letters.models import Figures, Letter
from letters.signing.origins import count_changed, origins
from tests.cast import Person
from tests.makers import make_letter, make_signature

pytestmark = pytest.mark.django_db


def come(letter: Letter, many: int, *, country: str = "", label: str = "", **more: object) -> None:
    for n in range(many):
        person = Person("Ada", f"{n}{country}{label}@example.org")
        make_signature(letter, person, country=country, came_from=label, **more)


def test_large_groups_are_named_and_small_ones_summed(letter: Letter) -> None:
    come(letter, 6, country="Portugal", label="poster")
    come(letter, 4, country="Iraq")
    come(letter, 1, country="Malta")

    assert count_changed() == 1

    counted = Figures.objects.get(letter=letter)
    found = origins(counted.countries)
    assert (found.groups, found.others, origins(counted.labels).groups) == ([("Portugal", 6)], 5, [("poster", 6)])
    assert "Malta" not in str(counted.countries)


def test_one_country_is_one_group_however_it_is_spelled(letter: Letter) -> None:
    come(letter, 3, country="Portugal")
    come(letter, 2, country="PORTUGAL", label="poster")

    count_changed()

    assert Figures.objects.get(letter=letter).countries == [["Portugal", 5], ["", 0]]


def test_only_those_in_force_are_counted(letter: Letter) -> None:
    come(letter, 5, country="Iraq", state="held")
    make_signature(letter)

    count_changed()

    assert origins(Figures.objects.get(letter=letter).countries).is_empty


def test_a_letter_that_has_not_grown_is_not_counted_again(letter: Letter) -> None:
    make_signature(letter)
    at = timezone.now()

    assert count_changed(at=at) == 1
    assert count_changed(at=at + timedelta(hours=1)) == 0

    make_signature(letter, Person("Noor", "noor@example.net"))
    assert count_changed(at=at + timedelta(seconds=30)) == 0
    assert count_changed(at=at + timedelta(minutes=2)) == 1


def test_a_draft_is_not_counted() -> None:
    make_letter(state="draft", published_at=None)

    assert count_changed() == 0
