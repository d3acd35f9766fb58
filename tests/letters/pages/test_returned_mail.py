"""A signer whose mail comes back reads it on their own page, and mends it there."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from letters.models import Letter, Signature
from letters.signing.actions import confirm, erase, readdressing
from letters.signing.fields import from_signature
from letters.signing.mail import NEW_ADDRESS, PLEASE_CONFIRM
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from petition.lib.tokens import Purpose, make
from petition.lib.vault import letter_identity
from petition.outbox.actions import owe
from petition.outbox.bounces import suppression_of
from petition.outbox.endings import suppress
from petition.outbox.kinds import Mail, kind_of
from petition.outbox.models import Message
from tests.cast import ADA, NOOR
from tests.letters.signing.trying import NETWORK, at_once, newest_mail, row_of, try_to_sign
from tests.makers import make_signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def signature(letter: Letter) -> Signature:
    suppress(ADA.address, "550 5.1.1 no such user")
    return make_signature(letter, ADA)


def own(signature: Signature, page: str = "signature") -> str:
    return reverse(f"pages:{page}", args=[make(Purpose.MANAGE, signature.pk)])


def ask(client: Client, signature: Signature, address: str = NOOR.address) -> str:
    """What the named mailbox gets: the way to its page."""
    answer = client.post(own(signature, "correct_address"), {"email": address})
    assert (answer.status_code, answer["Location"]) == (302, "../?done=asked")
    message = Message.objects.get(kind=NEW_ADDRESS)
    mail = kind_of(NEW_ADDRESS).render(message)
    assert isinstance(mail, Mail)
    assert message.address == address
    found = re.search(r"/move/[\w.-]+/", mail.text)
    assert found
    return found[0]


def test_the_page_says_that_mail_comes_back_and_why(client: Client, signature: Signature) -> None:
    page = client.get(own(signature)).content.decode()

    assert "there is no such mailbox" in page
    assert "Another address of yours" in page


def test_nothing_is_said_while_mail_arrives(client: Client, letter: Letter) -> None:
    page = client.get(own(make_signature(letter, NOOR))).content.decode()

    assert "Our mail to you comes back" not in page


def test_another_mailbox_has_to_agree_and_then_has_the_signature(client: Client, signature: Signature) -> None:
    way = ask(client, signature)
    assert "Is this your signature?" in client.get(way).content.decode()
    before = Signature.objects.get()
    assert bytes(before.identity) == letter_identity(signature.letter_id, ADA.address)

    answers = [client.post(way) for _ in range(2)]

    moved = Signature.objects.get()
    assert [answer["Location"].partition("?")[2] for answer in answers] == ["done=moved"] * 2
    assert bytes(moved.identity) == letter_identity(signature.letter_id, NOOR.address)
    assert AuditEvent.objects.filter(verb="signing.move").count() == 1
    assert Message.objects.get(kind="signing.edited").address == NOOR.address


def test_a_link_opens_the_mail_that_carried_it_and_no_other(
    client: Client, signature: Signature, letter: Letter
) -> None:
    ask(client, signature)
    asked = Message.objects.get(kind=NEW_ADDRESS)
    other = make_signature(letter, NOOR)

    assert readdressing.standing(other.pk, asked.pk) is readdressing.Move.GONE
    assert readdressing.move(other.pk, asked.pk) is readdressing.Move.GONE


def test_a_mailbox_that_has_signed_is_told_so_itself_and_nobody_else(
    client: Client, signature: Signature, letter: Letter
) -> None:
    make_signature(letter, NOOR)
    way = ask(client, signature)

    page = client.post(way).content.decode()

    assert "This address has a signature of its own." in page
    assert Signature.objects.filter(identity=letter_identity(letter.pk, ADA.address)).exists()


def test_once_the_other_is_erased_as_the_page_says_the_same_link_moves_it(
    client: Client, signature: Signature, letter: Letter
) -> None:
    other = make_signature(letter, NOOR)
    way = ask(client, signature)
    erase(other.pk, keep_counted=False)

    assert client.post(way)["Location"].endswith("done=moved")


@pytest.mark.django_db(transaction=True)
def test_of_a_move_and_a_confirmation_at_once_one_is_done_and_the_other_says_so(letter: Letter) -> None:
    signature = make_signature(letter, ADA)
    try_to_sign(letter, NOOR)
    tried = row_of(letter, NOOR)
    link = newest_mail(PLEASE_CONFIRM, tried.pk)
    owe(NEW_ADDRESS, to=NOOR.address, cause=signature.pk)
    message = Message.objects.get(kind=NEW_ADDRESS)
    told: list[str] = []

    def click() -> None:
        try:
            told.append(confirm(tried.pk, link.pk, from_signature(tried), version_number=1, network=NETWORK).outcome)
        except Refused as refused:
            told.append(refused.code)

    at_once(lambda: told.append(readdressing.move(signature.pk, message.pk)), click)

    assert set(told) in ({"moved", "signature-gone"}, {"taken", "counted"})


def test_what_a_mailbox_never_confirmed_is_not_in_its_way(client: Client, signature: Signature, letter: Letter) -> None:
    try_to_sign(letter, NOOR)
    way = ask(client, signature)
    assert "Is this your signature?" in client.get(way).content.decode()

    client.post(way)

    moved = Signature.objects.get()
    assert (moved.pk, bytes(moved.identity)) == (signature.pk, letter_identity(letter.pk, NOOR.address))
    assert bytes(Message.objects.get(kind=PLEASE_CONFIRM).recipient) == b""


@pytest.mark.parametrize("state", ["confirmed", "held", "refused", "struck", "withdrawn"])
def test_what_a_mailbox_has_confirmed_or_a_moderator_looked_at_stays(
    client: Client, signature: Signature, letter: Letter, state: str
) -> None:
    other = make_signature(letter, NOOR, state=state)
    way = ask(client, signature)

    client.post(way)

    assert Signature.objects.get(pk=other.pk).state == state
    assert bytes(Signature.objects.get(pk=signature.pk).identity) == letter_identity(letter.pk, ADA.address)


@pytest.mark.parametrize("address", ["", "nobody", "a@b", "x" * 300 + "@example.org"])
def test_what_is_no_address_comes_back_with_a_sentence(client: Client, signature: Signature, address: str) -> None:
    answer = client.post(own(signature, "correct_address"), {"email": address})

    assert answer.status_code == 422
    assert "Our mail to you comes back" in answer.content.decode()
    assert not Message.objects.exists()


def test_an_address_that_gets_mail_is_not_changed_here(client: Client, letter: Letter) -> None:
    answer = client.post(own(make_signature(letter, NOOR), "correct_address"), {"email": ADA.address})

    assert answer.status_code == 409
    assert not Message.objects.exists()


def test_the_old_mailbox_is_tried_again_once_a_day(client: Client, signature: Signature) -> None:
    first = client.post(own(signature, "mail_again"))
    assert suppression_of(ADA.address) is None
    suppress(ADA.address, "550 5.1.1 no such user")
    second = client.post(own(signature, "mail_again"))

    assert [answer["Location"] for answer in (first, second)] == ["../?done=tried", "../?done=tried-today"]
    assert suppression_of(ADA.address)
    assert AuditEvent.objects.filter(verb="signing.mail_again").count() == 1


def test_a_withdrawn_signature_moves_nowhere(client: Client, signature: Signature) -> None:
    way = ask(client, signature)
    Signature.objects.update(state="withdrawn")

    assert "There is nothing to change any more." in client.post(way).content.decode()


def test_a_page_of_another_site_changes_nothing(client: Client, signature: Signature) -> None:
    answer = client.post(own(signature, "mail_again"), headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert suppression_of(ADA.address)
