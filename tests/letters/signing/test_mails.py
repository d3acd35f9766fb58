"""What the mails say, rendered as they would be sent."""

import re

import pytest

from letters.models import FirstSigner, Letter, Milestone, Signature
from letters.signing import milestones
from letters.signing.actions import edit, erase, resend, unsubscribe, withdraw
from letters.signing.composing import RENDERERS
from letters.signing.fields import ConfirmedFields
from letters.signing.mail import AMENDED, TO_CONFIRM, WITHDRAWN
from letters.writing.actions import amend, take_down
from petition.audit.actions import OPERATOR
from petition.lib.tokens import Purpose, read
from petition.lib.vault import letter_identity, seal
from petition.outbox.actions import owe
from petition.outbox.kinds import UNWANTED, Mail, kind_of
from petition.outbox.models import Message
from tests.cast import ADA, NOOR
from tests.letters.signing.trying import click, newest_mail, row_of, try_to_sign
from tests.makers import make_letter, make_signature, make_signatures

TYPED = {
    "name": "Free Viagra <b>now</b>",
    "title": "Buy my pills",
    "affiliation": "Pills & Co",
    "city": "Spamtown",
    "country": "Spamland",
    "reason": "Cheap at spam.example",
}
# A mail is written while its signature is confirmed, but for these.
STATES = dict.fromkeys(TO_CONFIRM, "pending") | {WITHDRAWN: "withdrawn"}


def rendered(message: Message) -> Mail:
    mail = kind_of(message.kind).render(message)
    assert isinstance(mail, Mail)
    return mail


def make_cause(kind: str, signature: Signature) -> None:
    """Whatever a mail of this kind is about, under the id of a signature."""
    letter = signature.letter
    if kind == AMENDED:
        amend(letter, body="Another text.", note="All of it", by=OPERATOR)
    Milestone.objects.create(pk=signature.pk, letter=letter, number=25)
    identity = letter_identity(letter.pk, NOOR.address)
    about = {"rank": 1, "name": NOOR.name, "address": seal(NOOR.address), "identity": identity}
    FirstSigner.objects.create(pk=signature.pk, letter=letter, **about)


def newest() -> Message:
    return Message.objects.latest("id")


def token_in(mail: Mail, page: str) -> str:
    found = re.search(rf"/{page}/([\w.-]+)/", mail.text)
    assert found
    return found.group(1)


def test_nothing_a_stranger_typed_stands_in_the_mail_to_confirm(letter: Letter) -> None:
    try_to_sign(letter, **TYPED)

    mail = rendered(newest())

    everything = mail.subject + mail.text + mail.html
    for typed in ("Viagra", "pills", "Pills", "Spamtown", "Spamland", "spam.example"):
        assert typed not in everything
    assert letter.title in mail.text


def test_the_link_to_confirm_belongs_to_the_mail_that_carries_it(letter: Letter) -> None:
    try_to_sign(letter)

    token = token_in(rendered(newest()), "confirm")

    assert read(Purpose.CONFIRM, token) == (row_of(letter).pk, newest().pk)


def test_the_mail_says_what_to_do_when_it_was_not_me(letter: Letter) -> None:
    try_to_sign(letter)

    mail = rendered(newest())

    assert "This was not you?" in mail.text
    assert "This was not you?" in mail.html


@pytest.mark.parametrize(("state", "kind"), [("confirmed", "already_signed"), ("held", "already_signed")])
def test_a_mail_to_somebody_who_signed_opens_their_page(letter: Letter, state: str, kind: str) -> None:
    signature = make_signature(letter, ADA, state=state, rule="disposable")
    try_to_sign(letter, **TYPED)

    mail = rendered(newest_mail(f"signing.{kind}", signature.pk))

    assert read(Purpose.MANAGE, token_in(mail, "signature")) == (signature.pk,)
    assert "Viagra" not in mail.text + mail.html
    assert "disposable" not in mail.text + mail.html


def test_the_receipt_says_how_one_is_shown_without_markup_or_links(letter: Letter) -> None:
    try_to_sign(letter)
    typed = {"name": "<b>Ada A.Example.Com", "title": "<b>R&D B.Example.Com", "city": "<b>Rome C.Example.Com"}
    click(letter, shown=ConfirmedFields(**typed))

    mail = rendered(newest())

    assert "you are number 1" in mail.subject
    assert all(f"&lt;b&gt;{shown}" in mail.html for shown in ("Ada", "R&amp;D", "Rome"))
    assert "<b>" not in mail.html
    assert "Example.Com" not in mail.text + mail.html


