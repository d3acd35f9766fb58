from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import User
from letters.models import Letter, Response
from letters.writing.actions import archive, close, mark_delivered, publish_response, take_down
from petition.audit.actions import OPERATOR
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from tests.makers import make_draft

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
TODAY = NOW.date()
ANSWER = {"author": "The Opera", "body": "We will pay.", "received_on": TODAY}


def test_a_delivery_is_told_and_corrected(letter: Letter) -> None:
    mark_delivered(letter, on=TODAY, note="At the door", by=OPERATOR, at=NOW)
    mark_delivered(letter, on=TODAY, note="At the door", by=OPERATOR, at=NOW)
    mark_delivered(letter, on=TODAY, note="At the back door", by=OPERATOR, at=NOW)

    assert Letter.objects.get().delivered_note == "At the back door"
    told = AuditEvent.objects.filter(verb="writing.mark_delivered").order_by("id")
    assert [event.changes["note"] for event in told] == [["", "At the door"], ["At the door", "At the back door"]]


def test_the_day_is_the_one_where_the_letter_lives(letter: Letter) -> None:
    Letter.objects.update(time_zone="Asia/Tokyo")

    mark_delivered(letter, on=date(2026, 3, 2), by=OPERATOR, at=NOW)
    with pytest.raises(Refused, match="day-ahead"):
        mark_delivered(letter, on=date(2026, 3, 3), by=OPERATOR, at=NOW)


def test_an_answer_sent_twice_stands_once(letter: Letter, organizer: User) -> None:
    first = publish_response(letter, **ANSWER, person=organizer, at=NOW)

    assert publish_response(letter, **ANSWER, person=organizer, at=NOW + timedelta(seconds=1)) == first
    assert AuditEvent.objects.filter(verb="writing.publish_response").count() == 1


def test_a_letter_can_be_answered_after_it_was_closed_and_archived(letter: Letter, organizer: User) -> None:
    close(letter, by=OPERATOR)
    archive(letter, by=OPERATOR)

    assert publish_response(letter, **ANSWER, person=organizer, at=NOW)


def test_what_nobody_can_read_is_neither_delivered_nor_answered(letter: Letter, organizer: User) -> None:
    take_down(letter, notice="A court said so.", by=OPERATOR)

    with pytest.raises(Refused, match="letter-gone"):
        mark_delivered(letter, on=TODAY, by=OPERATOR, at=NOW)
    with pytest.raises(Refused, match="not-published-yet"):
        publish_response(make_draft(), **ANSWER, person=organizer, at=NOW)
    assert not Response.objects.exists()
