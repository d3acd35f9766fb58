import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client

from letters.models import Letter, Signature
from letters.writing.actions import close
from petition.audit.actions import OPERATOR
from petition.lib.tokens import Purpose, make
from petition.outbox.delivery import deliver
from petition.outbox.models import Message
from tests.cast import ADA, NOOR
from tests.letters.pages.filled import manage_path, pending
from tests.letters.signing.trying import age_mails, kinds_owed
from tests.makers import make_letter, make_signature

PLAIN_BUTTON = re.compile(r'<form[^>]* method="post"[^>]*>(?:(?!</form>).)*<button(?![^>]* type="button")', re.DOTALL)
DOORS = {
    "confirm": Purpose.CONFIRM,
    "signature": Purpose.MANAGE,
    "unsubscribe": Purpose.UNSUBSCRIBE,
    "not-me": Purpose.DENY,
}


def paths_of(letter: Letter) -> list[str]:
    """Every link that a mail about one waiting signature may hold."""
    signature, path = pending(letter, wants_news=True)
    deny = f"/not-me/{make(Purpose.DENY, signature.pk)}/"
    return [path, deny, manage_path(signature), f"/unsubscribe/{make(Purpose.UNSUBSCRIBE, signature.pk)}/"]


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_a_link_changes_nothing(client: Client, letter: Letter, method: str) -> None:
    paths = paths_of(letter)
    before = Signature.objects.values().get()

    for path in paths:
        getattr(client, method)(path, headers={"Sec-Purpose": "prefetch"})

    assert Signature.objects.values().get() == before
    assert kinds_owed() == ["please_confirm"]


def test_the_button_behind_a_link_needs_no_script(client: Client, letter: Letter) -> None:
    for path in paths_of(letter):
        assert PLAIN_BUTTON.search(client.get(path).content.decode()), path


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("token", ["x", "1-1", "1.2.3", "%00", "é", "a" * 3000, "..", "1-1.1uA9bC.AAAA"])
def test_a_broken_link_offers_a_new_one_by_mail(client: Client, db: None, door: str, token: str) -> None:
    answer = client.get(f"/{door}/{token}/")

    assert answer.status_code in (400, 404)
    assert answer.status_code == 400 or 'name="email"' in answer.content.decode()


@pytest.mark.parametrize("door", DOORS)
def test_a_token_opens_no_other_door(client: Client, letter: Letter, door: str) -> None:
    signature = make_signature(letter)
    others = [purpose for purpose in Purpose if purpose != DOORS[door]]

    answers = {client.get(f"/{door}/{make(purpose, signature.pk, signature.pk)}/").status_code for purpose in others}

    assert answers == {404}


def test_an_altered_token_opens_nothing(client: Client, letter: Letter) -> None:
    path = manage_path(make_signature(letter))

    assert client.get(path.replace("/signature/", "/signature/9")).status_code == 404


def test_an_old_confirmation_link_gets_a_fresh_one_by_mail_at_a_click(client: Client, letter: Letter) -> None:
    _, path = pending(letter)
    age_mails(seconds=120)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=7, seconds=5)):
        page = client.get(path)
        assert (page.status_code, kinds_owed()) == (410, ["please_confirm"])
        assert PLAIN_BUTTON.search(page.content.decode())

        client.post(path)

    assert kinds_owed() == ["please_confirm", "please_confirm"]


def test_an_old_management_link_gets_a_fresh_one_by_mail_at_a_click(client: Client, letter: Letter) -> None:
    path = manage_path(make_signature(letter))

    with time_machine.travel(datetime.now(UTC) + timedelta(days=366)):
        client.post(path)

    assert kinds_owed() == ["manage_link"]
    assert Message.objects.get().address == ADA.address


def test_leaving_the_news_works_after_years(client: Client, letter: Letter) -> None:
    signature = make_signature(letter, wants_news=True)
    path = f"/unsubscribe/{make(Purpose.UNSUBSCRIBE, signature.pk)}/"
    close(letter, by=OPERATOR)

    with time_machine.travel(datetime.now(UTC) + timedelta(days=3650)):
        answer = client.post(path)

    signature.refresh_from_db()
    assert (answer.status_code, signature.wants_news) == (200, False)


def test_asking_again_gives_everybody_the_same_page(client: Client, letter: Letter) -> None:
    make_signature(letter)

    answers = [
        client.post(f"/letters/{letter.slug}/sign/again/", {"email": person.address}, follow=True)
        for person in (ADA, NOOR)
    ]

    assert answers[0].content == answers[1].content
    assert kinds_owed() == ["manage_link"]


def test_whoever_knows_no_letter_gets_one_mail_with_all_links(
    client: Client, letter: Letter, mailoutbox: list[EmailMessage]
) -> None:
    make_signature(letter)
    make_signature(make_letter("second", title="The second letter"))
    make_signature(make_letter("third", title="Not hers"), NOOR)
    client.post("/find/", {"email": ADA.address})

    deliver()

    text = str(mailoutbox[0].body)
    assert text.count("/signature/") == 2
    assert "The second letter" in text
    assert "Not hers" not in text


def test_another_spelling_of_an_address_gets_no_links(
    client: Client, letter: Letter, mailoutbox: list[EmailMessage]
) -> None:
    make_signature(letter)
    client.post("/find/", {"email": "ada+elsewhere@example.org"})

    deliver()

    assert mailoutbox == []


def test_a_mailbox_without_signatures_costs_the_same_and_hears_nothing(
    client: Client, letter: Letter, mailoutbox: list[EmailMessage]
) -> None:
    client.post("/find/", {"email": NOOR.address})
    assert kinds_owed() == ["all_links"]

    deliver()

    assert mailoutbox == []


def test_an_address_that_is_none_gets_a_message(client: Client, db: None) -> None:
    answer = client.post("/find/", {"email": "ada at example"})

    assert answer.status_code == 422
    assert 'id="id_email_error"' in answer.content.decode()
