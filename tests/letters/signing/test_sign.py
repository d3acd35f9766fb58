import pytest

from letters.guard.verdicts import Verdict
from letters.models import Letter, Signature
from letters.signing.actions import withdraw
from letters.signing.queries import count_of
from letters.writing.actions import amend
from petition.audit.actions import OPERATOR
from petition.lib.refusal import Refused
from petition.lib.vault import unseal
from petition.outbox.models import Message
from tests.cast import ADA, Person
from tests.letters.signing.trying import HOLD, REFUSE, age_mails, click, kinds_owed, row_of, try_to_sign
from tests.makers import make_letter, make_signature

State = Signature.State


def test_signing_keeps_a_pending_row_and_owes_one_mail(letter: Letter) -> None:
    try_to_sign(letter, title="Mathematician")

    signature = row_of(letter)
    assert (signature.state, signature.name, signature.title) == (State.PENDING, "Ada Lovelace", "Mathematician")
    assert kinds_owed() == ["please_confirm"]
    assert count_of(letter.pk) == 0


def test_mail_goes_to_the_address_as_typed(letter: Letter) -> None:
    try_to_sign(letter, Person("Ada", "Ada+letters@Example.org"))

    assert Message.objects.get().address == "Ada+letters@Example.org"


@pytest.mark.parametrize("variant", ["Ada+x@Example.org", "ADA@EXAMPLE.ORG", "ada@example.org"])
def test_variants_of_one_address_are_one_signature(letter: Letter, variant: str) -> None:
    try_to_sign(letter, ADA)

    try_to_sign(letter, Person("Ada", variant))

    assert Signature.objects.count() == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("a.d.a@googlemail.com", "ada@gmail.com"), ("ada@bücher.example", "ada@xn--bcher-kva.example")],
)
def test_gmail_dots_and_punycode_are_no_other_person(letter: Letter, one: str, other: str) -> None:
    try_to_sign(letter, Person("Ada", one))

    try_to_sign(letter, Person("Ada", other))

    assert Signature.objects.count() == 1


def test_a_double_click_owes_one_mail(letter: Letter) -> None:
    try_to_sign(letter)
    try_to_sign(letter)

    assert kinds_owed() == ["please_confirm"]


def test_a_pending_row_follows_the_newest_try(letter: Letter) -> None:
    try_to_sign(letter, city="London")

    try_to_sign(letter, name="Augusta Ada King", display="initials")

    signature = row_of(letter)
    assert (signature.name, signature.city, signature.display) == ("Augusta Ada King", "", "initials")
    assert signature.search == "a a k"


def test_somebody_who_has_signed_is_told_so_and_nothing_changes(letter: Letter) -> None:
    make_signature(letter, ADA)

    try_to_sign(letter, name="Somebody Else", reason="Spite")

    assert (row_of(letter).name, row_of(letter).reason) == ("Ada Lovelace", "")
    assert kinds_owed() == ["already_signed"]


def test_the_already_signed_mail_goes_to_the_mailbox_that_proved_itself(letter: Letter) -> None:
    make_signature(letter, ADA)

    try_to_sign(letter, Person("Mallory", "ada+mallory@example.org"))

    assert Message.objects.get().address == ADA.address


def test_a_refused_try_is_kept_with_its_rule_and_gets_no_mail(letter: Letter) -> None:
    try_to_sign(letter, verdict=REFUSE)

    assert (row_of(letter).state, row_of(letter).rule) == (State.REFUSED, "trap")
    assert kinds_owed() == []


@pytest.mark.parametrize("state", ["pending", "confirmed", "held"])
def test_a_blocked_try_causes_no_mail_whatever_stands_already(letter: Letter, state: str) -> None:
    make_signature(letter, state=state)

    try_to_sign(letter, verdict=REFUSE)

    assert kinds_owed() == []


def test_a_refused_try_waits_again_when_a_later_one_passes(letter: Letter) -> None:
    try_to_sign(letter, verdict=REFUSE)

    try_to_sign(letter)

    assert (row_of(letter).state, row_of(letter).verdict, row_of(letter).rule) == (State.PENDING, "pass", "")
    assert kinds_owed() == ["please_confirm"]


def test_what_a_moderator_refused_stays_refused(letter: Letter) -> None:
    make_signature(letter, state="refused")

    try_to_sign(letter)

    assert row_of(letter).state == State.REFUSED
    assert kinds_owed() == []


def test_what_a_moderator_struck_stays_struck(letter: Letter) -> None:
    make_signature(letter, state="struck")

    try_to_sign(letter)

    assert row_of(letter).state == State.STRUCK
    assert kinds_owed() == []


@pytest.mark.parametrize("verdicts", [("pass", "hold"), ("hold", "pass")])
def test_of_two_tries_the_milder_verdict_stays(letter: Letter, verdicts: tuple[str, str]) -> None:
    for action in verdicts:
        try_to_sign(letter, verdict=Verdict(action, "network" if action == "hold" else ""))  # type: ignore[arg-type]

    assert (row_of(letter).verdict, row_of(letter).rule) == ("pass", "")


def test_a_held_try_gets_its_mail(letter: Letter) -> None:
    try_to_sign(letter, verdict=HOLD)

    assert (row_of(letter).state, row_of(letter).verdict, row_of(letter).rule) == (State.PENDING, "hold", "network")
    assert kinds_owed() == ["please_confirm"]


def test_a_program_cannot_spoil_what_a_person_began(letter: Letter) -> None:
    try_to_sign(letter)

    try_to_sign(letter, name="Spoiled", verdict=REFUSE)

    assert (row_of(letter).state, row_of(letter).verdict, row_of(letter).name) == ("pending", "pass", ADA.name)


def test_a_flood_leaves_no_row(letter: Letter) -> None:
    with pytest.raises(Refused, match="too-many"):
        try_to_sign(letter, verdict=Verdict("flood", "network"))

    assert not Signature.objects.exists()


@pytest.mark.parametrize(("state", "code"), [("closed", "letter-closed"), ("taken_down", "letter-gone")])
def test_new_signatures_stop_at_once(db: None, state: str, code: str) -> None:
    letter = make_letter(state=state)

    with pytest.raises(Refused, match=code):
        try_to_sign(letter)


def test_a_form_filled_on_an_older_version_comes_back(letter: Letter) -> None:
    amend(letter, body="We want more.", note="Clearer", by=OPERATOR)

    with pytest.raises(Refused, match="letter-amended"):
        try_to_sign(letter, version=1)

    assert not Signature.objects.exists()


def test_signing_again_after_a_withdrawal_begins_anew(letter: Letter) -> None:
    try_to_sign(letter)
    click(letter)
    withdraw(row_of(letter).pk)
    age_mails(120)

    try_to_sign(letter, name="Ada King")

    signature = row_of(letter)
    assert (signature.state, signature.name, signature.number) == (State.PENDING, "Ada King", None)
    assert (signature.confirmed_at, signature.ended_at) == (None, None)
    assert kinds_owed()[-1] == "please_confirm"


def test_the_address_is_sealed_and_the_identity_keyed(letter: Letter) -> None:
    try_to_sign(letter)

    signature = row_of(letter)
    assert signature.address
    assert ADA.address.encode() not in bytes(signature.address)
    assert unseal(signature.address) == ADA.address
