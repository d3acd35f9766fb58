"""When something happened is said with its zone, and what a button acts on is part of its name."""

from datetime import datetime, timedelta, timezone

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Team, User
from letters.models import Draft, Image, PaperList, Revision, Submission
from letters.signing.actions.heading import add_first
from letters.templatetags.letters import moment
from tests.cast import ADA
from tests.makers import make_letter, make_submission

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 3, 9, 5, tzinfo=timezone(timedelta(hours=-5)))
SAID = "3 March 2026, 14:05 UTC"


def read(studio: Client, page: str, *of: object, query: str = "") -> str:
    return studio.get(reverse(f"studio:{page}", args=of) + query).content.decode()


def test_a_moment_is_said_in_utc_wherever_it_was_noted() -> None:
    assert moment(AT) == SAID
    assert moment(None) == ""


def test_the_studio_says_when_something_was_kept_or_handed_in_with_the_zone(
    studio: Client, organizer: User, draft: Draft
) -> None:
    Draft.objects.update(revision=1, edited_at=AT, edited_by=organizer)
    Revision.objects.create(draft=draft, number=1, at=AT)
    make_submission(draft.letter)
    Submission.objects.update(at=AT)

    for page in ("write", "revisions", "letter"):
        assert SAID in read(studio, page, draft.letter_id)
    assert SAID in read(studio, "revisions", draft.letter_id, query="?number=1")


def test_buttons_of_a_list_name_what_they_act_on(studio: Client, organizer: User, team: Team) -> None:
    letter = make_letter(team=team)
    add_first(letter.pk, name=ADA.name, address=ADA.address, by="user 1")
    PaperList.objects.create(letter=letter, number=1312, collected_on=AT.date(), by=organizer)
    Image.objects.create(letter=letter, key="a" * 32, alt="A wall of names", width=60, height=40, size=9)

    for way in ("Up", "Down", "Remove"):
        assert f'{way}<span class="unseen">: {ADA.name}</span></button>' in read(studio, "first_signers", letter.pk)
    assert 'Take out<span class="unseen">: 1\u00a0312</span></button>' in read(studio, "paper", letter.pk)
    assert 'Take it away<span class="unseen">: A wall of names</span></button>' in read(studio, "images", letter.pk)
