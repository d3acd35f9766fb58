"""The board of the mail: administrators see what waits, try again and drop; nobody else finds it."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from petition.audit.models import AuditEvent
from petition.outbox import mailings, pauses
from petition.outbox.actions import owe
from petition.outbox.endings import suppress
from petition.outbox.models import Message, Pause, Suppression
from petition.outbox.refusals import Refusal, Remedy
from tests.cast import ADA, NOOR
from tests.letters.desk.sitting import sit

pytestmark = pytest.mark.django_db

HERE = "/desk/mail/"
KIND = "signing.receipt"
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
    assert f'<th scope="row">{KIND}</th><td>1</td>' in shown
    assert "signing.amended 77, paused" in shown
    assert "after one refusal" in shown
    assert "554 5.7.1 blocked" in shown
    assert '<th scope="row">Reported as unwanted</th><td>1</td>' in shown


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
