"""Signers of an older version hear of the newer one, once, and can leave."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from django.test import Client

from letters import tasks
from letters.models import Letter, Signature
from letters.signing import announcing, mail
from letters.signing.actions import erase, unsubscribe, withdraw
from letters.signing.queries import count_of
from letters.writing.actions import amend, bring_back, take_down
from petition.audit.actions import OPERATOR
from petition.outbox.kinds import UNWANTED, Mail, kind_of
from petition.outbox.models import Message
from tests.cast import ADA, NOOR
from tests.letters.signing.trying import at_once, click, try_to_sign
from tests.live import ROOT
from tests.makers import TEXT, make_letter, make_signature, make_signatures

pytestmark = pytest.mark.django_db


def change(letter: Letter, words: str = "We wrote the films too.") -> None:
    amend(letter, body=f"{TEXT}\n\n{words}", note="The films belong here", by=OPERATOR)


def told() -> list[int]:
    return [message.cause for message in Message.objects.filter(kind=mail.AMENDED).order_by("id")]


def rendered(message: Message) -> Mail:
    sent = kind_of(message.kind).render(message)
    assert isinstance(sent, Mail)
    return sent


def test_who_signed_before_is_told_once(letter: Letter) -> None:
    signatures = make_signatures(letter, 3)
    change(letter)

    assert (announcing.tell(), announcing.tell()) == (1, 0)

    assert sorted(told()) == [signature.pk for signature in signatures]
    assert Letter.objects.get().announced == 2


def test_who_signed_the_new_text_or_left_hears_nothing(letter: Letter) -> None:
    make_signature(letter, NOOR, state="withdrawn")
    change(letter)
    try_to_sign(letter, ADA)
    click(letter, ADA)

    announcing.tell()

    assert told() == []


def test_batches_tell_everybody_though_they_confirmed_in_one_moment(
    letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcing, "TOLD_AT_ONCE", 2)
    signatures = make_signatures(letter, 7)
    Signature.objects.filter(pk__lte=signatures[4].pk).update(confirmed_at=signatures[0].confirmed_at)
    change(letter)

    announcing.tell()

    assert sorted(told()) == [signature.pk for signature in signatures]


def test_a_letter_out_of_sight_tells_when_it_is_back(letter: Letter) -> None:
    make_signature(letter)
    change(letter)
    take_down(letter, notice="A court said so.", by=OPERATOR)
    assert announcing.tell() == 0

    bring_back(letter.pk, by=OPERATOR)

    assert announcing.tell() == 1


def test_the_mail_says_what_was_changed_and_what_its_team_says_of_it(letter: Letter) -> None:
    make_signature(letter)
    change(letter)
    announcing.tell()

    sent = rendered(Message.objects.get())

    assert letter.title in sent.subject
    for words in ("[added: ", "We wrote the films too.", "The films belong here"):
        assert words in sent.text
    assert "We wrote the films too.</strong></ins>" in sent.html


def test_of_two_amendments_before_the_first_mail_only_the_newer_is_sent(letter: Letter) -> None:
    make_signature(letter)
    change(letter)
    announcing.tell()
    change(letter, "And the games.")
    announcing.tell()

    older, newer = Message.objects.order_by("id")

    assert kind_of(mail.AMENDED).render(older) is UNWANTED
    assert "And the games." in rendered(newer).text


def test_one_link_and_one_button_leave_the_letter(letter: Letter, client: Client) -> None:
    make_signature(letter)
    change(letter)
    announcing.tell()
    found = re.search(r"/signature/[\w.-]+/", rendered(Message.objects.get()).text)
    assert found

    page = client.get(found.group()).content.decode()
    assert "We wrote the films too." in page
    assert page.index("withdraw/") < page.index("Save the changes")
    client.post(f"{found.group()}withdraw/", HTTP_SEC_FETCH_SITE="same-origin")

    assert (Signature.objects.get().state, count_of(letter.pk)) == ("withdrawn", 0)


def gone(signature_id: int) -> None:
    take_down(Signature.objects.get(pk=signature_id).letter, notice="An order.", by=OPERATOR)


@pytest.mark.parametrize("leave", [withdraw, partial(erase, keep_counted=False), unsubscribe, gone])
def test_who_left_before_the_mail_is_sent_gets_none(letter: Letter, leave: Callable[[int], object]) -> None:
    signature = make_signature(letter)
    change(letter)
    announcing.tell()

    leave(signature.pk)

    owed = Message.objects.get(kind=mail.AMENDED)
    assert kind_of(mail.AMENDED).render(owed) is UNWANTED


@pytest.mark.django_db(transaction=True)
def test_sweeps_that_run_at_once_tell_once() -> None:
    letter = make_letter()
    make_signatures(letter, 5)
    change(letter)

    at_once(*[tasks.tell_amendments] * 4)

    assert len(told()) == 5


KILLED = """
import os, signal
import django
django.setup()
from letters.signing import announcing, mail
owe, calls = mail.owe_many, []
def owe_and_die(kind, mails):
    owe(kind, mails)
    calls.append(kind)
    if len(calls) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
mail.owe_many = owe_and_die
announcing.TOLD_AT_ONCE = 2
announcing.tell()
"""


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_at_any_row_is_made_up_for() -> None:
    letter = make_letter()
    signatures = make_signatures(letter, 9)
    change(letter)

    process = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, env=_on_this_database(), check=False)
    assert process.returncode == -signal.SIGKILL
    assert (len(told()), Letter.objects.get().announced) == (4, 1)
    announcing.tell()

    assert sorted(told()) == [signature.pk for signature in signatures]


def _on_this_database() -> dict[str, str]:
    address = urlsplit(os.environ["DATABASE_URL"])
    database = urlunsplit(address._replace(path="/" + str(connection.settings_dict["NAME"])))
    return {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.settings"}
