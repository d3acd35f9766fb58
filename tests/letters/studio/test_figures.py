"""A letter in numbers, for its team: how it grew and where signers came from, and never who."""

import pytest
from django.test import Client

from letters.models import Letter
from letters.signing.origins import LEAST, count_changed
from tests.cast import ADA, Person
from tests.makers import make_letter, make_signature

pytestmark = pytest.mark.django_db


def page(letter: Letter) -> str:
    return f"/studio/letters/{letter.pk}/figures/"


def test_a_letter_that_is_not_out_has_no_figures(studio: Client, unpublished: Letter) -> None:
    assert "nothing to count" in studio.get(page(unpublished)).content.decode()


def test_groups_are_counted_and_small_ones_are_not_told_apart(studio: Client, unpublished: Letter) -> None:
    letter = make_letter(team=unpublished.team)
    for n in range(5):
        make_signature(letter, Person("Ada", f"{n}@example.org"), country="Portugal", came_from="poster")
    make_signature(letter, ADA, country="Malta", came_from="only-for-ada")
    count_changed()

    text = studio.get(page(letter)).content.decode()

    assert all(word in text for word in ("Portugal", "poster", "growth__bars", f"fewer than {LEAST} each"))
    assert not [word for word in ("Malta", "only-for-ada", ADA.name) if word in text]


def test_the_list_of_letters_shows_the_figures_at_a_glance(studio: Client, unpublished: Letter) -> None:
    letter = make_letter(team=unpublished.team)
    for n in range(5):
        make_signature(letter, Person("Ada", f"{n}@example.org"), country="Portugal", came_from="poster")
    make_signature(letter, ADA, country="Malta")
    count_changed()

    text = studio.get("/studio/").content.decode()

    assert all(word in text for word in ("brief__bars", "Portugal", "poster"))
    assert "Malta" not in text


def test_what_waits_for_a_moderator_is_said(studio: Client, unpublished: Letter) -> None:
    letter = make_letter(team=unpublished.team)
    make_signature(letter, ADA, state="held")

    assert "1 waits for a moderator" in studio.get(page(letter)).content.decode()
