"""What providers post as their documentation shows it, signed as they sign it."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client

from petition.lib.vault import seal
from petition.outbox import hearing, mailings
from petition.outbox.actions import owe
from petition.outbox.bounces import SOFT_DAYS, suppression_of
from petition.outbox.models import Bounce, Ending, Message, Suppression
from tests.cast import ADA, NOOR
from tests.petition.outbox.testing_kinds import NEWS, NOTE

pytestmark = pytest.mark.django_db

HERE = "/hooks/mail/"
READERS = "SELECT 1 AS cause, %(sealed)s::bytea AS recipient, 'en' AS language"
SECRET, KEY = "letters:open sesame", "key-3ax6xnjp29jd6fds4gc373sgvjxteol0"
SHOWN = "Basic " + base64.b64encode(SECRET.encode()).decode()

# https://postmarkapp.com/developer/webhooks/bounce-webhook
POSTMARK: dict[str, Any] = {
    "RecordType": "Bounce",
    "ID": 42,
    "Type": "HardBounce",
    "TypeCode": 1,
    "Name": "Hard bounce",
    "Tag": "Test",
    "MessageID": "00000000-0000-0000-0000-000000000000",
    "ServerID": 1234,
    "MessageStream": "outbound",
    "Description": "The server was unable to deliver your message (ex: unknown user, mailbox not found).",
    "Details": "smtp;550 5.1.1 The email account that you tried to reach does not exist.",
    "Email": ADA.address,
    "From": "letters@example.org",
    "BouncedAt": "2026-02-21T16:34:52Z",
    "DumpAvailable": True,
    "Inactive": True,
    "CanActivate": True,
    "Subject": "Hello",
}
# https://postmarkapp.com/developer/webhooks/spam-complaint-webhook
POSTMARK_SPAM = POSTMARK | {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "Details": "", "ID": 43}
# https://documentation.mailgun.com/docs/mailgun/user-manual/events/webhook-payloads
MAILGUN: dict[str, Any] = {
    "id": "G9Bn5sl1TC6nu79C8C0bwg",
    "timestamp": 1521233195.375624,
    "log-level": "error",
    "event": "failed",
    "severity": "permanent",
    "reason": "suppress-bounce",
    "delivery-status": {
        "attempt-no": 1,
        "code": 605,
        "description": "Not delivering to previously bounced address",
        "message": "",
        "session-seconds": 0.0,
    },
    "flags": {"is-routed": False, "is-authenticated": True, "is-system-test": False, "is-test-mode": False},
    "envelope": {"sender": "letters@example.org", "transport": "smtp", "targets": ADA.address},
    "message": {"headers": {"to": "Ada <ada@example.org>", "message-id": "a@b", "from": "b", "subject": "Test"}},
    "recipient": ADA.address,
    "recipient-domain": "example.org",
    "tags": [],
    "user-variables": {},
}


@pytest.fixture
def postmark(settings: LazySettings) -> None:
    settings.MAIL_WEBHOOK, settings.ANYMAIL = "postmark", {"WEBHOOK_SECRET": [SECRET]}


@pytest.fixture
def mailgun(settings: LazySettings) -> None:
    settings.MAIL_WEBHOOK = "mailgun"
    settings.ANYMAIL = {"WEBHOOK_SECRET": [SECRET], "MAILGUN_WEBHOOK_SIGNING_KEY": KEY}


def post(client: Client, event: object, *, shown: str = SHOWN) -> HttpResponse:
    headers = {"Authorization": shown, "Sec-Fetch-Site": "cross-site"}
    return client.post(HERE, json.dumps(event), content_type="application/json", headers=headers)  # type: ignore[return-value, arg-type]


def signed(event: dict[str, Any], *, number: int = 0, key: str = KEY) -> dict[str, Any]:
    token = f"a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3d{number:02}"
    signature = hmac.new(key.encode(), f"1529006854{token}".encode(), hashlib.sha256).hexdigest()
    return {"signature": {"timestamp": "1529006854", "token": token, "signature": signature}, "event-data": event}


def test_a_hard_bounce_stops_mail_to_that_exact_address_and_no_alias(client: Client, postmark: None) -> None:
    assert post(client, POSTMARK).status_code == 200

    found = suppression_of(ADA.address)
    assert found
    assert (found.sort, found.reason[:14]) == ("missing", "smtp;550 5.1.1")
    assert suppression_of("ada+letters@example.org") is None


def test_a_complaint_stops_mail_too(client: Client, postmark: None) -> None:
    post(client, POSTMARK_SPAM)

    assert Suppression.objects.get().sort == "complaint"


def test_the_same_event_told_twice_counts_once_under_the_kind_of_its_mail(client: Client, postmark: None) -> None:
    owe(NOTE, to=ADA.address, cause=1)
    Message.objects.update(provider_id=POSTMARK["MessageID"])

    post(client, POSTMARK)
    post(client, POSTMARK)

    assert [(row.kind, row.outcome, row.number) for row in Ending.objects.all()] == [(NOTE, "bounced", 1)]


def test_a_mail_of_a_mailing_counts_under_its_kind(client: Client, mailgun: None) -> None:
    """Such a message keeps no number of its mailbox, so that only its own name tells which it was."""
    values = {"sealed": seal(ADA.address)}
    mailings.owe_selected(mailings.open_mailing(NEWS, cause=7), READERS, values)
    name = Message.objects.get().message_id.strip("<>")

    post(client, signed(MAILGUN | {"message": {"headers": {"message-id": name}}}))

    assert [(row.kind, row.outcome) for row in Ending.objects.all()] == [(NEWS, "bounced")]


def test_a_provider_with_ids_of_its_own_is_understood_where_it_repeats_our_name(client: Client, postmark: None) -> None:
    owe(NEWS, to=ADA.address, cause=7, identity=b"x" * 32)

    post(client, POSTMARK | {"Metadata": {"mail": Message.objects.get().message_id}})

    assert [row.kind for row in Ending.objects.all()] == [NEWS]


def test_a_name_that_somebody_made_up_tells_no_kind(client: Client, mailgun: None) -> None:
    owe(NOTE, to=NOOR.address, cause=1)
    name = Message.objects.get().message_id.strip("<>").replace(NOTE, NEWS)

    post(client, signed(MAILGUN | {"message": {"headers": {"message-id": name}}}))

    assert [row.kind for row in Ending.objects.all()] == ["unknown"]


@pytest.mark.parametrize(
    "said",
    [
        {"Details": "smtp;550 5.7.1 Your network is on our block list"},
        {"Details": "smtp;550 5.1.8 Sender address rejected"},
        {"Type": "Blocked", "Details": ""},
    ],
)
def test_what_is_about_us_suppresses_nobody(client: Client, postmark: None, said: dict[str, str]) -> None:
    assert post(client, POSTMARK | said).status_code == 200

    assert not Suppression.objects.exists()
    assert not Bounce.objects.exists()


@pytest.mark.parametrize("why", [RejectReason.BLOCKED, RejectReason.SPAM])
def test_a_bounce_without_a_number_may_be_about_us_too(why: str) -> None:
    event = AnymailTrackingEvent(event_type=EventType.BOUNCED, reject_reason=why, esp_event={"type": "blocked"})

    assert hearing.sort_of(event) is None


def test_soft_bounces_of_one_day_count_once_and_suppress_nobody(client: Client, postmark: None) -> None:
    for number in range(SOFT_DAYS + 1):
        post(client, POSTMARK | {"Type": "SoftBounce", "Details": "", "ID": number})

    assert Bounce.objects.filter(sort="bounced softly").count() == SOFT_DAYS + 1
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("shown", ["", "Basic bGV0dGVyczp3cm9uZw==", "Bearer x"])
def test_without_the_secret_nothing_is_heard(client: Client, postmark: None, shown: str) -> None:
    assert post(client, POSTMARK, shown=shown).status_code == 400
    assert not Suppression.objects.exists()


def test_mailgun_signs_what_it_says(client: Client, mailgun: None) -> None:
    assert post(client, signed(MAILGUN)).status_code == 200
    assert Suppression.objects.get().sort == "missing"


def test_a_wrong_signature_is_refused(client: Client, mailgun: None) -> None:
    assert post(client, signed(MAILGUN, key="another")).status_code == 400
    assert not Suppression.objects.exists()


def test_a_try_that_failed_is_soft_and_a_delivery_forgets_it(client: Client, mailgun: None) -> None:
    post(client, signed(MAILGUN | {"severity": "temporary", "reason": "generic"}))
    assert Bounce.objects.get().sort == "bounced softly"

    post(client, signed(MAILGUN | {"event": "delivered", "severity": None}, number=1))

    assert not Bounce.objects.exists()


def test_a_try_that_failed_over_us_is_nothing_against_the_mailbox(client: Client, mailgun: None) -> None:
    said = MAILGUN["delivery-status"] | {"code": 421, "message": "421 4.7.28 too much mail from you"}
    event = MAILGUN | {"severity": "temporary", "reason": "generic", "delivery-status": said}

    assert post(client, signed(event)).status_code == 200

    assert not Bounce.objects.exists()


def test_a_provider_brings_no_cookie(postmark: None) -> None:
    assert post(Client(enforce_csrf_checks=True), POSTMARK).status_code == 200


def test_opened_and_clicked_are_no_business_of_ours(client: Client, mailgun: None) -> None:
    for event in ("opened", "clicked", "unsubscribed", "stored"):
        assert post(client, signed(MAILGUN | {"event": event, "severity": None})).status_code == 200

    assert not Bounce.objects.exists()


@pytest.mark.parametrize("nonsense", [[], 7, "x", {}, {"RecordType": "Bounce", "BouncedAt": 3}, {"BouncedAt": "no"}])
def test_nonsense_is_a_bad_request_or_nothing(client: Client, postmark: None, nonsense: object) -> None:
    assert post(client, nonsense).status_code in (200, 400)
    assert (
        client.post(HERE, b"\xff{", content_type="application/json", headers={"Authorization": SHOWN}).status_code
        == 400
    )


@pytest.mark.parametrize("recipient", [7, None, "nobody", ["ada@example.org"], "a\0@b", NOOR.address * 90])
def test_a_recipient_that_is_none_suppresses_nobody(client: Client, postmark: None, recipient: object) -> None:
    assert post(client, POSTMARK | {"Email": recipient}).status_code in (200, 400)
    assert not Suppression.objects.exists()


def test_without_a_provider_there_is_nothing_here(client: Client) -> None:
    assert post(client, POSTMARK).status_code == 404
