"""Rows for the tests: what a test does not name has a sensible value."""

from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.models import Membership, Team, User
from letters.ledger.actions import open_log, turn
from letters.ledger.queueing import Signing
from letters.models import Draft, Letter, Signature, Submission, Version
from letters.signing.cards import card_of
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
    """A published letter with its first version and its log; every other keyword is a column of Letter."""
    slug = slug or f"letter-{next(_numbers)}"
    at = fields.pop("published_at", timezone.now() - timedelta(days=1))
    body = fields.pop("body", TEXT)
    origin = f"{HOST}/letters/{slug}/log"
    state = fields.pop("state", Letter.State.PUBLISHED)
    log = None if state == Letter.State.DRAFT else open_log(origin, at=at)
    letter = Letter.objects.create(
        slug=slug,
        team=fields.pop("team", None) or make_team(),
        origin=origin,
        log=log,
        state=state,
        published_at=at,
        **fields,
    )
    letter.current = make_version(letter, title=title, body=body, at=at)
    letter.save(update_fields=["current"])
    if log:
        with turn() as its:
            its.text(log.pk, number=1, sha256=letter.current.sha256, at=at)
        log.refresh_from_db()
    return letter


def make_draft(
    *, title: str = "Pay the choir", to: str = "The opera", body: str = TEXT, language: str = "en", **fields: Any
) -> Letter:
    """A letter that its team still writes, with its draft; every other keyword is a column of Letter."""
    name = f"draft-{next(_numbers)}"
    team = fields.pop("team", None) or make_team()
    letter = Letter.objects.create(slug=name, origin=name, team=team, language=language, **fields)
    Draft.objects.create(letter=letter, language=language, title=title, to=to, body=body)
    return letter


def make_submission(letter: Letter, **fields: Any) -> Submission:
    """A text at the desk; what is not named it takes from its letter as that stands."""
    text = {
        "title": letter.title or "Pay the choir",
        "to": "Whom it concerns",
        "body": TEXT,
        "based_on": letter.current,
    }
    return Submission.objects.create(letter=letter, **{"kind": "first", "language": letter.language} | text | fields)


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
    """A signature in any state, and in its letter's log where its state says that it was counted."""
    signature = Signature.objects.create(**_columns(letter, person, state, fields))
    if state in ("confirmed", "withdrawn", "struck"):
        _sign([signature], [person])
        _end(signature)
    return signature


def make_signatures(letter: Letter, many: int) -> list[Signature]:
    people = [Person(f"Signer {n}", f"signer{n}@example.org") for n in range(1, many + 1)]
    rows = [Signature(**_columns(letter, person, "confirmed", {})) for person in people]
    signatures = Signature.objects.bulk_create(rows)
    _sign(signatures, people)
    return signatures


def _columns(letter: Letter, person: Person, state: str, fields: dict[str, Any]) -> dict[str, Any]:
    at = fields.pop("at", None) or timezone.now()
    shown = ConfirmedFields(fields.setdefault("name", person.name), fields.get("display", "name"))
    return {
        "letter": letter,
        "version": letter.current,
        "identity": letter_identity(letter.pk, person.address),
        "address": seal(person.address),
        "state": state,
        "search": columns(shown)["search"],
        "consent": CONSENT,
        "created_at": at,
        "confirmed_at": None if state == "pending" else at,
    } | fields


def _sign(signatures: list[Signature], people: list[Person]) -> None:
    """Put signatures of one letter into its log, without the mails and milestones that follow from the verbs."""
    letter = signatures[0].letter
    asked = [
        Signing(signature.pk, card_of(signature), person.address, signature.confirmed_at)
        for signature, person in zip(signatures, people, strict=True)
    ]
    with turn() as its:
        operations = its.sign_many(letter.log_id, letter.current.sha256, asked)
        for signature, operation_id in zip(signatures, operations, strict=True):
            signature.operation_id = operation_id
        Signature.objects.bulk_update(signatures, ["operation"])


def _end(signature: Signature) -> None:
    log_id, signing, at = signature.letter.log_id, signature.operation_id, signature.confirmed_at
    with turn() as its:
        if signature.state == "withdrawn":
            its.withdraw(log_id, of=signing, at=at)
        elif signature.state == "struck":
            its.strike(log_id, of=signing, reason=signature.ended_reason or "fraud", at=at)
