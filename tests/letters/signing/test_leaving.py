"""Withdrawing, and being forgotten in both ways."""

import pytest

from letters.ledger.facts import Reason, Strike
from letters.models import Letter, Opening, Signature
from letters.signing.actions import erase, recall, withdraw
from letters.signing.queries import count_of, differing_from_the_log
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from petition.outbox.models import Message
from tests.cast import ADA, NOOR
from tests.letters.signing.trying import (
    age_mails,
    click,
    facts_in_the_log,
    kinds_in_the_log,
    kinds_owed,
    row_of,
    try_to_sign,
)
from tests.makers import make_signature

State = Signature.State


def test_a_withdrawal_subtracts_one_and_says_so_by_mail(letter: Letter) -> None:
    make_signature(letter, NOOR)
    signature = make_signature(letter, ADA, wants_news=True, first_rank=1)

    assert withdraw(signature.pk)

    kept = row_of(letter)
    assert (kept.state, kept.wants_news, kept.first_rank) == (State.WITHDRAWN, False, None)
    assert count_of(letter.pk) == 1
    assert kinds_owed() == ["withdrawn"]
    assert kinds_in_the_log(letter) == ["text", "sign", "sign", "withdraw"]


def test_withdrawing_twice_subtracts_once(letter: Letter) -> None:
    signature = make_signature(letter, ADA)
    withdraw(signature.pk)

    assert not withdraw(signature.pk)

    assert count_of(letter.pk) == 0
    assert kinds_owed() == ["withdrawn"]


@pytest.mark.parametrize("state", ["held", "pending"])
def test_leaving_before_being_counted_subtracts_nothing(letter: Letter, state: str) -> None:
    make_signature(letter, NOOR)
    signature = make_signature(letter, ADA, state=state)

    withdraw(signature.pk)

    assert (row_of(letter).state, count_of(letter.pk)) == (State.WITHDRAWN, 1)
    assert kinds_in_the_log(letter) == ["text", "sign"]


@pytest.mark.parametrize("state", ["refused", "struck"])
def test_leaving_is_no_way_around_a_moderator(letter: Letter, state: str) -> None:
    signature = make_signature(letter, ADA, state=state)

    with pytest.raises(Refused, match="signature-not-counted"):
        withdraw(signature.pk)
    erase(signature.pk, keep_counted=False)
    try_to_sign(letter)

    assert row_of(letter).state == state


def test_withdraw_and_erase_leaves_no_row(letter: Letter) -> None:
    signature = make_signature(letter, ADA)

    erase(signature.pk, keep_counted=False)

    assert not Signature.objects.exists()
    assert not Opening.objects.exists()
    letter.log.refresh_from_db()
    assert (letter.log.count, letter.log.withdrawn) == (0, 1)


def test_whoever_erased_everything_may_sign_again(letter: Letter) -> None:
    erase(make_signature(letter, ADA).pk, keep_counted=False)

    try_to_sign(letter)
    click(letter)

    assert count_of(letter.pk) == 1


def test_erase_and_stay_counted_keeps_only_the_keyed_identity(letter: Letter) -> None:
    signature = make_signature(
        letter, ADA, title="Mathematician", city="London", reason="Because", network="192.0.2.0/32"
    )

    erase(signature.pk, keep_counted=True)

    kept = row_of(letter)
    assert (kept.state, kept.display, kept.address, kept.number) == (State.CONFIRMED, "anonymous", None, 1)
    assert {kept.name, kept.title, kept.city, kept.reason, kept.network, kept.search} == {""}
    assert count_of(letter.pk) == 1
    assert kinds_in_the_log(letter) == ["text", "sign"]
    assert not Opening.objects.exists()


def test_whoever_stayed_counted_and_leaves_after_all_is_struck_at_their_request(letter: Letter) -> None:
    signature = make_signature(letter, ADA)
    erase(signature.pk, keep_counted=True)

    assert withdraw(signature.pk)

    assert facts_in_the_log(letter)[-1] == Strike(of=1, reason=Reason.REQUEST)
    assert (row_of(letter).state, count_of(letter.pk), kinds_owed()) == (State.WITHDRAWN, 0, [])


def test_erasing_once_more_leaves_after_all(letter: Letter) -> None:
    signature = make_signature(letter, ADA)
    erase(signature.pk, keep_counted=True)

    erase(signature.pk, keep_counted=False)

    assert facts_in_the_log(letter)[-1] == Strike(of=1, reason=Reason.REQUEST)
    assert (Signature.objects.count(), differing_from_the_log()) == (0, [])


def test_who_was_struck_and_erased_leaves_nothing_that_opens_the_entry(letter: Letter) -> None:
    signature = make_signature(letter, ADA, state="struck")

    erase(signature.pk, keep_counted=False)

    assert not Opening.objects.exists()
    assert (row_of(letter).state, count_of(letter.pk)) == (State.STRUCK, 0)


def test_whoever_stays_counted_cannot_sign_twice(letter: Letter) -> None:
    erase(make_signature(letter, ADA).pk, keep_counted=True)

    try_to_sign(letter)

    assert (Signature.objects.count(), kinds_owed()) == (1, ["already_signed"])


def test_only_who_is_counted_can_stay_so(letter: Letter) -> None:
    signature = make_signature(letter, ADA, state="held")

    with pytest.raises(Refused, match="signature-not-counted"):
        erase(signature.pk, keep_counted=True)

    assert row_of(letter).name == ADA.name


@pytest.mark.parametrize("keep_counted", [True, False])
def test_erasing_empties_the_mails_as_well(letter: Letter, keep_counted: bool) -> None:
    try_to_sign(letter)
    age_mails(120)
    click(letter)
    recall(ADA.address)

    erase(row_of(letter).pk, keep_counted=keep_counted)

    assert {bytes(message.recipient) for message in Message.objects.all()} == {b""}
    assert sorted(message.state for message in Message.objects.all()) == ["sent", "unwanted", "unwanted"]


def test_what_is_gone_cannot_be_erased_again(letter: Letter) -> None:
    signature = make_signature(letter, ADA)
    erase(signature.pk, keep_counted=False)

    with pytest.raises(Refused, match="signature-gone"):
        erase(signature.pk, keep_counted=False)

    assert count_of(letter.pk) == 0


def test_history_names_what_was_done_and_no_person(letter: Letter) -> None:
    withdraw(make_signature(letter, ADA).pk)
    erase(row_of(letter).pk, keep_counted=False)

    history = list(AuditEvent.objects.order_by("id").values_list("verb", "changes"))
    assert history == [("signing.withdraw", {}), ("signing.erase", {"stays_counted": False})]
