"""Looking for an erased signer in every place there is, and at the log that goes on without her."""

from collections.abc import Iterator

from django.test import Client

from letters.models import Letter
from letters.signing.queries import count_of
from tests.letters.ledger.books import assert_sound
from tests.letters.ledger.privacy import places
from tests.letters.ledger.privacy.places import Copies, say
from tests.letters.ledger.privacy.traces import IDENTITY, LIMITED, REVEALED, Found
from tests.letters.ledger.served import Check


class Everywhere:
    """All places, read anew: tables, Redis, mails, pages, files carried out, and her own pages by address."""

    def __init__(self, client: Client, copies: Copies) -> None:
        self.client, self.copies = client, copies

    def __call__(self, letter: Letter, *pages: str) -> Iterator[tuple[str, bytes]]:
        letter.refresh_from_db()
        yield from places.tables()
        yield from places.redis()
        yield from places.mails()
        yield from places.served(letter, self.client)
        yield from self.copies.make(letter)
        for page in pages:
            yield f"GET {page}", self.client.get(page).content


def without_limits(found: Found) -> Found:
    """What is found, but for the key in Redis that counts tries with one address: it goes by itself."""
    limited = found.pop(LIMITED, set())
    assert all("guard:sign:address" in place for place in limited), limited
    return found


def shows_entries(place: str) -> bool:
    """The last one stands on the page of the log."""
    names = ("letters_entry.body", "letters_operation.facts", "tile/entries/", "/receipt/", "/entry/")
    return place.endswith("/log/") or any(name in place for name in names)


def assert_gone(found: Found, *, is_revealed: bool, keeps_identity: bool) -> None:
    found = without_limits(found)
    assert found.pop(IDENTITY, set()) == ({"letters_signature.identity"} if keeps_identity else set())
    for trace in REVEALED if is_revealed else ():
        assert all(map(shows_entries, found.pop(trace))), trace
    assert found == {}


def assert_valid(letter: Letter, copies: Copies, check: Check, count: int) -> None:
    letter.refresh_from_db()
    assert count_of(letter.pk) == count
    assert_sound(letter.log)
    assert "nothing differs" in say("verify", "--all")
    verdict = check(copies.export)
    assert verdict.status == 0, verdict.words
