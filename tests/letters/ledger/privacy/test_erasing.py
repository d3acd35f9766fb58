"""An erased signer is found nowhere: every table, mail, page, file and key is searched in every spelling.

Left are the entry with its proof, the count as it should be, and what the log has shown for ever: of a commitment that
an edit or a withdrawal opened, a spent token and two hashes of salted things. Who stays counted, and who was struck,
leaves a keyed identity, or she could sign twice; the limits of the sign form know a keyed one for two hours.
"""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db.models import F
from django.test import Client
from redis import Redis

from letters.ledger import actions as ledger
from letters.models import Letter, Signature
from letters.signing import rotating
from petition.outbox import composing
from petition.outbox.models import Message
from petition.outbox.tasks import forget_recipients
from tests.letters.ledger.privacy import places
from tests.letters.ledger.privacy.everywhere import Everywhere, assert_gone, assert_valid, without_limits
from tests.letters.ledger.privacy.lives import Life, fields
from tests.letters.ledger.privacy.places import Copies
from tests.letters.ledger.privacy.traces import (
    PUNYCODE,
    QUINTESSA,
    Traces,
    identities,
    words,
)
from tests.letters.ledger.served import Check
from tests.letters.pages.filled import confirm_path, manage_path
from tests.letters.signing.trying import row_of, turn_taken

pytestmark = pytest.mark.django_db

# How she is shown at first, and what happened since.
COUNTED = {
    "by name": ("name",),
    "by initials": ("initials",),
    "unnamed": ("anonymous",),
    "edited": ("name", "edit"),
    "hidden": ("name", "hide"),
    "edited and hidden": ("name", "edit", "hide"),
    "weekly": ("name", "gather"),
    "restored": ("name", "strike", "restore"),
    "back again": ("name", "withdraw", "sign"),
}
ENDED = {
    "withdrawn": ("name", "withdraw"),
    "struck": ("name", "strike"),
    "edited and struck": ("initials", "edit", "strike"),
    "edited and withdrawn": ("name", "edit", "withdraw"),
}
# Made of what is written, when it is needed.
NEVER_WRITTEN = {"address", "exact", PUNYCODE, "salt of the address"}
OPENS = {"edit", "hide", "withdraw"}  # show the control token


@pytest.fixture
def everywhere(client: Client, copies: Copies) -> Everywhere:
    return Everywhere(client, copies)


def lived(letter: Letter, client: Client, display: str, *steps: str) -> Life:
    life = Life(letter, client, display=display)
    for step in steps:
        life.live(step)
    life.live("ask_for_links")
    return life


def test_who_is_not_erased_is_found(letter: Letter, client: Client, everywhere: Everywhere) -> None:
    """The search finds what is there, however it is spelled: in rows, sealed or not, files, pages, mails and Redis."""
    lives = lived(letter, client, "name", "edit", "gather")

    found = lives.traces.in_(everywhere(letter, manage_path(lives.signature)))

    assert lives.traces.spelled.keys() - found.keys() == {*NEVER_WRITTEN, "Volcanologist"}  # which she has changed
    assert found["address as typed"] == {"letters_signature.address unsealed", "outbox_message.recipient unsealed"}
    assert found["secret"] == {"letters_opening.secret unsealed"}
    assert found["salt of the card"] >= {"letters_opening.salt", "GET /letters/artists/log/openings/0"}
    assert found["Övenström"] >= {
        *("letters_opening.card", "letters_signature.name", "GET /letters/artists/signatures/", "the list as CSV"),
        *("export letters/artists/log/openings/0", "archive artists-log/openings/0", "mail signing.receipt"),
    }
    assert found["keyed identity of the mailbox"] == {"letters_weeklymailbox.identity"}
    assert found["number of the mailbox"] == {"outbox_message.cause"}


@pytest.mark.parametrize("keep_counted", [True, False])
@pytest.mark.parametrize("life", COUNTED)
def test_who_counted_is_found_nowhere(
    letter: Letter, client: Client, everywhere: Everywhere, check: Check, life: str, keep_counted: bool
) -> None:
    lives = lived(letter, client, *COUNTED[life])

    page = lives.erase(keep_counted=keep_counted)

    is_revealed = not keep_counted or bool(OPENS & set(COUNTED[life]))
    assert_gone(lives.traces.in_(everywhere(letter, page)), is_revealed=is_revealed, keeps_identity=keep_counted)
    assert_valid(letter, everywhere.copies, check, 3 if keep_counted else 2)


@pytest.mark.parametrize("life", ENDED)
def test_who_had_left_or_was_struck_is_found_nowhere(
    letter: Letter, client: Client, everywhere: Everywhere, check: Check, life: str
) -> None:
    lives = lived(letter, client, *ENDED[life])

    page = lives.erase(keep_counted=False)

    found = lives.traces.in_(everywhere(letter, page))
    assert_gone(found, is_revealed=bool(OPENS & set(ENDED[life])), keeps_identity="strike" in ENDED[life])
    assert_valid(letter, everywhere.copies, check, 2)


