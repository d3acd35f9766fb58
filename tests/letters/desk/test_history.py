"""The page on which moderators search the history."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts import history
from accounts.models import User
from letters.desk import mail
from letters.desk.deeds import DEEDS
from petition.audit.actions import OPERATOR, record
from petition.audit.models import AuditEvent
from tests.letters.desk.sitting import sit
from tests.moments import NOON
from tests.petition.audit.verbs.told import SCENARIOS

pytestmark = pytest.mark.django_db


@pytest.fixture
def mo(client: Client, organizer: User) -> User:
    """Mo at the desk, with three lines of history."""
    mo = sit(client)
    record("accounts.rename", organizer, by=f"user {mo.pk}", changes={"name": ["Olive", "O. Oil"]}, at=NOON)
    record("signing.edit", organizer, by="signer", changes={"fields": ["name", "city"]}, at=NOON + timedelta(days=1))
    record("writing.close", organizer, by=OPERATOR, changes={"letter": 7}, at=NOON + timedelta(days=2))
    return mo


def verbs(client: Client, query: str = "") -> list[str]:
    page = client.get(reverse("desk:history") + query).content.decode()
    return re.findall(r'class="history__verb"[^>]*>([a-z._]+)<', page)


def test_the_newest_deed_stands_first(client: Client, mo: User) -> None:
    assert verbs(client) == ["writing.close", "signing.edit", "accounts.rename"]


def test_what_was_and_what_is_stand_side_by_side(client: Client, mo: User) -> None:
    page = client.get(reverse("desk:history")).content.decode()

    assert '<del dir="auto">Olive</del>' in page
    assert '<ins dir="auto">O. Oil</ins>' in page
    assert "name, city" in page
    assert mo.name in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?verb=writing.close", ["writing.close"]),
        ("?who=operator", ["writing.close"]),
        ("?who=Signer", ["signing.edit"]),
        ("?who=user+999999", []),
        ("?first=2026-03-15", ["writing.close", "signing.edit"]),
        ("?last=2026-03-15", ["signing.edit", "accounts.rename"]),
        ("?first=2026-03-15&last=2026-03-15", ["signing.edit"]),
    ],
)
def test_it_is_narrowed(client: Client, mo: User, query: str, found: list[str]) -> None:
    assert verbs(client, query) == found


def test_it_is_narrowed_by_person_and_by_subject(client: Client, mo: User, organizer: User) -> None:
    assert verbs(client, f"?who={mo.pk}") == verbs(client, f"?who=user+{mo.pk}") == ["accounts.rename"]
    assert len(verbs(client, f"?about=user+{organizer.pk}")) == 3
    assert verbs(client, f"?about=letter+{organizer.pk}") == []


@pytest.mark.parametrize(
    "query", ["?who=somebody", "?who=user+1e9", "?about=everything", "?first=yesterday", f"?verb={'x' * 65}"]
)
def test_nonsense_gets_a_message_and_no_line(client: Client, mo: User, query: str) -> None:
    answer = client.get(reverse("desk:history") + query)

    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert verbs(client, query) == []


@pytest.mark.parametrize("query", ["?after=nonsense", "?after=WzAsMV0", "?who=%00&after=x"])
def test_a_broken_way_is_a_broken_request(client: Client, mo: User, query: str) -> None:
    assert client.get(reverse("desk:history") + query).status_code in (400, 422)


def test_pages_follow_each_other(client: Client, mo: User, organizer: User) -> None:
    for number in range(60):
        record("desk.look", organizer, by=OPERATOR, at=datetime(2026, 1, 1, 0, 0, number // 30, tzinfo=UTC))

    page = client.get(reverse("desk:history") + "?verb=desk.look").content.decode()
    (after,) = re.findall(r'rel="next" href="([^"]+)"', page)

    assert len(verbs(client, after.replace("&amp;", "&").removeprefix(reverse("desk:history")))) == 10
    assert AuditEvent.objects.of("desk.look").count() == 60


@pytest.mark.parametrize("query", ["?last=9999-12-31", "?first=0001-01-01"])
def test_a_day_outside_of_any_history_gets_a_message(client: Client, mo: User, query: str) -> None:
    answer = client.get(reverse("desk:history") + query)

    assert answer.status_code == 422
    assert "field__error" in answer.text


def test_a_line_says_in_words_what_happened(client: Client, mo: User) -> None:
    page = client.get(reverse("desk:history")).text

    assert "closed a letter" in page
    assert "changed a signature" in page


def test_every_line_that_a_verb_leaves_has_words() -> None:
    left = {line for scenario in SCENARIOS.values() for line in scenario.lines}
    left |= {*history.VERBS.values(), *history.FACTOR_VERBS.values(), *history.ELSEWHERE_VERBS.values()}
    left |= {f"outbox.{deed}" for deed, _ in mail.DEEDS}

    assert sorted(left - DEEDS.keys()) == []


def test_moments_say_their_zone(client: Client, mo: User) -> None:
    assert f"{NOON:%-d %B %Y, %H:%M} UTC" in client.get(reverse("desk:history")).text
