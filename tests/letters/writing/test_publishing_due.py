"""A letter that was approved waits for its date, and goes out once."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from letters import tasks
from letters.models import Draft, Letter, Submission
from letters.writing.actions import approve, publish_due, submit
from letters.writing.mail import PUBLISHED
from petition.audit.actions import CLOCK
from petition.audit.models import AuditEvent
from petition.outbox.kinds import Mail, kind_of
from petition.outbox.models import Message
from tests.letters.signing.trying import at_once, facts_in_the_log
from tests.makers import make_draft

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def waiting(organizer: User) -> Letter:
    letter = make_draft(publish_at=NOW + DAY)
    approve(submit(letter.pk, person=organizer, at=NOW).pk, by="user 7", at=NOW)
    return letter


def test_it_goes_out_at_its_moment_and_not_before(waiting: Letter) -> None:
    assert publish_due(by=CLOCK, at=NOW + DAY - timedelta(seconds=1)) == 0
    assert publish_due(by=CLOCK, at=NOW + DAY) == 1
    assert publish_due(by=CLOCK, at=NOW + DAY) == 0

    letter = Letter.objects.get()
    assert (letter.state, letter.published_at, letter.slug) == ("published", NOW + DAY, "pay-the-choir")
    assert AuditEvent.objects.get(verb="writing.publish").actor == "clock"


def test_what_goes_out_is_what_was_approved(waiting: Letter) -> None:
    Draft.objects.update(body="Slipped in since.")

    publish_due(by=CLOCK, at=NOW + DAY)

    assert Letter.objects.get().current.body == Submission.objects.get().body.rstrip("\n") + "\n"


def test_its_owners_hear_of_it(waiting: Letter) -> None:
    publish_due(by=CLOCK, at=NOW + DAY)

    message = Message.objects.get(kind=PUBLISHED)
    sent = kind_of(message.kind).render(message)

    assert isinstance(sent, Mail)
    assert sent.subject == "Your letter is public: Pay the choir"
    assert "/letters/pay-the-choir/" in sent.text
    assert f"/studio/letters/{waiting.pk}/" in sent.html


@pytest.mark.django_db(transaction=True)
def test_two_workers_publish_it_once(organizer: User) -> None:
    letter = make_draft(publish_at=NOW + DAY)
    approve(submit(letter.pk, person=organizer, at=NOW).pk, by="user 7", at=NOW)

    at_once(*[tasks.publish_letters] * 6)

    letter.refresh_from_db()
    assert [fact.number for fact in facts_in_the_log(letter)] == [1]
    assert Message.objects.filter(kind=PUBLISHED).count() == 1