@pytest.mark.parametrize("keep_counted", [True, False])
def test_no_mail_to_an_erased_signer_is_sent(letter: Letter, client: Client, keep_counted: bool) -> None:
    lives = lived(letter, client, "name", "edit")

    lives.erase(keep_counted=keep_counted)

    assert Message.objects.filter(state="unwanted").exists()
    assert not Message.objects.owed().exists()
    assert set(Message.objects.values_list("recipient", "identity")) == {(b"", b"")}


def test_the_limits_know_her_by_a_key_for_two_hours_at_most(
    letter: Letter, client: Client, settings: LazySettings
) -> None:
    Life(letter, client).erase(keep_counted=False)

    store = Redis.from_url(settings.REDIS_URL)
    assert {store.pttl(key) <= 2 * 3600 * 1000 for key in store.scan_iter("guard:*")} == {True}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("keep_counted", [True, False])
def test_who_is_erased_before_her_entry_has_its_place_is_found_nowhere(
    letter: Letter,
    client: Client,
    everywhere: Everywhere,
    check: Check,
    keep_counted: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ledger, "PATIENCE_MS", 50)
    with turn_taken(letter):
        lives = Life(letter, client)
        assert lives.signature.index is None
        page = lives.erase(keep_counted=keep_counted)
        assert_gone(lives.traces.in_(places.tables()), is_revealed=not keep_counted, keeps_identity=keep_counted)

    assert ledger.sequence_waiting() == 1

    found = lives.traces.in_(everywhere(letter, page))
    assert_gone(found, is_revealed=not keep_counted, keeps_identity=keep_counted)
    assert_valid(letter, everywhere.copies, check, 3 if keep_counted else 2)


@pytest.mark.parametrize("keep_counted", [True, False])
def test_who_is_erased_after_her_letter_took_another_log_is_found_nowhere(
    letter: Letter, client: Client, everywhere: Everywhere, check: Check, keep_counted: bool
) -> None:
    lives = Life(letter, client)
    rotating.rotate(letter.pk, says=lambda words: None)
    letter.refresh_from_db()
    lives.live("ask_for_links")

    page = lives.erase(keep_counted=keep_counted)

    found = lives.traces.in_(everywhere(letter, page))
    assert_gone(found, is_revealed=not keep_counted, keeps_identity=keep_counted)
    assert_valid(letter, everywhere.copies, check, 3 if keep_counted else 2)


@pytest.mark.parametrize("keep_counted", [True, False])
def test_who_is_erased_while_her_letter_takes_another_log_is_found_nowhere(
    letter: Letter, client: Client, everywhere: Everywhere, check: Check, keep_counted: bool
) -> None:
    lives = Life(letter, client)
    assert letter.log
    move = rotating.Move(letter, letter.log, lambda words: None)
    move.enter_all()

    page = lives.erase(keep_counted=keep_counted)

    found = lives.traces.in_(places.tables())
    assert_gone(found, is_revealed=not keep_counted, keeps_identity=keep_counted)

    rotating.rotate(letter.pk, says=lambda words: None)
    found = lives.traces.in_(everywhere(letter, page))
    assert_gone(found, is_revealed=not keep_counted, keeps_identity=keep_counted)
    assert_valid(letter, everywhere.copies, check, 3 if keep_counted else 2)


def test_after_a_month_nothing_tells_that_two_mails_went_to_one_mailbox(letter: Letter, client: Client) -> None:
    lives = lived(letter, client, "name")
    Message.objects.update(state="sent", created_at=F("created_at") - timedelta(days=31))

    forget_recipients()

    places_of_mails = [(place, data) for place, data in places.tables() if place.startswith("outbox_message")]
    assert places_of_mails
    assert lives.traces.in_(places_of_mails) == {}


def test_no_process_remembers_what_a_receipt_says(letter: Letter, client: Client) -> None:
    lived(letter, client, "name", "edit")
    kept = composing._pattern.cache_info().currsize

    assert {place for place, _ in places.mails()} >= {"mail signing.receipt", "mail signing.edited"}

    assert composing._pattern.cache_info().currsize <= kept + 2  # the mail with all links, and the one to confirm


@pytest.mark.parametrize("state", ["pending", "held"])
def test_who_never_counted_is_found_nowhere(letter: Letter, client: Client, everywhere: Everywhere, state: str) -> None:
    client.post(f"/letters/{letter.slug}/sign/", fields(letter, "name"))
    signature = row_of(letter, QUINTESSA)
    traces = Traces(words(), identities(signature))
    if state == "held":
        Signature.objects.filter(pk=signature.pk).update(verdict="hold")
        client.post(confirm_path(signature), fields(letter, "name"))
    assert row_of(letter, QUINTESSA).state == state

    client.post(f"{manage_path(signature)}erase/")

    assert without_limits(traces.in_(everywhere(letter))) == {}
