"""What the database refuses, whoever asks."""

from hashlib import sha256
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from letters.models import Letter, Version

pytestmark = pytest.mark.django_db
DOCUMENT = "open-letter/v1 text\norigin {origin}\nversion {number}\nlang {language}\ntitle {title}\nto {to}\n\n{body}"
CHANGES = {
    "body": "Another text.\n",
    "title": "Another title",
    "to": "Somebody else",
    "number": 7,
    "note": "nothing to see",
    "content_hash": "0" * 64,
    "published_at": None,
}


@pytest.mark.parametrize("column", CHANGES)
def test_a_published_version_never_changes(letter: Letter, column: str) -> None:
    with pytest.raises(IntegrityError, match="never changes"):
        Version.objects.filter(letter=letter).update(**{column: CHANGES[column]})


def test_a_published_version_is_never_deleted(letter: Letter) -> None:
    with pytest.raises(IntegrityError, match="never changes"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM letters_version WHERE letter_id = %s", [letter.pk])


def test_the_origin_of_a_published_letter_never_changes(letter: Letter) -> None:
    with pytest.raises(IntegrityError, match="stays as it was published"):
        Letter.objects.filter(pk=letter.pk).update(origin="elsewhere.example/log")


def test_everything_else_about_a_letter_may_change(letter: Letter) -> None:
    assert Letter.objects.filter(pk=letter.pk).update(slug="renamed", goal=7) == 1


def test_a_draft_version_may_change_and_go(letter: Letter) -> None:
    draft = Version.objects.create(letter=letter, number=2, title="Draft", to="You", body="Not yet.\n")

    Version.objects.filter(pk=draft.pk).update(body="Nearly.\n")

    assert Version.objects.filter(pk=draft.pk).delete()[0] == 1


def test_a_false_hash_is_refused(letter: Letter) -> None:
    with pytest.raises(IntegrityError, match="hashes_are_true"):
        _insert(letter, content_hash="0" * 64)


@pytest.mark.parametrize("body", ["no end", "two ends\n\n", "a carriage\r\nreturn\n"])
def test_an_untidy_body_is_refused(letter: Letter, body: str) -> None:
    with pytest.raises(IntegrityError, match="bodies_are_tidy"):
        _insert(letter, body=body)


@pytest.mark.parametrize("title", ["a\nto b", "a\rb"])
def test_a_title_of_two_lines_is_refused(letter: Letter, title: str) -> None:
    with pytest.raises(IntegrityError, match="versions_are_one_line_each"):
        _insert(letter, title=title)


def test_one_number_names_one_version(letter: Letter) -> None:
    with pytest.raises(IntegrityError, match="one_version_per_number"):
        _insert(letter, number=1)


@pytest.mark.parametrize("goal", [0, -1])
def test_a_goal_below_one_is_refused(letter: Letter, goal: int) -> None:
    with pytest.raises(IntegrityError, match="goal"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(goal=goal)


def _insert(letter: Letter, **changes: Any) -> Version:
    text = {"origin": letter.origin, "number": 2, "language": "en", "title": "T", "to": "You", "body": "B\n"} | changes
    text.setdefault("content_hash", sha256(DOCUMENT.format(**text).encode()).hexdigest())
    with transaction.atomic():
        return Version.objects.create(letter=letter, published_at=letter.published_at, **text)
