"""The page on which a team attests signatures on paper."""

import re

import pytest
from django.test import Client

from letters.models import Letter, PaperList
from letters.signing.rules import MOST_ON_PAPER
from tests.makers import make_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(unpublished: Letter) -> Letter:
    return make_letter(team=unpublished.team)


def page(letter: Letter, rest: str = "") -> str:
    return f"/studio/letters/{letter.pk}/paper/{rest}"


def form(**fields: str) -> dict[str, str]:
    return {"number": "312", "collected_on": "2026-03-01", "note": "Lisbon", "is_attested": "on"} | fields


def test_a_list_is_attested_and_taken_out_again(studio: Client, mine: Letter) -> None:
    assert studio.post(page(mine), form()).status_code == 302
    assert "312, shown beside the count" in studio.get(page(mine)).content.decode()

    studio.post(page(mine, f"{PaperList.objects.get().pk}/undo/"))

    mine.refresh_from_db()
    assert mine.on_paper == 0
    assert "taken out again" in studio.get(page(mine)).content.decode()


def seen_on(studio: Client, letter: Letter) -> str:
    (seen,) = re.findall(r'name="seen" value="(\d+)"', studio.get(page(letter)).content.decode())
    return str(seen)


def test_a_double_click_adds_one_list_and_a_fresh_form_another(studio: Client, mine: Letter) -> None:
    for _ in range(2):
        assert studio.post(page(mine), form(seen="0")).status_code == 302
    assert PaperList.objects.count() == 1

    studio.post(page(mine), form(seen=seen_on(studio, mine)))
    assert PaperList.objects.count() == 2


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"number": "0"}, "number"),
        ({"number": "many"}, "number"),
        ({"number": "1000000000"}, "number"),
        ({"collected_on": "2999-01-01"}, "collected_on"),
        ({"collected_on": "soon"}, "collected_on"),
        ({"note": "x" * 301}, "note"),
        ({"is_attested": ""}, "is_attested"),
        ({"seen": "-1"}, "seen"),
        ({"seen": "9" * 20}, "seen"),
    ],
)
def test_a_wrong_list_comes_back_filled(studio: Client, mine: Letter, sent: dict[str, str], field: str) -> None:
    response = studio.post(page(mine), form(**sent))

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not PaperList.objects.exists()


def test_a_list_of_another_letter_is_not_found(studio: Client, mine: Letter) -> None:
    other = make_letter(team=mine.team)
    studio.post(page(other), form())

    assert studio.post(page(mine, f"{PaperList.objects.get().pk}/undo/")).status_code == 404


def test_more_than_can_be_on_paper_is_said_at_the_number_which_stays_filled(studio: Client, mine: Letter) -> None:
    Letter.objects.filter(pk=mine.pk).update(on_paper=MOST_ON_PAPER)

    answer = studio.post(page(mine), form())

    assert answer.status_code == 422
    assert answer.context["form"].errors["number"] == [
        "Together that would be more than 100000000 signatures on paper. Look at the number again."
    ]
    assert 'value="312"' in answer.content.decode()
