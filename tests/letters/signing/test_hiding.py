"""A name is hidden until a moderator has looked: read by nobody but its signer, and counted all the time."""

import json
from urllib.parse import urlsplit

import pytest
from django.test import Client

from letters.ledger import exporting, reading
from letters.ledger.models import Log
from letters.models import Letter, Signature
from letters.signing.actions import edit, erase, hide_name, restore, show_name, strike, withdraw
from letters.signing.exporting import csv_of
from letters.signing.fields import ConfirmedFields
from letters.signing.links import to_manage
from letters.signing.queries import count_of, differing_from_the_log, search
from letters.signing.rotating import rotate
from letters.signing.rules import StrikeReason
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from tests.cast import ADA, NOOR
from tests.letters.signing.trying import click, row_of, try_to_sign
from tests.makers import make_signature

pytestmark = pytest.mark.django_db

BY = "user 7"


@pytest.fixture
def hidden(letter: Letter) -> Signature:
    signature = make_signature(letter, ADA, title="Countess", city="London")
    assert hide_name(signature.pk, by=BY)
    return Signature.objects.get(pk=signature.pk)


def opened(letter: Letter) -> list[str]:
    log = Log.objects.get(pk=letter.log_id)
    return [opening.card for opening in reading.openings(log.pk, 0, log.size)]


@pytest.mark.parametrize("page", ["", "signatures/", "log/entry/1/", "log/openings/0", "signatures/?q=ada"])
def test_no_page_shows_a_hidden_name(client: Client, letter: Letter, hidden: Signature, page: str) -> None:
    text = client.get(f"/letters/{letter.slug}/{page}").content.decode()

    assert not [word for word in (ADA.name, "Countess", "London") if word in text]


def test_the_letter_counts_whom_it_does_not_name(client: Client, letter: Letter, hidden: Signature) -> None:
    assert "one whose name is not shown" in client.get(f"/letters/{letter.slug}/").content.decode()
    assert (count_of(letter.pk), differing_from_the_log()) == (1, [])


def test_a_hidden_name_is_found_by_no_search_and_stands_in_no_table(letter: Letter, hidden: Signature) -> None:
    assert list(search(letter, "ada")) == []
    assert ADA.name not in "".join(csv_of(letter))


def test_no_opening_shows_a_hidden_name(letter: Letter, hidden: Signature) -> None:
    written = dict(exporting.openings(Log.objects.get(pk=letter.log_id)))

    assert opened(letter) == []
    assert json.loads(written["openings/0"]) == {"openings": []}


def test_the_signer_keeps_receipt_and_page(client: Client, hidden: Signature) -> None:
    assert reading.receipt_of(hidden.operation_id) is not None
    page = client.get(urlsplit(to_manage(hidden)).path).content.decode()
    assert f"Others read “{ADA.name}”" not in page
    assert f'value="{ADA.name}"' in page
    assert "others do not read your name" in page


def test_what_is_hidden_waits_for_a_moderator(hidden: Signature) -> None:
    assert hidden.awaits_since == hidden.name_hidden_at


def test_a_moderator_hides_for_good(hidden: Signature) -> None:
    assert hide_name(hidden.pk, by="user 8", is_decided=True)
    assert not hide_name(hidden.pk, by="user 8", is_decided=True)

    hidden.refresh_from_db()
    assert AuditEvent.objects.get(verb="signing.keep_hidden").actor == "user 8"
    assert (hidden.awaits_since, hidden.name_hidden_at is None) == (None, False)


def test_a_shown_name_reads_as_before(client: Client, letter: Letter, hidden: Signature) -> None:
    assert show_name(hidden.pk, by="user 8")
    assert not show_name(hidden.pk, by="user 8")

    assert [signature.pk for signature in search(letter, "ada")] == [hidden.pk]
    assert ADA.name in client.get(f"/letters/{letter.slug}/").content.decode()
    assert [card.splitlines()[0] for card in opened(letter)] == [f"name {ADA.name}"]
    assert row_of(letter).awaits_since is None


def test_hiding_twice_is_hiding_once(hidden: Signature) -> None:
    assert not hide_name(hidden.pk, by="user 9")

    verbs = AuditEvent.objects.filter(subject_kind="signature", verb="signing.hide_name")
    assert [(event.actor, event.changes) for event in verbs] == [(BY, {})]


def test_no_edit_shows_a_hidden_name(letter: Letter, hidden: Signature) -> None:
    edit(hidden.pk, ConfirmedFields("Ada the Other"))

    assert list(search(letter, "ada")) == []
    assert opened(letter) == []


def test_whoever_leaves_and_signs_again_is_still_hidden(letter: Letter, hidden: Signature) -> None:
    withdraw(hidden.pk)
    try_to_sign(letter)
    click(letter)

    assert list(search(letter, "ada")) == []
    assert (opened(letter), count_of(letter.pk)) == ([], 1)


def test_a_strike_that_is_lifted_shows_no_hidden_name(letter: Letter, hidden: Signature) -> None:
    strike(hidden.pk, reason=StrikeReason.FRAUD, by=BY)
    restore(hidden.pk, by=BY)

    assert (list(search(letter, "ada")), opened(letter)) == ([], [])


def test_the_log_that_follows_withholds_it_too(letter: Letter, hidden: Signature) -> None:
    make_signature(letter, NOOR)

    rotate(letter.pk, says=lambda words: None)

    letter.refresh_from_db()
    assert [card.splitlines()[0] for card in opened(letter)] == [f"name {NOOR.name}"]


def test_erasing_leaves_nothing_to_look_at(hidden: Signature) -> None:
    erase(hidden.pk, keep_counted=True)

    hidden.refresh_from_db()
    assert (hidden.name_hidden_at, hidden.awaits_since) == (None, None)


def test_what_does_not_count_has_no_name_to_hide(letter: Letter) -> None:
    signature = make_signature(letter, NOOR, state="pending")

    with pytest.raises(Refused, match="signature-not-counted"):
        hide_name(signature.pk, by=BY)
