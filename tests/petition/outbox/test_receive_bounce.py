"""manage.py receive_bounce: what a mail server pipes in, true or forged."""

import os
import subprocess
import sys
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.core.management import call_command

from petition.outbox.actions import owe
from petition.outbox.bounces import suppression_of
from petition.outbox.delivery import deliver
from petition.outbox.models import Bounce, Ending, Message, Suppression
from tests.cast import ADA, NOOR
from tests.live import ROOT
from tests.petition.outbox.testing_kinds import NOTE
from tests.sink import Sink, free_port

# As Postfix writes it (RFC 3464); the mail itself comes back whole, or its headers alone.
DSN = """\
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: letters@letters.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="9B095B5ADSN=_01"

--9B095B5ADSN=_01
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--9B095B5ADSN=_01
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
X-Postfix-Sender: rfc822; letters@letters.example
Arrival-Date: Fri, 27 Nov 2026 10:00:00 +0000 (UTC)

Final-Recipient: rfc822; {recipient}
Original-Recipient: rfc822;{original}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.org
Diagnostic-Code: {diagnosis}

--9B095B5ADSN=_01
Content-Description: Undelivered Message
Content-Type: {returned}

Message-ID: {message_id}
From: letters@letters.example
To: {recipient}
Subject: Your signature

--9B095B5ADSN=_01--
"""
# RFC 5965, appendix B.
ARF = """\
From: <abusedesk@example.com>
Subject: FW: Earn money
To: <abuse@letters.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="part1_13d.2e68ed54_boundary"

--part1_13d.2e68ed54_boundary
Content-Type: text/plain; charset="US-ASCII"
Content-Transfer-Encoding: 7bit

This is an email abuse report for an email message received from IP 192.0.2.1.

--part1_13d.2e68ed54_boundary
Content-Type: message/feedback-report

Feedback-Type: {feedback}
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <letters@letters.example>
{original}Arrival-Date: Fri, 27 Nov 2026 10:00:00 +0000
Source-IP: 192.0.2.1

--part1_13d.2e68ed54_boundary
Content-Type: message/rfc822
Content-Disposition: inline

From: <letters@letters.example>
Message-ID: {message_id}
To: <Undisclosed Recipients>
Subject: Your signature

Text.
--part1_13d.2e68ed54_boundary--
"""
MISSING = "smtp; 550 5.1.1 <ada@example.org>: no such user"


@pytest.fixture
def sent(sink: Sink) -> Message:
    owe(NOTE, to=ADA.address, cause=1)
    deliver()
    return Message.objects.get()


def dsn(message_id: str, **fields: str) -> str:
    values = {"recipient": ADA.address, "action": "failed", "status": "5.0.0", "diagnosis": MISSING}
    values |= {"returned": "message/rfc822", "message_id": message_id} | fields
    return DSN.format(**{"original": values["recipient"]} | values)


def arf(message_id: str, *, original: str = "", feedback: str = "abuse") -> str:
    named = f"Original-Rcpt-To: <{original}>\n" if original else ""
    return ARF.format(message_id=message_id, original=named, feedback=feedback)


def receive(monkeypatch: pytest.MonkeyPatch, mail: str | bytes) -> str:
    content, output = mail if isinstance(mail, bytes) else mail.encode(), StringIO()
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(content)))
    call_command("receive_bounce", stdout=output)
    return output.getvalue()


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_mailbox_that_does_not_exist_gets_no_more(
    sent: Message, monkeypatch: pytest.MonkeyPatch, returned: str
) -> None:
    said = receive(monkeypatch, dsn(sent.message_id, returned=returned))

    found = suppression_of(ADA.address)
    assert said == f"bounced: {NOTE}\n"
    assert found
    assert (found.sort, found.reason) == ("missing", "550 5.1.1 … no such user")
    assert [(row.outcome, row.number) for row in Ending.objects.exclude(outcome="sent")] == [("bounced", 1)]


