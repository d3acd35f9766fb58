"""A mailbox provider that asks us to come later: its mail waits, all workers know it, and nobody else's is late."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.conf import LazySettings
from django.utils import timezone

from petition.lib.vault import seal
from petition.outbox import domains, leases, mailings
from petition.outbox.actions import owe, retry
from petition.outbox.delivery import deliver
from petition.outbox.models import Domain, Message, Pause, Suppression
from petition.outbox.refusals import Refusal, Remedy
from tests.cast import NOOR
from tests.petition.outbox.testing_kinds import NEWS, NOTE
from tests.sink import Sink

BUSY = "451 4.7.28 too many from you"
REFUSED = Refusal(Remedy.RETRY, BUSY, of_domain=True)
FULL = "452 4.2.2 mailbox full"
READERS = """
    SELECT n AS cause, %(sealed)s::bytea AS recipient, 'en' AS language FROM generate_series(1, %(many)s) AS n
"""


def owe_to(domain: str, many: int) -> None:
    for number in range(many):
        owe(NOTE, to=f"reader{number}@{domain}", cause=number)


def over() -> None:
    Domain.objects.update(until=timezone.now() - timedelta(seconds=1))
    Message.objects.owed().update(due_at=timezone.now())


@pytest.mark.parametrize("answer", ["421 busy", "450 later", "451 4.3.0 later", BUSY, "452 4.7.1 slow down"])
@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
def test_one_refusal_makes_the_domain_wait_and_others_go_on(sink: Sink, stage: str, answer: str) -> None:
    sink.answer(stage, answer)
    owe_to("busy.example", 20)
    owe(NOTE, to=NOOR.address, cause=99)

    deliver()

    assert sink.recipients == [NOOR.address]
    assert sorted(Message.objects.owed().values_list("attempts", flat=True)) == [0] * 19 + [1]
    assert not Message.objects.owed().exclude(claimed_until=None).exists()
    assert not Pause.objects.exists()


def test_a_full_mailbox_says_nothing_of_its_neighbours(sink: Sink) -> None:
    sink.answer("RCPT", FULL)
    owe_to("busy.example", 3)

    deliver()

    assert len(sink.mails) == 2
    assert not Domain.objects.exists()


def test_our_own_listing_stops_everybody_and_neither_the_domain_nor_an_address(sink: Sink) -> None:
    sink.answer("RCPT", "554 5.7.1 your network is listed")
    owe_to("busy.example", 3)

    deliver()

    assert Pause.objects.get().reason == "554 5.7.1 your network is listed"
    assert not Domain.objects.exists()
    assert not Suppression.objects.exists()


def test_waits_double_up_to_an_hour() -> None:
    lengths = [domains.length(refusals) for refusals in range(1, 40)]

    assert lengths[:3] == [timedelta(seconds=15), timedelta(seconds=30), timedelta(seconds=60)]
    assert lengths[-1] == timedelta(hours=1)


def test_refusals_noticed_by_several_workers_at_once_count_as_one() -> None:
    for _ in range(5):
        domains.waits("busy.example", REFUSED, at=timezone.now())

    assert Domain.objects.get().refusals == 1


def test_one_worker_asks_again_and_a_second_refusal_makes_the_wait_longer() -> None:
    now = timezone.now()
    domains.waits("busy.example", REFUSED, at=now)
    later = now + timedelta(seconds=15)

    assert domains.may_ask("busy.example", at=now) is False
    assert [domains.may_ask("busy.example", at=later) for _ in range(3)] == [True, False, False]
    domains.waits("busy.example", REFUSED, at=later)

    domain = Domain.objects.get()
    assert (domain.refusals, domain.until, domain.since) == (2, later + timedelta(seconds=30), now)


def test_the_first_mail_that_is_taken_lets_all_the_others_go(sink: Sink) -> None:
    sink.answer("RCPT", BUSY)
    owe_to("busy.example", 12)
    deliver()
    over()

    deliver()

    assert len(sink.mails) == 12
    assert Domain.objects.get().refusals == 0


def test_a_provider_that_still_refuses_is_asked_once_each_time(sink: Sink) -> None:
    sink.answer("RCPT", *[BUSY] * 5)
    owe_to("busy.example", 12)
    for _ in range(5):
        deliver()
        over()

    assert sum(Message.objects.values_list("attempts", flat=True)) == 5
    assert Domain.objects.get().refusals == 5


def test_many_come_back_spread_so_that_few_are_written_anew_each_second(sink: Sink) -> None:
    domains.waits("busy.example", REFUSED, at=timezone.now())
    values = {"sealed": seal("ada@busy.example"), "many": 200}
    mailings.owe_selected(mailings.open_mailing(NEWS, cause=1), READERS, values)

    deliver()

    until = Domain.objects.get().until
    back = sorted(Message.objects.values_list("due_at", flat=True))
    assert back[0] >= until
    assert back[-1] - until == pytest.approx(timedelta(seconds=200 / domains.RETURNING), abs=timedelta(seconds=0.5))
    assert not sink.mails


def test_what_waited_for_three_days_is_given_up(sink: Sink) -> None:
    domains.waits("busy.example", REFUSED, at=timezone.now())
    owe_to("busy.example", 1)
    Message.objects.update(retire_at=timezone.now())

    deliver()

    assert Message.objects.get().state == "retired"


@pytest.mark.parametrize("done", [{"state": "sent"}, {"claimed_until": timezone.now() + timedelta(minutes=9)}])
def test_what_another_worker_has_sent_or_holds_is_not_put_off(done: dict[str, object]) -> None:
    owe_to("busy.example", 1)
    held = leases.claim(1)
    Message.objects.update(**done)
    before = Message.objects.values().get()

    domains.put_off({"busy.example": held})

    assert Message.objects.values().get() == before


def test_the_operator_lets_a_waiting_domain_be_asked_at_once(sink: Sink) -> None:
    domains.waits("busy.example", REFUSED, at=timezone.now())
    owe_to("busy.example", 3)
    deliver()

    assert retry(Message.objects.all()) == 3
    deliver()

    assert len(sink.mails) == 3


def test_a_limit_for_one_domain_holds_nobody_else_up(sink: Sink, settings: LazySettings) -> None:
    settings.MAIL_PER_SECOND_TO_A_DOMAIN = 5
    owe_to("one.example", 8)
    owe_to("other.example", 3)

    deliver()

    assert sum(address.endswith("@one.example") for address in sink.recipients) == 5
    assert sum(address.endswith("@other.example") for address in sink.recipients) == 3
    assert set(Message.objects.owed().values_list("attempts", flat=True)) == {0}


def test_what_only_our_own_limit_holds_back_does_not_fail_and_comes_back_at_that_rate(
    sink: Sink, settings: LazySettings
) -> None:
    settings.MAIL_PER_SECOND_TO_A_DOMAIN = 20
    values = {"sealed": seal("ada@one.example"), "many": 300}
    mailings.owe_selected(mailings.open_mailing(NEWS, cause=1), READERS, values)

    deliver()

    back = sorted(Message.objects.owed().values_list("due_at", flat=True))
    gap = timedelta(seconds=1 / 20)
    assert all(after - before >= gap for before, after in pairwise(back))
    assert len(back) > 100
    assert not Message.objects.failing().exists()


def test_what_never_got_its_turn_for_three_days_is_given_up_and_says_so(sink: Sink, settings: LazySettings) -> None:
    settings.MAIL_PER_SECOND_TO_A_DOMAIN = 1
    owe_to("one.example", 2)
    Message.objects.update(retire_at=timezone.now())

    deliver()

    assert Message.objects.get(state="retired").problem == domains.OUR_PROBLEM


def test_a_domain_is_named_no_longer_than_a_day_after_its_mail_came_back() -> None:
    now = timezone.now()
    domains.waits("busy.example", REFUSED, at=now)

    assert domains.forget(at=now + timedelta(hours=24)) == 0
    assert domains.forget(at=now + timedelta(hours=25)) == 1
