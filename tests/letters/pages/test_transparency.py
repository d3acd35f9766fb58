from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from letters.models import Letter
from letters.moderation.actions import undo
from letters.moderation.transparency import months
from tests.cast import NOOR
from tests.letters.moderation.desks import moderator, strike
from tests.makers import make_signature

pytestmark = pytest.mark.django_db


def test_decisions_are_counted_by_month_kind_and_reason(letter: Letter) -> None:
    at = timezone.now()
    strike(make_signature(letter), at=at)
    strike(make_signature(letter, NOOR), at=at)

    (month,) = months(at)

    assert (month.begins.month, month.letters) == (at.month, [])
    assert [(line.words, line.why, line.number) for line in month.signatures] == [
        ("struck", "not signed by the person it names", 2)
    ]


def test_what_was_undone_is_not_counted(letter: Letter) -> None:
    undo(strike(make_signature(letter)).pk, person=moderator())

    assert months(timezone.now()) == []


def test_what_is_older_than_a_year_has_gone(letter: Letter) -> None:
    strike(make_signature(letter), at=timezone.now() - timedelta(days=500))

    assert months(timezone.now()) == []


def test_the_page_names_nobody(client: Client, letter: Letter) -> None:
    signature = make_signature(letter)
    strike(signature, words="Their sister wrote to us.", note="See the mail of Tuesday.")

    page = client.get(reverse("pages:transparency"))

    assert page.status_code == 200
    assert "struck" in page.text
    for secret in (signature.name, letter.title, moderator().name, "sister", "Tuesday"):
        assert secret not in page.text


def test_the_foot_of_every_page_leads_there(client: Client, letter: Letter) -> None:
    assert reverse("pages:transparency") in client.get(letter.get_absolute_url()).text
