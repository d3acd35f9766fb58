from datetime import UTC, datetime, timedelta

import pytest

from letters.models import Letter
from letters.writing.actions import close, take_down
from letters.writing.actions.steps import move
from petition.audit.actions import OPERATOR
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from tests.makers import make_team

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_letter_taken_down_is_in_no_list_and_says_why(letter: Letter) -> None:
    take_down(letter, notice="A court said so.", by="user 7", at=NOW)

    letter.refresh_from_db()
    assert (letter.state, letter.notice, letter.taken_down_at) == ("taken_down", "A court said so.", NOW)
    assert not letter.is_public
    assert letter not in Letter.objects.public()


def test_taken_down_twice_the_first_reason_stands(letter: Letter) -> None:
    take_down(letter, notice="First.", by=OPERATOR, at=NOW)
    take_down(letter, notice="Second.", by=OPERATOR, at=NOW + timedelta(hours=1))

    assert Letter.objects.get().notice == "First."
    assert AuditEvent.objects.filter(verb="writing.take_down").count() == 1


def test_a_closed_letter_may_be_taken_down(letter: Letter) -> None:
    close(letter, by=OPERATOR)

    take_down(letter, notice="A court said so.", by=OPERATOR)

    assert Letter.objects.get().state == "taken_down"


def test_a_draft_has_nothing_to_take_down() -> None:
    draft = Letter.objects.create(slug="draft", origin="draft", team=make_team())

    with pytest.raises(Refused, match="not-found"):
        take_down(draft, notice="Why not.", by=OPERATOR)


def test_the_text_stays_for_the_record(letter: Letter) -> None:
    take_down(letter, notice="A court said so.", by=OPERATOR)

    assert letter.versions.get().body


def test_a_letter_takes_no_step_that_the_table_does_not_know(letter: Letter) -> None:
    with pytest.raises(ValueError, match="never becomes draft"):
        move(letter, "draft")
