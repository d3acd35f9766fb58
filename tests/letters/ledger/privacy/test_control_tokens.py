"""A control token stands nowhere before it is shown in the log, and opens nothing after it was."""

from base64 import b32encode, b64encode, urlsafe_b64encode
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from letters.ledger import entries, reading
from letters.ledger.facts import Edit, Withdraw
from letters.ledger.models import Opening
from letters.ledger.openings import secret_of
from letters.models import Letter, Signature
from tests.cast import ADA
from tests.letters.ledger.privacy import places
from tests.letters.ledger.privacy.lives import Life
from tests.letters.ledger.privacy.places import Copies, say
from tests.letters.ledger.privacy.traces import Traces
from tests.letters.ledger.served import Check
from tests.letters.pages.filled import confirm_form, manage_path, pending

pytestmark = pytest.mark.django_db

# No such thing; not this way; and no address at all, where a random token holds a NUL.
CLOSED = {404, 405, 400}


@pytest.fixture
def tokens(letter: Letter, client: Client) -> Traces:
    """Of all who stand in the log; and what a token is made of."""
    Life(letter, client).ask_for_links()
    secrets = [secret_of(opening) for opening in Opening.objects.all()]
    return Traces(*({"control token": secret.token, "secret": bytes(secret)} for secret in secrets))


def test_none_is_public_in_a_mail_or_on_a_page_of_ones_own(
    letter: Letter, client: Client, tokens: Traces, copies: Copies, check: Check
) -> None:
    letter.refresh_from_db()
    pages = [manage_path(signature) for signature in letter.signatures.all()]
    own = [(page, client.get(page).content + client.get(f"{page}export/").content) for page in pages]

    found = tokens.in_([*places.served(letter, client), *places.mails(), *copies.make(letter), *own])

    assert found == {}
    assert tokens.in_([("words", (check(copies.export).words + say("verify", "--all")).encode())]) == {}


def test_none_is_in_the_database_or_in_redis_but_under_the_vaults_key(tokens: Traces) -> None:
    assert tokens.in_([*places.tables(), *places.redis()]) == {"secret": {"letters_opening.secret unsealed"}}


def test_none_is_on_the_stub_in_its_cookie_or_in_the_receipt(letter: Letter, client: Client) -> None:
    _, path = pending(letter, ADA)
    client.post(path, confirm_form(letter, ADA))
    page = f"/letters/{letter.slug}/signed/"
    token = {"control token": secret_of(Opening.objects.latest("pk")).token}

    given = [client.get(page).content, client.get(f"{page}receipt").content, client.cookies.output().encode()]

    assert b"tlog-proof" in given[1]
    assert Traces(token).in_(enumerate_places(given)) == {}


def enumerate_places(given: list[bytes]) -> Iterator[tuple[str, bytes]]:
    return ((f"answer {number}", data) for number, data in enumerate(given))


@pytest.fixture
def shown(letter: Letter, client: Client) -> bytes:
    """The token that an edit has shown, of a signature that still counts."""
    life = Life(letter, client)
    life.live("edit")
    return revealed(letter)


def revealed(letter: Letter) -> bytes:
    assert letter.log
    letter.log.refresh_from_db()
    fact = entries.parse(reading.entry(letter.log.pk, letter.log.size - 1) or b"").fact
    assert isinstance(fact, Edit | Withdraw)
    return fact.control


def spelled(token: bytes, signature: Signature) -> list[str]:
    """As somebody might put it where a token belongs."""
    plain = [token.hex(), urlsafe_b64encode(token).decode(), b32encode(token).decode(), quote(token, safe="")]
    plain.append(quote(b64encode(token), safe=""))
    signed = manage_path(signature).split("/")[2]
    value, time, _ = signed.split(".")
    return [*plain, f"{value}.{time}.{urlsafe_b64encode(token).decode().rstrip('=')}", f"{token.hex()}.{time}"]


def doors(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str]]:
    """Every address of the site with a token in it, as its name and what stands before and behind the token."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from doors(pattern, route)
        elif isinstance(pattern, URLPattern) and "<str:token>" in route:
            yield pattern.name or "", f"/{route}"


def state_of(letter: Letter) -> list[tuple[object, ...]]:
    return list(letter.signatures.order_by("pk").values_list("pk", "state", "display", "name", "address", "wants_news"))


def test_the_doors_that_take_tokens_are_these() -> None:
    names = {name for name, _ in doors(get_resolver())}

    assert names >= {"confirm", "signature", "hide", "withdraw", "erase", "export", "unsubscribe", "deny"}


def test_one_that_an_edit_has_shown_opens_no_door(letter: Letter, client: Client, shown: bytes) -> None:
    before, signature = state_of(letter), letter.signatures.latest("pk")

    for _, route in doors(get_resolver()):
        for token in spelled(shown, signature):
            address = route.replace("<str:token>", token)
            assert {client.get(address).status_code, client.post(address, {"keep": ""}).status_code} <= CLOSED

    assert state_of(letter) == before


def test_one_that_a_withdrawal_has_shown_opens_no_door(letter: Letter, client: Client) -> None:
    life = Life(letter, client)
    life.live("withdraw")
    before, signature = state_of(letter), life.signature

    for _, route in doors(get_resolver()):
        for token in spelled(revealed(letter), signature):
            address = route.replace("<str:token>", token)
            assert {client.get(address).status_code, client.post(address).status_code} <= CLOSED

    assert state_of(letter) == before


def test_one_that_was_shown_is_no_cookie_and_no_header(letter: Letter, shown: bytes) -> None:
    page, before = f"/letters/{letter.slug}/signed/", state_of(letter)

    for token in spelled(shown, letter.signatures.latest("pk")):
        client = Client(headers={"Authorization": f"Bearer {token}", "X-Control-Token": token})
        client.cookies["signed"] = token
        assert client.get(page)["Location"] == f"/letters/{letter.slug}/"
        assert client.get(f"{page}receipt")["Location"] == f"/letters/{letter.slug}/"
        assert client.get(f"/letters/{letter.slug}/?token={token}&control={token}").status_code in (200, 400)

    assert state_of(letter) == before


def test_each_is_shown_once_and_the_next_is_another(letter: Letter, client: Client) -> None:
    """So whoever reads one in the log has nothing that the next change would need."""
    life = Life(letter, client)
    life.live("edit")
    first = revealed(letter)
    life.live("withdraw")

    assert revealed(letter) != first
