"""How many mails strangers can cause; counted in PostgreSQL, because Redis may be wiped."""

import pytest
from django.conf import settings
from redis import Redis

from letters.models import Letter, Signature
from letters.signing import mail
from letters.signing.actions import resend, send_link
from letters.signing.rules import MAILS_PER_DAY, MAILS_PER_SIGNATURE
from petition.outbox.actions import owe
from petition.outbox.models import Message
from tests.cast import ADA
from tests.letters.signing.trying import age_mails, click, kinds_owed, row_of, try_to_sign
from tests.makers import make_letter, make_signature


def try_often(letter: Letter, times: int) -> None:
    for _ in range(times):
        try_to_sign(letter)
        age_mails(61)


def test_a_signature_gets_five_mails_and_the_sixth_try_looks_the_same(letter: Letter) -> None:
    try_often(letter, 6)

    assert Message.objects.count() == MAILS_PER_SIGNATURE == 5


def test_somebody_who_has_signed_gets_no_more_either(letter: Letter) -> None:
    make_signature(letter, ADA)

    try_often(letter, 6)

    assert kinds_owed() == ["already_signed"] * 5


def test_an_address_gets_ten_mails_a_day_over_all_letters(db: None) -> None:
    for _ in range(3):
        try_often(make_letter(), 5)

    assert Message.objects.count() == MAILS_PER_DAY


def test_the_next_day_brings_mail_again(db: None) -> None:
    for _ in range(2):
        try_often(make_letter(), 5)
    age_mails(24 * 3600)

    try_to_sign(make_letter())

    assert Message.objects.count() == MAILS_PER_DAY + 1


def test_a_wiped_redis_resets_nothing(letter: Letter) -> None:
    try_often(letter, 5)
    Redis.from_url(settings.REDIS_URL).flushdb()

    try_to_sign(letter)

    assert Message.objects.count() == MAILS_PER_SIGNATURE


@pytest.mark.parametrize("kind", [mail.RECEIPT, mail.WITHDRAWN, mail.MILESTONE, "accounts.login_code"])
def test_what_no_stranger_causes_does_not_count(letter: Letter, kind: str) -> None:
    for cause in range(MAILS_PER_DAY):
        owe(kind, to=ADA.address, cause=cause)

    try_to_sign(letter)

    assert kinds_owed()[-1] == "please_confirm"


def test_both_kinds_count_together_for_a_signature_and_receipts_do_not(letter: Letter) -> None:
    try_often(letter, 4)
    click(letter)
    age_mails(61)

    try_often(letter, 2)

    assert kinds_owed() == ["please_confirm"] * 4 + ["receipt", "already_signed"]


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("pending", "please_confirm"),
        *((state, "manage_link") for state in ("confirmed", "held", "struck", "withdrawn")),
    ],
)
def test_asking_again_brings_the_link_that_helps(letter: Letter, state: str, kind: str) -> None:
    make_signature(letter, ADA, state=state)

    resend(ADA.address, letter)

    assert kinds_owed() == [kind]


def test_asking_for_an_address_that_never_signed_brings_nothing(letter: Letter) -> None:
    resend(ADA.address, letter)

    assert kinds_owed() == []


def test_asking_for_a_blocked_try_brings_nothing(letter: Letter) -> None:
    make_signature(letter, ADA, state="refused", confirmed_at=None)

    resend(ADA.address, letter)

    assert kinds_owed() == []


def test_asking_again_keeps_a_pending_row_as_long_as_its_new_link(letter: Letter) -> None:
    make_signature(letter, ADA, state="pending")
    before = row_of(letter).created_at

    resend(ADA.address, letter)

    assert row_of(letter).created_at > before


def test_an_expired_link_is_replaced_by_mail(letter: Letter) -> None:
    signature = make_signature(letter, ADA)

    send_link(signature.pk)
    send_link(signature.pk + 1)

    assert [message.cause for message in Message.objects.all()] == [signature.pk]
    assert Message.objects.get().address == ADA.address
    assert Signature.objects.count() == 1
