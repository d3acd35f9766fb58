"""Everything by which a signer could be found again, in every spelling in which it could stand somewhere."""

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from html import escape
from urllib.parse import quote

from letters.ledger import commitments
from letters.ledger.models import Opening
from letters.ledger.openings import secret_of
from letters.models import Signature
from letters.signing.fields import ConfirmedFields
from petition.lib import vault
from petition.lib.emails import exact, normalise
from tests.cast import Person

Found = dict[str, set[str]]  # names of traces, each with the places where it stands

# Every word of hers is long, and nobody else's.
QUINTESSA = Person("Quintessa Övenström", "Quin.Tephrite+letters@Pümice.example")
SHOWN = ConfirmedFields(
    name=QUINTESSA.name,
    title="Volcanologist",
    affiliation="Tephra Institute",
    city="Reykjavík",
    country="Islandia",
    reason="Because of basalt",
    wants_news=True,
)
PUNYCODE = "xn--pmice-kva.example"

# What an edit or a withdrawal shows for ever of the commitment that it opens: a spent token, and two hashes.
REVEALED = {"control token", "commitment to the card", "commitment to the address"}
IDENTITY = "keyed identity under this letter"
LIMITED = "keyed identity for limits"


def words() -> dict[str, bytes]:
    """What she typed, and what is made of her address."""
    fields = (SHOWN.title, SHOWN.affiliation, SHOWN.city, SHOWN.country, SHOWN.reason)
    typed = {word: word for word in (*QUINTESSA.name.split(), *fields, "Quin.Tephrite", "Pümice", PUNYCODE)}
    made = {"address as typed": QUINTESSA.address, "address": normalise(QUINTESSA.address)}
    return {name: text.encode() for name, text in (typed | made | {"exact": exact(QUINTESSA.address)}).items()}


def identities(signature: Signature) -> dict[str, bytes]:
    """Her address under the site's keys."""
    everywhere = vault.site_identity(QUINTESSA.address)
    return {
        IDENTITY: vault.letter_identity(signature.letter_id, QUINTESSA.address),
        LIMITED: everywhere,
        "keyed identity of the mailbox": vault.exact_identity(QUINTESSA.address),
        "number of the mailbox": str(int.from_bytes(everywhere[:8], signed=True)).encode(),
    }


def secrets_of(opening: Opening) -> dict[str, bytes]:
    """What opens her entry, and what is known only to us."""
    secret = secret_of(opening)
    return {
        "secret": bytes(secret),
        "salt of the card": bytes(opening.salt),
        "salt of the address": secret.mail_salt,
        "control token": secret.token,
        "commitment to the card": commitments.card_hash(bytes(opening.salt), opening.card),
        "commitment to the address": bytes(opening.mail),
    }


class Traces:
    """Values that are looked for; two of one name are two values, such as the salts before and after an edit."""

    def __init__(self, *many: Mapping[str, bytes]) -> None:
        self.spelled: dict[str, set[bytes]] = {}
        for values in many:
            self.note(values)

    def note(self, values: Mapping[str, bytes]) -> None:
        for name, value in values.items():
            forms = self.spelled.setdefault(name, set())
            forms.update(lowered for form in spellings(value) for lowered in (form.lower(), _lower(form)))

    def in_(self, places: Iterable[tuple[str, bytes]]) -> Found:
        found: Found = {}
        for place, data in places:
            lowered = _lower(data)
            for name, forms in self.spelled.items():
                if any(form in lowered for form in forms):
                    found.setdefault(name, set()).add(place)
        return found


def spellings(value: bytes) -> set[bytes]:
    """The bytes themselves, and what JSON, HTML, addresses, hex and base64 make of them."""
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return _spellings_of_bytes(value)
    forms = {form.encode() for form in (text, json.dumps(text)[1:-1], escape(text), quote(text))}
    return forms | {part for form in forms for part in _in_base64(form)}


def _spellings_of_bytes(value: bytes) -> set[bytes]:
    """Base64 in base64 among them: a receipt holds hashes so."""
    written = {value.hex().encode(), b64encode(value), urlsafe_b64encode(value)}
    return {value, *written, *(part for form in (value, *written) for part in _in_base64(form))}


def _in_base64(value: bytes) -> set[bytes]:
    """What is the same in the base64 of anything that holds the value, at each of three distances from its start."""
    found = set()
    for before in range(3):
        bits = range(8 * before, 8 * (before + len(value)))
        first, end = -(-bits.start // 6), bits.stop // 6
        for encode in (b64encode, urlsafe_b64encode):
            found.add(encode(bytes(before) + value + bytes(3))[first:end])
    return {part for part in found if len(part) >= 7}  # anything shorter stands somewhere by chance


def _lower(data: bytes) -> bytes:
    """Without case, also beyond ASCII where it is text."""
    try:
        return data.decode().lower().encode()
    except UnicodeDecodeError:
        return data.lower()
