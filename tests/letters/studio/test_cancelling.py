"""Cancelling an update asks on a page of its own, and offers to pause it instead."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Team
from letters.models import Letter, Update
from petition.outbox.models import Message
from tests.letters.updates.newsroom import owed_to, readers, sent, state_of, sweep
from tests.makers import make_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def update(team: Team) -> Update:
    Team.objects.filter(pk=team.pk).update(is_trusted=True)
    letter: Letter = make_letter("artists", team=Team.objects.get(pk=team.pk))
    readers(letter, 5)
    return sent(letter)


def page(name: str, update: Update) -> str:
    return reverse(f"studio:{name}", args=(update.letter_id, update.pk))


def shown(studio: Client, name: str, update: Update) -> str:
    return studio.get(page(name, update)).content.decode()


def test_it_names_who_has_it_and_who_would_not_get_it(studio: Client, update: Update) -> None:
    Message.objects.filter(cause__in=owed_to()[:2]).update(state="sent")
    sweep()

    asked = shown(studio, "cancel_update", update)

    assert ("2 readers have it. 3 more would not get it." in asked, state_of(update)) == (True, "sending")
    assert f'action="{page("pause_update", update)}"' in asked


def test_what_is_paused_may_stay_so(studio: Client, update: Update) -> None:
    studio.post(page("pause_update", update))

    asked = shown(studio, "cancel_update", update)

    assert ("Leave it paused" in asked, page("pause_update", update) in asked) == (True, False)


def test_the_page_of_an_update_only_leads_to_the_question(studio: Client, update: Update) -> None:
    leads = shown(studio, "update", update)

    assert f'href="{page("cancel_update", update)}"' in leads
    assert f'action="{page("cancel_update", update)}"' not in leads


def test_what_is_over_is_not_asked_about(studio: Client, update: Update) -> None:
    for _ in range(2):
        studio.post(page("cancel_update", update))

    response = studio.get(page("cancel_update", update))

    assert (response.headers["Location"], state_of(update)) == (page("update", update), "cancelled")