@pytest.mark.parametrize("kind", sorted(RENDERERS))
def test_a_title_is_no_markup_in_any_mail(db: None, kind: str) -> None:
    letter = make_letter(title="<b>Pay</b> us")
    signature = make_signature(letter, ADA, state=STATES.get(kind, "confirmed"))
    make_cause(kind, signature)
    owe(kind, to=ADA.address, cause=signature.pk)

    html = rendered(newest()).html

    assert "&lt;b&gt;Pay" in html
    assert "<b>" not in html


def test_an_unnamed_signer_reads_no_name_in_the_receipt(letter: Letter) -> None:
    try_to_sign(letter, display="anonymous")
    click(letter)

    assert ADA.name not in rendered(newest()).text


def test_only_who_wants_news_gets_the_headers_to_leave_them(letter: Letter) -> None:
    try_to_sign(letter, wants_news=True)
    click(letter)

    headers = rendered(newest()).headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(r"<http\S+/unsubscribe/([\w.-]+)/>", headers["List-Unsubscribe"])
    assert found
    assert read(Purpose.UNSUBSCRIBE, found.group(1)) == (row_of(letter).pk,)

    unsubscribe(row_of(letter).pk)
    assert rendered(newest()).headers == {}


def test_a_withdrawal_is_confirmed_by_mail_with_its_entry(letter: Letter) -> None:
    withdraw(make_signature(letter, ADA).pk)

    mail = rendered(newest())

    assert "no longer counted" in mail.text
    assert "in entry 2" in mail.text
    assert "in entry 2" in mail.html


def test_a_withdrawal_of_what_was_never_counted_has_no_entry_to_name(letter: Letter) -> None:
    withdraw(make_signature(letter, ADA, state="held").pk)

    mail = rendered(newest())

    assert "no longer counted" in mail.text
    assert "log" not in mail.text


def test_a_link_asked_for_comes_by_mail(letter: Letter) -> None:
    signature = make_signature(letter, ADA)
    resend(ADA.address, letter)

    assert read(Purpose.MANAGE, token_in(rendered(newest()), "signature")) == (signature.pk,)


def test_organizers_read_the_number(db: None) -> None:
    letter = make_letter(goal=2)
    make_signatures(letter, 2)
    milestones.tell()

    mail = rendered(newest())

    assert mail.subject == f"2 signatures: {letter.title}"
    assert "reached its goal" in mail.text


def test_mails_nobody_wants_any_more_are_not_sent(letter: Letter) -> None:
    try_to_sign(letter)
    to_confirm = newest()
    click(letter)
    receipt = newest()
    withdraw(row_of(letter).pk)

    assert kind_of(to_confirm.kind).render(to_confirm) is UNWANTED
    assert kind_of(receipt.kind).render(receipt) is UNWANTED


def test_a_letter_taken_down_asks_nobody_to_confirm(letter: Letter) -> None:
    try_to_sign(letter)
    take_down(letter, notice="A court order", by=OPERATOR)

    assert kind_of(newest().kind).render(newest()) is UNWANTED


def test_a_letter_taken_down_boasts_no_number(db: None) -> None:
    letter = make_letter(goal=2)
    make_signatures(letter, 2)
    milestones.tell()
    take_down(letter, notice="A court order", by=OPERATOR)

    assert kind_of(newest().kind).render(newest()) is UNWANTED


@pytest.mark.parametrize("kind", sorted(RENDERERS))
def test_every_mail_about_something_erased_is_unwanted(letter: Letter, kind: str) -> None:
    signature = make_signature(letter, ADA)
    erase(signature.pk, keep_counted=False)

    assert not Milestone.objects.exists()
    assert kind_of(kind).render(Message(kind=kind, cause=signature.pk)) is UNWANTED


def test_an_edit_before_the_receipt_is_sent_shows_in_it(letter: Letter) -> None:
    try_to_sign(letter)
    click(letter)
    edit(row_of(letter).pk, ConfirmedFields(name="Augusta Ada King"))

    assert "Augusta Ada King" in rendered(newest()).text
