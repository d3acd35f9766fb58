"""The receipt in a signer's hand: when it is mailed, what it proves, and what it never holds."""

from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Callable
from functools import partial

import pytest
from django.conf import settings

from letters.ledger import receipts
from letters.ledger.actions import sequence_waiting
from letters.ledger.commitments import card_text
from letters.ledger.keys import vkey
from letters.ledger.openings import secret_of
from letters.ledger.receipts import Receipt
from letters.models import Letter, Opening, Signature
from letters.signing.actions import edit, strike, withdraw
from letters.signing.composing import RENDERERS
from letters.signing.fields import ConfirmedFields
from letters.signing.mail import EDITED, RECEIPT
from letters.signing.rotating import rotate
from letters.signing.rules import StrikeReason
from petition.audit.actions import OPERATOR
from petition.lib.notes import Verifier
from petition.lib.tokens import Purpose, read
from petition.outbox.actions import owe
from petition.outbox.kinds import NOT_YET, UNWANTED, kind_of
from petition.outbox.models import Message
from tests.cast import ADA
from tests.letters.signing.test_mails import STATES, make_cause, newest, rendered, token_in
from tests.letters.signing.trying import click, try_to_sign, turn_taken
from tests.makers import make_letter, make_signature


def verified(letter: Letter, file: bytes) -> Receipt:
    receipt = receipts.parse(file)
    receipts.verify(receipt, log=Verifier.parse(vkey(letter.origin)))
    return receipt


def decoded(file: bytes) -> bytes:
    """A receipt and what its base64 holds, so that nothing in it is spelled in a way the test does not see."""
    return file + b"".join(b64decode(word) for word in file.split() if len(word) % 4 == 0 and len(word) > 8)


def become(signature: Signature, state: str) -> None:
    if state == "withdrawn":
        withdraw(signature.pk)
    else:
        Signature.objects.filter(pk=signature.pk).update(state=state)


def test_the_receipt_holds_the_file_that_proves_it(letter: Letter) -> None:
    try_to_sign(letter)
    click(letter)

    mail = rendered(newest())

    (file,) = mail.attachments
    assert (file.name, file.media_type) == ("receipt-artists-1.tlog-proof", "text/plain")
    assert verified(letter, file.content).index == 1
    assert f"{settings.SITE_URL}/letters/artists/log/entry/1/\n" in mail.text
    assert f"{settings.SITE_URL}/verify/" in mail.text
    assert "as entry 1" in mail.text


@pytest.mark.django_db(transaction=True)
def test_no_receipt_is_sent_before_the_entry_has_its_place() -> None:
    letter = make_letter()
    try_to_sign(letter)
    with turn_taken(letter):
        click(letter)
        receipt = newest()
        assert kind_of(receipt.kind).render(receipt) is NOT_YET
    sequence_waiting()

    assert "you are number 1" in rendered(receipt).subject


def test_every_change_is_mailed_with_the_receipt_that_replaces_the_last(letter: Letter) -> None:
    signature = make_signature(letter, ADA)
    edit(signature.pk, ConfirmedFields(name="Augusta Ada King", city="London"))

    mail = rendered(newest())

    assert "Your signature was changed" in mail.subject
    assert "Augusta Ada King" in mail.text
    assert "entry 2" in mail.text
    receipt = verified(letter, mail.attachments[0].content)
    assert (receipt.index, receipt.opening.card) == (2, card_text("Augusta Ada King", "", "London"))
    assert read(Purpose.MANAGE, token_in(mail, "signature")) == (signature.pk,)


@pytest.mark.parametrize(("turns", "place"), [(0, "log/entry/1/"), (1, "log/2/entry/1/"), (2, "log/3/entry/1/")])
def test_a_mail_leads_to_the_entry_in_the_log_that_counts(letter: Letter, turns: int, place: str) -> None:
    signature = make_signature(letter, ADA)
    for _ in range(turns):
        rotate(letter.pk)
    owe(RECEIPT, to=ADA.address, cause=signature.pk)

    mail = rendered(newest())

    address = f"{settings.SITE_URL}/letters/{letter.slug}/{place}"
    assert f"\n{address}\n" in mail.text
    assert f'href="{address}"' in mail.html


def test_who_withdrew_is_led_to_the_entry_that_says_so(letter: Letter) -> None:
    withdraw(make_signature(letter, ADA).pk)
    mail = rendered(newest())
    assert f"{settings.SITE_URL}/letters/{letter.slug}/log/entry/2/\n" in mail.text


def test_who_hides_their_name_reads_so_in_the_mail(letter: Letter) -> None:
    signature = make_signature(letter, ADA)
    edit(signature.pk, ConfirmedFields(name=ADA.name, display="anonymous"))

    mail = rendered(newest())

    assert "you sign unnamed" in mail.text
    assert ADA.name not in mail.text + mail.html


@pytest.mark.parametrize("end", [withdraw, partial(strike, reason=StrikeReason.FRAUD, by=OPERATOR)])
def test_who_is_gone_before_the_receipt_is_sent_gets_none(letter: Letter, end: Callable[[int], bool]) -> None:
    signature = make_signature(letter, ADA)
    for kind in (RECEIPT, EDITED):
        owe(kind, to=ADA.address, cause=signature.pk)

    end(signature.pk)

    owed = Message.objects.filter(kind__in=(RECEIPT, EDITED))
    assert [kind_of(message.kind).render(message) for message in owed] == [UNWANTED, UNWANTED]


@pytest.mark.parametrize("kind", sorted(RENDERERS))
def test_no_mail_holds_a_secret_of_the_log(letter: Letter, kind: str) -> None:
    signature = make_signature(letter, ADA)
    secret = secret_of(Opening.objects.get())
    if kind == EDITED:
        edit(signature.pk, ConfirmedFields(name=ADA.name, city="London"))
        secret = secret_of(Opening.objects.get())
    become(signature, STATES.get(kind, "confirmed"))
    make_cause(kind, signature)
    owe(kind, to=ADA.address, cause=signature.pk)

    mail = rendered(newest())

    files = b"".join(decoded(file.content) for file in mail.attachments)
    everything = repr((mail.subject, mail.text, mail.html, mail.headers)).encode() + files
    for hidden in (secret, secret.token, secret.mail_salt):
        for spelled in (
            bytes(hidden),
            hidden.hex().encode(),
            b64encode(hidden),
            urlsafe_b64encode(hidden).rstrip(b"="),
        ):
            assert spelled not in everything
