"""What each verb writes into a log, and what it refuses to."""

from datetime import timedelta

import pytest

from letters.ledger import entries, reading, receipts
from letters.ledger.actions import forget, open_log, turn
from letters.ledger.commitments import control_hash
from letters.ledger.facts import Edit, Reason, Restore, Sign, Strike, Tally, Text, Withdraw
from letters.ledger.models import Log, Opening, Operation
from letters.ledger.openings import secret_of
from letters.ledger.refusals import LogClosed, NoOpening, NotStanding, TextChanged
from petition.lib.canonical import to_base64
from tests.letters.ledger.books import assert_sound
from tests.letters.ledger.writing import AT, NEXT_TEXT, TEXT, card, make_log, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> Log:
    return make_log()


def last(log: Log) -> entries.Entry:
    log.refresh_from_db()
    return entries.parse(reading.entries(log.pk, log.size - 1, log.size)[0])


def test_a_log_begins_with_its_text(log: Log) -> None:
    assert last(log).fact == Text(1, TEXT)
    assert_sound(log)


def test_an_empty_log_has_a_checkpoint() -> None:
    log = open_log("letters.example/letters/empty/log", at=AT)

    assert reading.checkpoint_note(log).startswith("letters.example/letters/empty/log\n0\n47DEQpj8HBSa")
    assert log.path == "/letters/empty/log"


def test_a_signature_is_an_entry_at_once(log: Log) -> None:
    operation = Operation.objects.get(pk=sign(log))

    entry = last(log)

    assert isinstance(entry.fact, Sign)
    assert (entry.fact.text, entry.fact.is_public, entry.tally) == (TEXT, True, Tally(1, 0, 0))
    assert (operation.index, operation.number) == (1, 1)
    assert_sound(log)


def test_an_entry_says_the_hour_and_no_more(log: Log) -> None:
    sign(log, at=AT + timedelta(minutes=20))

    assert last(log).time == int(AT.timestamp()) // 3600 * 3600


def test_time_never_goes_back(log: Log) -> None:
    sign(log, 1, at=AT + timedelta(hours=5))
    later = last(log).time
    sign(log, 2, at=AT)

    assert last(log).time == later
    assert_sound(log)


def test_a_private_signature_has_an_empty_card(log: Log) -> None:
    opening = Opening.objects.get(pk=sign(log, shown=""))

    assert not opening.is_public
    assert b"card private\n" in reading.entries(log.pk, 1, 2)[0]
    assert opening.card == ""


def test_only_the_current_text_can_be_signed(log: Log) -> None:
    with turn() as its:
        its.text(log.pk, number=2, sha256=NEXT_TEXT, at=AT)

    with pytest.raises(TextChanged):
        sign(log, text=TEXT)
    sign(log, text=NEXT_TEXT)

    assert_sound(log)


def test_an_edit_opens_the_commitment_before_it(log: Log) -> None:
    signing = sign(log)
    control = bytes(Opening.objects.get(pk=signing).control)

    with turn() as its:
        edit = its.edit(log.pk, of=signing, card="", address="signer1@example.org", at=AT)

    entry = last(log)
    assert isinstance(entry.fact, Edit)
    assert (entry.fact.of, entry.fact.is_public, entry.tally) == (1, False, Tally(1, 0, 0))
    assert control_hash(entry.fact.control) == control
    assert Opening.objects.get(pk=signing).latest_id == edit
    assert_sound(log)


def test_a_signature_can_be_edited_again_and_withdrawn(log: Log) -> None:
    signing = sign(log)
    for shown in ("", card("A. L."), card()):
        with turn() as its:
            its.edit(log.pk, of=signing, card=shown, address="signer1@example.org", at=AT)
    with turn() as its:
        its.withdraw(log.pk, of=signing, at=AT)

    assert isinstance(last(log).fact, Withdraw)
    assert last(log).tally == Tally(1, 1, 0)
    assert not Opening.objects.exists()
    assert_sound(log)


def test_a_signature_is_withdrawn_once(log: Log) -> None:
    signing = sign(log)
    with turn() as its:
        its.withdraw(log.pk, of=signing, at=AT)

    with pytest.raises(NoOpening), turn() as its:
        its.withdraw(log.pk, of=signing, at=AT)
    with pytest.raises(NotStanding), turn() as its:
        its.strike(log.pk, of=signing, reason=Reason.REQUEST, at=AT)


def test_a_strike_can_be_lifted_and_repeated(log: Log) -> None:
    signing = sign(log)
    with turn() as its:
        its.strike(log.pk, of=signing, reason="fraud", at=AT)
    assert (last(log).fact, last(log).tally) == (Strike(1, Reason.FRAUD), Tally(1, 0, 1))

    with turn() as its:
        its.restore(log.pk, of=signing, at=AT)
        its.strike(log.pk, of=signing, reason="law", at=AT)
        its.restore(log.pk, of=signing, at=AT)

    assert (last(log).fact, last(log).tally) == (Restore(1), Tally(1, 0, 0))
    assert_sound(log)


def test_what_was_not_struck_is_not_restored(log: Log) -> None:
    with pytest.raises(NotStanding), turn() as its:
        its.restore(log.pk, of=sign(log), at=AT)


def test_an_erased_signer_can_still_be_struck(log: Log) -> None:
    signing = sign(log)
    forget(signing)

    with pytest.raises(NoOpening), turn() as its:
        its.withdraw(log.pk, of=signing, at=AT)
    with turn() as its:
        its.strike(log.pk, of=signing, reason=Reason.REQUEST, at=AT)

    assert last(log).tally == Tally(1, 0, 1)
    assert_sound(log)


def test_nothing_is_added_to_a_closed_log(log: Log) -> None:
    signing = sign(log)
    Log.objects.update(closed_at=AT)

    with pytest.raises(LogClosed):
        sign(log, 2)
    with pytest.raises(LogClosed), turn() as its:
        its.strike(log.pk, of=signing, reason="law", at=AT)


def test_what_a_transaction_takes_back_leaves_no_entry(log: Log) -> None:
    def sign_and_fail() -> None:
        with turn() as its:
            its.sign(log.pk, subject=1, text=TEXT, card="", address="ada@example.org", at=AT)
            its.sign(log.pk, subject=2, text=NEXT_TEXT, card="", address="bo@example.org", at=AT)

    with pytest.raises(TextChanged):
        sign_and_fail()

    assert last(log).fact == Text(1, TEXT)
    assert not Operation.objects.exclude(kind="text").exists()


def test_the_peak_remembers_the_highest_count(log: Log) -> None:
    signings = [sign(log, subject) for subject in range(1, 4)]
    with turn() as its:
        its.withdraw(log.pk, of=signings[0], at=AT)
        its.strike(log.pk, of=signings[1], reason="terms", at=AT)

    log.refresh_from_db()
    assert (log.count, log.peak) == (1, 3)


def test_neither_token_nor_mail_salt_leaves_the_vault(log: Log) -> None:
    signing = sign(log)
    secret = secret_of(Opening.objects.get(pk=signing))
    receipt = reading.receipt_of(signing)

    assert receipt is not None
    shown = receipts.encode(receipt).encode()
    for hidden in (secret, secret.token, secret.mail_salt):
        assert hidden not in shown
        assert hidden.hex().encode() not in shown
        assert to_base64(hidden).encode() not in shown
