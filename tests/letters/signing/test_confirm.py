from datetime import UTC, datetime, timedelta

import pytest

from letters.ledger.actions import sequence_waiting
from letters.ledger.commitments import card_text
from letters.ledger.facts import Sign
from letters.models import Letter, Opening, Signature
from letters.signing import mail
from letters.signing.actions import Outcome, confirm, withdraw
from letters.signing.fields import ConfirmedFields, from_signature
from letters.signing.queries import count_of
from letters.writing.actions import amend, close, take_down
from petition.audit.actions import OPERATOR
from petition.lib.refusal import Refused
from petition.lib.vault import unseal
from tests.cast import ADA, NOOR, Person
from tests.letters.signing.trying import (
    HOLD,
    NETWORK,
    age_mails,
    click,
    facts_in_the_log,
    kinds_in_the_log,
    kinds_owed,
    newest_mail,
    row_of,
    try_to_sign,
    turn_taken,
)
from tests.makers import make_letter

State = Signature.State
CLOSED = datetime(2026, 5, 1, 12, tzinfo=UTC)


def test_a_click_counts_and_owes_a_receipt(letter: Letter) -> None:
    try_to_sign(letter)

    assert click(letter) == Outcome.COUNTED

    assert (row_of(letter).state, row_of(letter).number) == (State.CONFIRMED, 1)
    assert count_of(letter.pk) == 1
    assert kinds_owed() == ["please_confirm", "receipt"]


def test_a_click_makes_the_next_entry_which_names_the_text(letter: Letter) -> None:
    try_to_sign(letter)
    click(letter)

    text, signed = facts_in_the_log(letter)
    assert isinstance(signed, Sign)
    assert (row_of(letter).index, signed.text, signed.is_public) == (1, text.sha256, True)


def test_the_entry_commits_to_what_the_owner_of_the_mailbox_saw(letter: Letter) -> None:
    try_to_sign(letter, name="A lie", title="Forger")
    click(letter, shown=ConfirmedFields("Ada Lovelace", title="Countess", affiliation="Engines", city="London"))

    opening = Opening.objects.get()
    assert opening.card == card_text("Ada Lovelace", "Countess, Engines", "London")


def test_who_signs_unnamed_has_a_private_entry_and_an_empty_card(letter: Letter) -> None:
    try_to_sign(letter, display="anonymous", city="London")
    click(letter)

    assert not facts_in_the_log(letter)[1].is_public
    assert Opening.objects.get().card == ""


@pytest.mark.django_db(transaction=True)
def test_while_the_log_is_busy_a_click_is_kept_and_counted_soon_after() -> None:
    letter = make_letter()
    try_to_sign(letter)

    with turn_taken(letter):
        assert click(letter) == Outcome.COUNTED
        assert (row_of(letter).state, row_of(letter).index, count_of(letter.pk)) == (State.CONFIRMED, None, 0)
    sequence_waiting()

    assert (row_of(letter).index, row_of(letter).number, count_of(letter.pk)) == (1, 1, 1)


def test_a_second_click_counts_once(letter: Letter) -> None:
    try_to_sign(letter)
    click(letter)

    assert click(letter) == Outcome.ALREADY

    assert count_of(letter.pk) == 1
    assert kinds_owed().count("receipt") == 1


def test_of_two_clicks_the_first_stands_with_its_time_and_network(letter: Letter) -> None:
    try_to_sign(letter)
    click(letter, network="192.0.2.7/32")
    first = Signature.objects.values().get()

    click(letter, network="2001:db8::/64", shown=ConfirmedFields("Another Name"))

    assert Signature.objects.values().get() == first
    assert first["network"] == "192.0.2.7/32"


def test_the_owner_of_the_mailbox_corrects_what_somebody_typed(letter: Letter) -> None:
    try_to_sign(letter, title="Forger", affiliation="Forgers Ltd", city="Rome", wants_news=True)
    shown = ConfirmedFields("A. Lovelace", "initials", city="London", country="England", reason="See example.org")

    click(letter, shown=shown)

    signature = row_of(letter)
    assert from_signature(signature) == shown
    assert (signature.search, signature.reason_awaits) == ("a l", True)


def test_a_strangers_second_try_in_between_changes_nothing(letter: Letter) -> None:
    try_to_sign(letter)
    seen = from_signature(row_of(letter))
    try_to_sign(letter, name="A lie", wants_news=True)

    click(letter, shown=seen)

    assert from_signature(row_of(letter)) == seen


