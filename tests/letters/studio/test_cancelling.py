"""Cancelling an update asks on a page of its own, offers to pause it, and leaves a way to send it to the rest."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

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


def test_after_it_those_who_have_nothing_yet_are_the_first_choice(studio: Client, update: Update) -> None:
    Message.objects.filter(cause__in=owed_to()[:2]).update(state="sent")
    studio.post(page("cancel_update", update))

    offered = shown(studio, "update", update)

    assert offered.index("Send to those who have nothing yet (3)") < offered.index("Send to 5 readers")


def test_for_newer_words_everybody_is_the_first_choice(studio: Client, update: Update) -> None:
    Message.objects.filter(cause__in=owed_to()[:2]).update(state="sent")
    studio.post(page("cancel_update", update))
    studio.post(page("write_update", update), {"title": "Corrected", "body": "Newer.", "on": "0"})

    offered = shown(studio, "update", update)

    assert offered.index("Send to 5 readers") < offered.index("Send to those who have nothing yet (3)")


def test_where_nobody_has_it_there_is_one_button(studio: Client, update: Update) -> None:
    studio.post(page("cancel_update", update))

    assert "nothing yet (" not in shown(studio, "update", update)


def test_the_button_sends_to_those_alone(studio: Client, update: Update) -> None:
    Message.objects.filter(cause__in=owed_to()[:2]).update(state="sent")
    studio.post(page("cancel_update", update))
    sweep()
    fields = dict(
        re.findall(r'type="hidden" name="(on|before|audience)" value="([^"]*)"', shown(studio, "update", update))
    )

    studio.post(page("send_update", update), fields | {"to_the_rest": "yes"})
    assert "to those who have nothing yet" in shown(studio, "update", update)
    sweep(at=timezone.now() + timedelta(minutes=5))

    assert (state_of(update), len(owed_to())) == ("sending", 3)
