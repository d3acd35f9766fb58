"""The board of the mail: administrators see what waits, try again and drop; nobody else finds it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from letters.templatetags.letters import paced
from petition.audit.models import AuditEvent
from petition.outbox import bounces, mailings, pauses, troubles
from petition.outbox.actions import owe
from petition.outbox.bounces import Report, Sort
from petition.outbox.endings import suppress
from petition.outbox.models import Message, Minute, Pause, Suppression
from petition.outbox.refusals import Refusal, Remedy
from tests.cast import ADA, NOOR
from tests.letters.desk.sitting import sit

pytestmark = pytest.mark.django_db

HERE = "/desk/mail/"
KIND, NAMED = "signing.receipt", "signing.<wbr>receipt"
RETRY = {"deed": "retry", "which": "given-up", "kind": KIND}
DROP = {"deed": "drop", "which": "given-up", "kind": KIND}


@pytest.fixture
def administrator(client: Client) -> User:
    return sit(client, site_role="administrator")


@pytest.fixture
def given_up(db: None) -> Message:
    owe(KIND, to=ADA.address, cause=1)
    Message.objects.update(state="retired", problem="550 5.2.2 full")
    return Message.objects.get()


def page(client: Client) -> str:
    return " ".join(client.get(HERE).content.decode().split())


def test_a_quiet_outbox_says_so(client: Client, administrator: User) -> None:
    assert "Nothing is owed." in page(client)
    assert "There are none." in page(client)


def test_what_waits_stands_there_with_its_numbers(client: Client, administrator: User) -> None:
    owe(KIND, to=ADA.address, cause=1)
    mailing = mailings.open_mailing("signing.amended", cause=77)
    mailings.pause(mailing.pk)
    pauses.pause(Refusal(Remedy.PAUSE, "554 5.7.1 blocked"), at=timezone.now())
    suppress(NOOR.address, "550 5.1.1", Suppression.Sort.COMPLAINT)

    shown = page(client)

    assert "1 mail is owed" in shown
    assert f'<th scope="row">{NAMED}</th><td>1</td><td>0</td><td>0</td>' in shown
    assert "<strong>signing.amended 77</strong>, paused" in shown
    assert "after one refusal" in shown
    assert "554 5.7.1 blocked" in shown
    assert '<th scope="row">Reported as unwanted</th><td>1</td>' in shown


def test_a_pause_whose_time_is_over_names_no_hour_that_has_passed(client: Client, administrator: User) -> None:
    pauses.pause(Refusal(Remedy.PAUSE, "554 5.7.1 blocked"), at=timezone.now() - timedelta(hours=1))

    assert "after one refusal; the next try is due, as soon as a worker makes it." in page(client)


def test_how_fast_mail_goes_out_stands_beside_what_is_owed(client: Client, administrator: User) -> None:
    minute = timezone.now().replace(second=0, microsecond=0)
    Minute.objects.create(at=minute - timedelta(minutes=30), kind=KIND, sent=1_234)
    owe("signing.please_confirm", to=ADA.address, cause=1)

    shown = page(client)

    assert "Sent: 0 a minute in the last five minutes, 1 234 in the last hour." in shown
    assert f'<th scope="row">{NAMED}</th><td>0</td><td>0</td><td>1 234</td>' in shown
    assert '<th scope="row">signing.<wbr>please_<wbr>confirm</th><td>1</td><td>0</td><td>0</td>' in shown


@pytest.mark.parametrize(
    ("rate", "words"), [(0.0, "0"), (0.36, "0.4"), (7.0, "7"), (12.7, "13"), (1234.5, "1\u00a0234")]
)
def test_a_rate_is_as_exact_as_it_says_anything(rate: float, words: str) -> None:
    assert paced(rate) == words


def test_who_refuses_and_with_what_stands_there_without_an_address(client: Client, administrator: User) -> None:
    bounces.take(Report(Sort.HARD, ADA.address, f"550 5.1.1 <{ADA.address}> unknown", key="one"))

    shown = page(client)

    assert "<strong>example.org</strong>, 1: 550 5.1.1" in shown
    assert "550 5.1.1 … unknown" in shown


def test_a_kind_has_its_buttons_once_however_many_reasons_it_has(
    client: Client, administrator: User, given_up: Message
) -> None:
    owe(KIND, to=NOOR.address, cause=2)
    Message.objects.filter(cause=2).update(state="retired", problem="552 5.3.4 too large")

    shown = page(client)

    assert f"<strong>{KIND}</strong>, 2</p>" in shown
    assert "1: 550 5.2.2 full" in shown
    assert "1: 552 5.3.4 too large" in shown
    assert shown.count('name="deed" value="drop"') == 1


def test_of_very_many_that_fail_alike_the_page_says_that_there_are_more(
    client: Client, administrator: User, given_up: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(troubles, "COUNTED_AT_MOST", 1)

    assert f"<strong>{KIND}</strong>, 1 or more" in page(client)
    assert "There may be more" in client.post("/desk/mail/sure/", RETRY).content.decode()


def test_a_deed_is_shown_before_it_is_done(client: Client, administrator: User, given_up: Message) -> None:
    assert "550 5.2.2 full" in page(client)

    sure = client.post("/desk/mail/sure/", DROP).content.decode()

    assert "It is about 1 mail: what was given up." in sure
    assert Message.objects.get().state == "retired"


def test_trying_again_lifts_the_pause_and_is_told_once(client: Client, administrator: User, given_up: Message) -> None:
    pauses.pause(Refusal(Remedy.PAUSE, "554 5.7.1 blocked"), at=timezone.now())

    for _ in range(2):
        answer = client.post("/desk/mail/do/", RETRY, follow=True)

    line = AuditEvent.objects.get(verb="outbox.retry")
    assert (line.actor, line.changes["number"]) == (f"user {administrator.pk}", 1)
    assert (Message.objects.get().state, Pause.objects.exists()) == ("owed", False)
    assert "0 mails are tried again." in " ".join(answer.content.decode().split())


def test_dropping_takes_what_was_named_and_nothing_that_waits(
    client: Client, administrator: User, given_up: Message
) -> None:
    owe(KIND, to=NOOR.address, cause=2)

    client.post("/desk/mail/do/", DROP)
    client.post("/desk/mail/do/", DROP)

    assert list(Message.objects.order_by("cause").values_list("state", flat=True)) == ["unwanted", "owed"]
    assert AuditEvent.objects.filter(verb="outbox.drop").count() == 1


@pytest.mark.parametrize("broken", [{}, DROP | {"kind": ""}, RETRY | {"which": "all"}, RETRY | {"kind": "x'; --"}])
def test_any_other_request_is_broken(client: Client, administrator: User, broken: dict[str, str]) -> None:
    for address in ("/desk/mail/do/", "/desk/mail/sure/"):
        assert client.post(address, broken).status_code == 400


def test_a_moderator_finds_no_mail_and_no_link_to_it(client: Client) -> None:
    sit(client)

    assert client.get(HERE).status_code == 404
    assert HERE not in client.get("/desk/").content.decode()