def test_what_proved_itself_is_what_is_kept(letter: Letter) -> None:
    try_to_sign(letter)
    link = newest_mail(mail.PLEASE_CONFIRM, row_of(letter).pk)
    age_mails(120)
    try_to_sign(letter, Person("Ada", "ada+lost@example.org"))

    signature = row_of(letter)
    confirm(signature.pk, link.pk, from_signature(signature), version_number=1, network=NETWORK)

    address = row_of(letter).address
    assert address
    assert unseal(address) == ADA.address


def test_a_link_opens_no_other_signature(letter: Letter) -> None:
    try_to_sign(letter)
    try_to_sign(letter, NOOR)
    of_noor = newest_mail(mail.PLEASE_CONFIRM, row_of(letter, NOOR).pk)

    with pytest.raises(Refused, match="signature-gone"):
        confirm(row_of(letter).pk, of_noor.pk, ConfirmedFields("Ada"), version_number=1, network=NETWORK)


def test_a_held_signature_is_received_not_counted(letter: Letter) -> None:
    try_to_sign(letter, verdict=HOLD)

    assert click(letter) == Outcome.RECEIVED

    assert (row_of(letter).state, row_of(letter).number) == (State.HELD, None)
    assert kinds_in_the_log(letter) == ["text"]
    assert count_of(letter.pk) == 0
    assert kinds_owed() == ["please_confirm"]


@pytest.mark.parametrize(
    ("state", "outcome"),
    [("held", Outcome.RECEIVED), ("refused", Outcome.RECEIVED), ("struck", Outcome.STRUCK)],
)
def test_a_link_changes_nothing_a_moderator_decides(letter: Letter, state: str, outcome: Outcome) -> None:
    try_to_sign(letter)
    Signature.objects.update(state=state)

    assert click(letter, shown=ConfirmedFields("Another Name")) == outcome

    assert (row_of(letter).state, row_of(letter).name, count_of(letter.pk)) == (state, ADA.name, 0)


def test_the_old_link_does_not_undo_a_withdrawal(letter: Letter) -> None:
    try_to_sign(letter)
    click(letter)
    withdraw(row_of(letter).pk)

    with pytest.raises(Refused, match="signature-gone"):
        click(letter)

    assert count_of(letter.pk) == 0


def test_signing_again_counts_at_each_step(letter: Letter) -> None:
    counts = []
    for act in (try_to_sign, click, lambda letter: withdraw(row_of(letter).pk), try_to_sign, click):
        age_mails(120)
        act(letter)
        counts.append(count_of(letter.pk))

    assert counts == [0, 1, 0, 0, 1]
    assert kinds_in_the_log(letter) == ["text", "sign", "withdraw", "sign"]
    assert kinds_owed() == ["please_confirm", "receipt", "withdrawn", "please_confirm", "receipt"]


def test_a_signature_binds_to_the_text_agreed_to(letter: Letter) -> None:
    try_to_sign(letter)
    amend(letter, body="We want more.", note="Clearer", by=OPERATOR)

    with pytest.raises(Refused, match="letter-amended"):
        click(letter, version_number=1)
    assert row_of(letter).state == State.PENDING

    assert click(letter, version_number=2) == Outcome.COUNTED
    assert row_of(letter).version.number == 2


@pytest.mark.parametrize("late", [timedelta(0), timedelta(hours=24)])
def test_confirming_works_for_a_day_after_closing(db: None, late: timedelta) -> None:
    letter = make_letter(closes_at=CLOSED)
    try_to_sign(letter, at=CLOSED - timedelta(seconds=1))

    assert click(letter, at=CLOSED + late) == Outcome.COUNTED


def test_confirming_ends_a_day_after_closing(db: None) -> None:
    letter = make_letter(closes_at=CLOSED)
    try_to_sign(letter, at=CLOSED - timedelta(seconds=1))

    with pytest.raises(Refused, match="letter-closed"):
        click(letter, at=CLOSED + timedelta(hours=24, seconds=1))


def test_a_letter_closed_by_hand_takes_confirmations_too(letter: Letter) -> None:
    try_to_sign(letter)
    close(letter, by=OPERATOR)

    assert click(letter) == Outcome.COUNTED


def test_under_a_letter_taken_down_nothing_is_confirmed(letter: Letter) -> None:
    try_to_sign(letter)
    take_down(letter, notice="A court order", by=OPERATOR)

    with pytest.raises(Refused, match="letter-gone"):
        click(letter)


def test_the_network_of_the_click_is_kept_not_the_one_of_the_try(letter: Letter) -> None:
    try_to_sign(letter)
    signature = row_of(letter)
    link = newest_mail(mail.PLEASE_CONFIRM, signature.pk)

    confirm(signature.pk, link.pk, from_signature(signature), version_number=1, network="2001:db8::/64")

    assert row_of(letter).network == "2001:db8::/64"
