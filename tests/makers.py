"""Rows for the tests: what a test does not name has a sensible value."""

from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.models import Membership, Team, User
from letters.models import Letter, Signature, Tally, Version
from letters.signing.fields import ConfirmedFields, columns
from letters.signing.rules import CONSENT
from petition.lib.vault import letter_identity, seal
from tests.cast import ADA, OLIVE, Person

HOST = "letters.example"
TEXT = "We wrote the songs.\n\n▌║█║▌ **PAY US** ▌║█║▌ ☠️\n\nYours,\nthe undersigned"

_numbers = count(1)


def make_user(person: Person = OLIVE, **fields: Any) -> User:
    found = User.objects.filter(email=person.address).first()
    return found or User.objects.create_user(person.address, name=person.name, **fields)


def make_team(owner: User | None = None, name: str = "The studio") -> Team:
    team = Team.objects.create(name=name)
    Membership.objects.create(team=team, user=owner or make_user(), role=Membership.Role.OWNER)
    return team


def make_letter(slug: str | None = None, *, title: str = "Artists are not your unpaid R&D", **fields: Any) -> Letter:
    """A published letter with its first version; every other keyword is a column of Letter."""
    slug = slug or f"letter-{next(_numbers)}"
    at = fields.pop("published_at", timezone.now() - timedelta(days=1))
    body = fields.pop("body", TEXT)
    letter = Letter.objects.create(
        slug=slug,
        team=fields.pop("team", None) or make_team(),
        origin=f"{HOST}/letters/{slug}/log",
        state=fields.pop("state", Letter.State.PUBLISHED),
        published_at=at,
        **fields,
    )
    letter.current = make_version(letter, title=title, body=body, at=at)
    letter.save(update_fields=["current"])
    return letter


def make_version(
    letter: Letter, *, number: int = 1, title: str = "", to: str = "Whom it concerns", body: str = TEXT, at: datetime
) -> Version:
    body = body.rstrip("\n") + "\n"
    head = f"origin {letter.origin}\nversion {number}\nlang {letter.language}\ntitle {title}\nto {to}\n"
    return Version.objects.create(
        letter=letter,
        number=number,
        language=letter.language,
        title=title,
        to=to,
        body=body,
        origin=letter.origin,
        content_hash=sha256(f"open-letter/v1 text\n{head}\n{body}".encode()).hexdigest(),
        published_at=at,
    )


def make_signature(letter: Letter, person: Person = ADA, *, state: str = "confirmed", **fields: Any) -> Signature:
    """A signature in any state, counted in its letter's sums where its state is counted."""
    at = fields.pop("at", None) or timezone.now()
    shown = ConfirmedFields(fields.setdefault("name", person.name), fields.get("display", "name"))
    signature = Signature.objects.create(
        letter=letter,
        version=fields.pop("version", None) or letter.current,
        identity=letter_identity(letter.pk, person.address),
        address=seal(person.address),
        state=state,
        search=columns(shown)["search"],
        consent=CONSENT,
        created_at=fields.pop("created_at", at),
        confirmed_at=fields.pop("confirmed_at", None if state == "pending" else at),
        **fields,
    )
    if state in ("confirmed", "withdrawn", "struck"):
        signature.number = _counted(letter, state)
        signature.save(update_fields=["number"])
    return signature


def _counted(letter: Letter, state: str) -> int:
    """Put one more signature into the sums, without the milestones that follow from the verbs."""
    tally, _ = Tally.objects.get_or_create(letter_id=letter.pk)
    tally.signed += 1
    number = tally.signed
    if state != "confirmed":
        setattr(tally, state, getattr(tally, state) + 1)
    tally.save(update_fields=["signed", "withdrawn", "struck"])
    return number


def make_signatures(letter: Letter, many: int) -> list[Signature]:
    return [make_signature(letter, Person(f"Signer {n}", f"signer{n}@example.org")) for n in range(1, many + 1)]
