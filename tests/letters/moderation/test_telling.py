"""What signers hear of decisions on their signatures."""

from io import StringIO

import pytest
from django.core.management import call_command

from letters.models import Letter, Signature
from letters.moderation.actions import undo
from letters.signing.actions import erase, hide_name
from petition.outbox.kinds import UNWANTED, Mail, kind_of
from petition.outbox.models import Message
from tests.cast import ADA
from tests.letters.moderation.desks import moderator
from tests.letters.moderation.test_signatures import NOW, taken
from tests.makers import make_signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def signature(letter: Letter) -> Signature:
    return make_signature(letter, ADA, reason="Buy my book")


def newest(kind: str) -> Message:
    return Message.objects.filter(kind=f"moderation.{kind}").latest("pk")


def rendered(message: Message) -> Mail:
    mail = kind_of(message.kind).render(message)
    assert isinstance(mail, Mail)
    return mail


def sent(message: Message) -> Mail:
    mail = rendered(message)
    Message.objects.filter(pk=message.pk).update(state="sent")
    return mail


def is_unwanted(kind: str) -> bool:
    message = newest(kind)
    return kind_of(message.kind).render(message) is UNWANTED


def test_a_strike_is_told_with_its_public_reason_and_without_a_name(signature: Signature) -> None:
    taken(signature, "strike")

    mail = rendered(newest("struck"))
    assert newest("struck").address == ADA.address
    assert "not signed by the person it names" in mail.text
    assert signature.letter.title in mail.subject
    assert "/signature/" in mail.text
    assert ADA.name not in mail.text + mail.html + mail.subject


def test_a_strike_that_was_undone_before_its_mail_went_out_is_told_to_nobody(signature: Signature) -> None:
    decision = taken(signature, "strike")
    undo(decision.pk, person=moderator())

    assert is_unwanted("struck")
    Message.objects.filter(kind="moderation.struck").update(state="unwanted")
    assert is_unwanted("restored")


def test_who_heard_of_a_strike_hears_that_it_was_undone(signature: Signature) -> None:
    decision = taken(signature, "strike")
    sent(newest("struck"))
    undo(decision.pk, person=moderator())

    assert "counted again" in rendered(newest("restored")).text


def test_a_restoration_is_told(signature: Signature) -> None:
    first = taken(signature, "strike")
    sent(newest("struck"))
    taken(signature, "restore", seen=first.pk)

    assert "put it back" in rendered(newest("restored")).text


def test_what_an_operator_strikes_and_restores_is_told_like_a_moderators_decision(signature: Signature) -> None:
    for _ in range(2):
        call_command("signatures", "strike", signature.pk, "--reason", "fraud", stdout=StringIO())
    assert "not signed by the person it names" in sent(newest("struck")).text

    for _ in range(2):
        call_command("signatures", "restore", signature.pk, stdout=StringIO())
    assert "counted again" in sent(newest("restored")).text
    assert Message.objects.filter(kind__startswith="moderation.").count() == 2


def test_cleared_words_and_a_hidden_name_are_told_with_the_reason(signature: Signature) -> None:
    first = taken(signature, "clear_reason")
    taken(signature, "hide_name", seen=first.pk)

    assert "advertised something" in rendered(newest("reason_cleared")).text
    assert "insults somebody" in rendered(newest("name_hidden")).text
    assert "book" not in rendered(newest("reason_cleared")).text


def test_what_was_undone_is_not_told(signature: Signature) -> None:
    for verdict, kind in (("clear_reason", "reason_cleared"), ("hide_name", "name_hidden")):
        undo(taken(signature, verdict, seen=2**62).pk, person=moderator())

        assert is_unwanted(kind)


def test_a_hiding_that_an_organizer_began_is_told_once_it_is_decided_and_not_if_undone(signature: Signature) -> None:
    hide_name(signature.pk, by="user 7")
    assert not Message.objects.filter(kind="moderation.name_hidden").exists()

    decision = taken(signature, "hide_name")
    assert "insults somebody" in rendered(newest("name_hidden")).text

    undo(decision.pk, person=moderator())
    assert is_unwanted("name_hidden")


def test_it_is_told_in_the_language_of_the_signer(letter: Letter) -> None:
    taken(make_signature(letter, ADA, language="de"), "strike")

    assert newest("struck").language == "de"


@pytest.mark.parametrize("fields", [{"state": "pending"}, {"address": None}])
def test_an_address_that_nobody_confirmed_and_one_that_was_erased_get_no_mail(
    letter: Letter, fields: dict[str, object]
) -> None:
    taken(make_signature(letter, ADA, **fields), "strike")  # type: ignore[arg-type]

    assert not Message.objects.filter(kind="moderation.struck").exists()


def test_erasing_reaches_what_is_still_owed(signature: Signature) -> None:
    taken(signature, "strike")

    erase(signature.pk, keep_counted=False)

    assert (newest("struck").state, bytes(newest("struck").recipient)) == ("unwanted", b"")


def test_a_release_tells_nothing_but_the_receipt(letter: Letter) -> None:
    taken(make_signature(letter, ADA, state="held", reported_at=NOW), "release")

    assert list(Message.objects.values_list("kind", flat=True)) == ["signing.receipt"]
