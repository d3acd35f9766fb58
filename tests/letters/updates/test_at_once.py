"""Many at the same moment, with real threads; and a sweep that is killed at any row."""

import contextlib
import tracemalloc
from functools import partial

import pytest
from django.db import connection, transaction

from accounts.models import Team, User
from letters.models import Letter, Sending, Submission
from letters.updates.actions import begin_due, cancel, keep, owe_next, send
from letters.updates.actions.writing import News
from letters.writing.actions import approve, reopen
from petition.lib.refusal import Refused
from petition.lib.vault import seal
from petition.outbox.models import Message
from tests.bench.crowd import CONFIRMED
from tests.letters.signing.trying import at_once
from tests.letters.updates.newsroom import of_untrusted, owed_to, readers, seen, send_it, sweep, written
from tests.makers import make_letter, make_team

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letter(organizer: User) -> Letter:
    team = make_team(organizer)
    Team.objects.filter(pk=team.pk).update(is_trusted=True)
    return make_letter(team=Team.objects.get(pk=team.pk))


def test_twenty_clicks_at_once_send_once(letter: Letter, organizer: User) -> None:
    readers(letter, 5)
    update = written(letter)
    click = seen(update)

    at_once(*[partial(send, update.pk, click, person=organizer)] * 20)
    at_once(*[sweep] * 4)

    assert (Sending.objects.count(), Submission.objects.count(), len(owed_to())) == (1, 1, 5)


def test_workers_that_owe_at_once_owe_each_reader_once(letter: Letter) -> None:
    readers(letter, 60)
    send_it(written(letter))
    begin_due()

    at_once(*[partial(owe_next, size=7)] * 6)
    owe_next(size=7)

    assert len(owed_to()) == len(set(owed_to())) == 60


def test_of_texts_kept_at_once_one_stands_and_the_others_are_told(letter: Letter, organizer: User) -> None:
    update = written(letter)

    kept = at_once(*(partial(keep, update.pk, News("T", f"{n}."), on=0, person=organizer) for n in range(8)))

    assert sorted(one.outcome for one in kept) == ["clash"] * 7 + ["kept"]


def test_the_desk_the_team_and_the_clock_at_once_leave_one_truth(letter: Letter, organizer: User) -> None:
    readers(letter, 3)
    for number in range(6):
        update = send_it(written(of_untrusted(letter), News(f"News {number}", "Words.")))
        handed = update.submission_id or 0
        decide = partial(either, partial(approve, handed, by="user 1"))
        undo = partial(either, partial(reopen, handed, by="user 1"))
        at_once(decide, undo, partial(either, partial(cancel, update.pk, person=organizer)), begin_due, begin_due)
        sweep()

        update.refresh_from_db()
        outcome = Submission.objects.get(pk=handed).outcome
        truth = {"approved": {"sending", "cancelled"}, "taken_back": {"draft"}, "": {"submitted"}}
        assert update.state in truth[outcome]
        Submission.objects.all().delete()


def either(verb: partial[None]) -> None:
    with contextlib.suppress(Refused):
        verb()


class Killed(Exception):
    """Stands for a worker that is no more."""


def owe_and_be_killed() -> None:
    """The connection is cut after the messages are written, before the commit."""
    with transaction.atomic():
        owe_next(seconds=0, size=10)
        raise Killed


def test_a_kill_at_any_row_loses_and_doubles_nobody(letter: Letter) -> None:
    ids = [one.pk for one in readers(letter, 30)]
    send_it(written(letter))
    begin_due()
    for _ in range(3):
        with pytest.raises(Killed):
            owe_and_be_killed()
        owe_next(seconds=0, size=4)
    assert owed_to() == ids[:12]

    while owe_next(seconds=0, size=4):
        pass

    assert owed_to() == ids


def test_owing_to_a_crowd_takes_no_more_memory_than_to_a_few(letter: Letter) -> None:
    peak_of_owing(letter, 10)  # whatever is made once is made

    few = peak_of_owing(letter, 10)
    crowd(letter, 20_000)
    many = peak_of_owing(letter, 20_010)

    assert many < few + 500_000  # bytes; the addresses alone are several times that


def peak_of_owing(letter: Letter, many: int) -> int:
    """The most memory that was in use while so many were owed."""
    Message.objects.all().delete()
    Submission.objects.all().delete()
    if not letter.signatures.exists():
        readers(letter, many)
    send_it(written(letter, News("They answered", f"{Sending.objects.count()} times.")))
    begin_due()
    tracemalloc.start()
    owe_next(seconds=60)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(owed_to()) == many
    return peak


def crowd(letter: Letter, many: int) -> None:
    values = {"letter": letter.pk, "version": letter.current_id, "many": many, "address": seal("crowd@example.org")}
    with connection.cursor() as cursor:
        cursor.execute(CONFIRMED, {**values, "wants_news": True})
