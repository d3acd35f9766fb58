"""The letter has reached a count: its team is offered words about it, once."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from letters.models import Letter, Log, Milestone, Update
from letters.signing import milestones
from letters.signing.mail import MILESTONE
from petition.outbox.models import Message
from tests.letters.signing.test_milestones import grow
from tests.letters.updates.conftest import letter
from tests.letters.updates.newsroom import written

__all__ = ["letter"]

pytestmark = pytest.mark.django_db

GOAL = 700


def offered(studio: Client, letter: Letter) -> list[str]:
    listed = studio.get(reverse("studio:updates", args=(letter.pk,))).content.decode()
    return re.findall(r"\?milestone=(\d+)", listed)


def told() -> tuple[int, int]:
    """How many counts were reached, and mails about them owed."""
    return Milestone.objects.count(), Message.objects.filter(kind=MILESTONE).count()


@pytest.mark.parametrize("number", [25, 100, GOAL, 1_000, 10_000])
def test_every_count_offers_its_words_once_though_it_falls_and_rises_again(
    studio: Client, letter: Letter, number: int
) -> None:
    Letter.objects.update(goal=GOAL)
    grow(letter, number - 1)
    milestones.tell()
    reached, owed = told()

    grow(letter, number)
    milestones.tell()
    assert offered(studio, letter) == [str(number)]
    written(letter)
    for withdrawn, signed in ((1, number), (1, number + 1)):
        Log.objects.filter(pk=letter.log_id).update(withdrawn=withdrawn, signed=signed)
        milestones.tell()

    assert offered(studio, letter) == []
    assert told() == (reached + 1, owed + 1)


def test_a_count_offers_its_words_once_in_the_letters_language(studio: Client, letter: Letter) -> None:
    Milestone.objects.create(letter=letter, number=100, reached_at=timezone.now() - timedelta(hours=1))
    assert offered(studio, letter) == ["100"]

    form = studio.get(reverse("studio:new_update", args=(letter.pk,)) + "?milestone=100").context["form"]
    assert (form.initial["title"], "100 people have signed" in form.initial["body"]) == ("We are 100 now", True)
    assert not Update.objects.exists()

    written(letter)
    assert offered(studio, letter) == []


@pytest.mark.parametrize("milestone", ["25", "x", "", "9" * 30, "²"])
def test_a_count_that_was_not_reached_offers_nothing(studio: Client, letter: Letter, milestone: str) -> None:
    form = studio.get(reverse("studio:new_update", args=(letter.pk,)), {"milestone": milestone}).context["form"]
    assert form.initial == {}
