"""How far an update has come is asked for anew as long as its numbers may change."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Team
from letters.models import Letter, Update
from tests.letters.updates.newsroom import readers, sent, sweep
from tests.makers import make_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def update(team: Team) -> Update:
    Team.objects.filter(pk=team.pk).update(is_trusted=True)
    letter: Letter = make_letter("artists", team=Team.objects.get(pk=team.pk))
    readers(letter, 2)
    return sent(letter)


def shown(studio: Client, update: Update) -> str:
    return studio.get(reverse("studio:update", args=(update.letter_id, update.pk))).content.decode()


def test_after_cancelling_until_the_rest_is_counted_as_not_sent(studio: Client, update: Update) -> None:
    studio.post(reverse("studio:cancel_update", args=(update.letter_id, update.pk)))
    assert 'data-number="waiting">2<' in shown(studio, update)
    assert "behaviours/progress" in shown(studio, update)

    sweep()

    assert 'data-number="left">2<' in shown(studio, update)
    assert "behaviours/progress" not in shown(studio, update)


def test_words_on_their_way_are_not_said_to_have_gone_out(studio: Client, update: Update) -> None:
    assert "These words are on their way." in shown(studio, update)

    studio.post(reverse("studio:cancel_update", args=(update.letter_id, update.pk)))

    assert "on their way" not in shown(studio, update)