def test_the_same_mail_again_counts_once(sent: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    receive(monkeypatch, dsn(sent.message_id))

    assert receive(monkeypatch, dsn(sent.message_id)) == f"bounced, as known: {NOTE}\n"
    assert Bounce.objects.count() == 1


def test_a_forwarded_mail_is_known_by_where_it_went_first(sent: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    receive(monkeypatch, dsn(sent.message_id, recipient="ada@new.example", original=ADA.address))

    assert suppression_of(ADA.address)
    assert suppression_of("ada@new.example") is None


def test_a_forged_bounce_suppresses_nobody(sent: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    name, _, host = sent.message_id.rpartition("@")
    made_up = f"{name[:-16]}{'0' * 16}@{host}"
    forged = [
        dsn(sent.message_id, recipient=NOOR.address),
        dsn(sent.message_id, recipient="ada+alias@example.org"),
        dsn(made_up),
        dsn("<nothing@of.ours>"),
        dsn(f"<{NOTE}.{sent.pk}@{host}"),
        f"Message-ID: {sent.message_id}\n{dsn('')}",
        f"Message-ID: {sent.message_id}\nTo: {ADA.address}\n\n550 5.1.1 no such user\n",
        arf(made_up, original=ADA.address),
        arf(sent.message_id, original=NOOR.address),
    ]

    assert {receive(monkeypatch, mail) for mail in forged} == {"This is no report on a mail of ours.\n"}
    assert not Suppression.objects.exists()


def test_whoever_had_one_mail_can_make_up_the_name_of_no_other(
    sent: Message, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    owe(NOTE, to=NOOR.address, cause=2)
    deliver()
    other = Message.objects.get(cause=2)

    receive(monkeypatch, dsn(sent.message_id.replace(f".{sent.pk}.", f".{other.pk}."), recipient=NOOR.address))

    assert not Suppression.objects.exists()


def test_a_report_may_name_the_last_recipient_alone(sent: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    receive(monkeypatch, dsn(sent.message_id).replace(f"Original-Recipient: rfc822;{ADA.address}\n", ""))

    assert suppression_of(ADA.address)


def test_a_mail_that_was_never_sent_can_not_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    owe(NOTE, to=ADA.address, cause=1)

    receive(monkeypatch, dsn(Message.objects.get().message_id))

    assert not Bounce.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"diagnosis": "smtp; 550 5.7.1 Your network is on our block list"},
        {"diagnosis": "smtp; 550 5.1.8 sender rejected"},
        {"diagnosis": "X-Unix; 75", "status": "5.7.26"},
        {"action": "delayed", "status": "4.4.1"},
        {"action": "delivered", "status": "2.1.5"},
    ],
)
def test_what_is_about_us_or_not_final_counts_nothing(
    sent: Message, monkeypatch: pytest.MonkeyPatch, fields: dict[str, str]
) -> None:
    receive(monkeypatch, dsn(sent.message_id, **fields))

    assert not Bounce.objects.exists()


@pytest.mark.parametrize("said", ["552 5.2.2 mailbox full", "450 4.1.1 unknown for now"])
def test_what_may_pass_is_soft(sent: Message, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    receive(monkeypatch, dsn(sent.message_id, diagnosis=f"smtp; {said}"))

    assert Bounce.objects.get().sort == "bounced softly"
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("original", [ADA.address, ""])
def test_a_complaint_stops_mail(sent: Message, monkeypatch: pytest.MonkeyPatch, original: str) -> None:
    receive(monkeypatch, arf(sent.message_id, original=original))

    assert Suppression.objects.get().sort == "complaint"


def test_somebody_who_says_that_it_is_no_spam_complains_of_nothing(
    sent: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(monkeypatch, arf(sent.message_id, feedback="not-spam"))

    assert not Bounce.objects.exists()


def test_a_recipient_long_forgotten_stays_so(sent: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    Message.objects.update(recipient=b"")

    assert receive(monkeypatch, dsn(sent.message_id)) == "This is no report on a mail of ours.\n"


@pytest.mark.parametrize("nonsense", [b"", b"\0\xff", b"Content-Type: message/delivery-status\n\n", b"x" * 99_999])
def test_nonsense_is_taken_and_forgotten(monkeypatch: pytest.MonkeyPatch, nonsense: bytes) -> None:
    assert receive(monkeypatch, nonsense) == "This is no report on a mail of ours.\n"


def test_a_report_cut_anywhere_is_taken(sent: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = dsn(sent.message_id)

    said = {receive(monkeypatch, whole[:length]) for length in range(0, len(whole), 37)}

    assert said == {
        "This is no report on a mail of ours.\n",
        "bounced: testing.note\n",
        "bounced, as known: testing.note\n",
    }


def test_a_database_that_is_away_asks_the_mail_server_to_come_again() -> None:
    away = os.environ | {"DATABASE_URL": f"postgres://nobody@127.0.0.1:{free_port()}/none"}
    asked = subprocess.run(
        [sys.executable, ROOT / "manage.py", "receive_bounce"],
        input=dsn("<testing.note.1.0123456789abcdef@127.0.0.1>"),
        text=True,
        env=away,
        check=False,
        capture_output=True,
    )

    assert asked.returncode == os.EX_TEMPFAIL
