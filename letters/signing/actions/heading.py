"""Who stands at the head of a list: asked by the team, put in order, and there once they have signed by name."""

from datetime import datetime
from functools import partial

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.uninvited import has_refused
from letters.signing import mail
from letters.signing.actions.moderating import rank_first
from letters.signing.heading import First, head_of, is_named
from letters.signing.models import FirstSigner, Signature
from letters.signing.rules import MOST_FIRST_SIGNERS
from letters.writing.models import Letter
from letters.writing.rules import may_sign
from petition.audit.actions import record
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from petition.lib.sweeping import sweep_each
from petition.lib.vault import letter_identity, seal

REMOVE = "signing.remove_first"

# Whoever does not show the name is ranked by nothing: a place at the head would tell the team who they are.
RANK = """
    UPDATE letters_signature AS signature SET first_rank = first.rank
      FROM letters_firstsigner AS first JOIN letters_letter AS letter ON letter.id = first.letter_id
     WHERE letter.published_at IS NOT NULL
       AND signature.letter_id = first.letter_id AND signature.identity = first.identity
       AND signature.state = 'confirmed' AND signature.first_rank IS NULL
       AND signature.display = 'name' AND signature.name_hidden_at IS NULL
"""


@transaction.atomic
def add_first(letter_id: int, *, name: str, address: str, by: str, at: datetime | None = None) -> FirstSigner:
    """Put somebody at the end of the head; they are asked by mail once the letter can be signed."""
    letter = _locked(letter_id)
    if letter.state == Letter.State.ARCHIVED:
        raise Refused("letter-archived")
    if has_refused(letter.team_id, address):
        raise Refused("invitations-refused")
    head = head_of(letter)
    if len(head) + _asked_in_vain(letter) >= MOST_FIRST_SIGNERS:
        raise Refused("too-many-first-signers", most=MOST_FIRST_SIGNERS)
    try:
        with transaction.atomic():
            first = FirstSigner.objects.create(
                letter=letter,
                rank=_end_of(head),
                name=name,
                address=seal(address),
                identity=letter_identity(letter.pk, address),
            )
    except IntegrityError as twice:
        raise Refused("first-signer-known") from twice
    record("signing.add_first", letter, by=by, changes={"fields": ["first signers"]}, at=at)
    return first


@transaction.atomic
def raise_to_first(letter_id: int, signature_id: int, *, by: str, at: datetime | None = None) -> bool:
    """Put somebody who has signed by name at the end of the head; whether they stood below it until now."""
    letter = _locked(letter_id)
    head = head_of(letter)
    if any(first.signature and first.signature.pk == signature_id for first in head):
        return False
    if len(head) >= MOST_FIRST_SIGNERS:
        raise Refused("too-many-first-signers", most=MOST_FIRST_SIGNERS)
    if not is_named(Signature.objects.locked(signature_id)):
        raise Refused("first-signer-unnamed")
    rank_first(signature_id, _end_of(head), by=by, at=at)
    return True


@transaction.atomic
def remove_first(letter_id: int, key: str, *, by: str, at: datetime | None = None) -> bool:
    """Take somebody from the head; a signature stays where everybody else's is. Whether they stood there."""
    letter = _locked(letter_id)
    head = head_of(letter)
    gone = next((first for first in head if first.key == key), None)
    if gone is None:
        return False
    was_asked = gone.asked is not None and unask(gone.asked.pk)
    if gone.signature:
        Signature.objects.filter(pk=gone.signature.pk).update(first_rank=None)
    record(REMOVE, letter, by=by, changes={"was_asked": was_asked}, at=at)
    return True


@transaction.atomic
def move_first(letter_id: int, key: str, steps: int, *, by: str, at: datetime | None = None) -> bool:
    """Put somebody so many places further down, or up with a negative number; whether that changed anything."""
    letter = _locked(letter_id)
    head = head_of(letter)
    before = next((place for place, first in enumerate(head) if first.key == key), None)
    if before is None:  # a colleague has taken them off meanwhile
        return False
    place = max(0, min(len(head) - 1, before + steps))
    head.insert(place, head.pop(before))
    _number(head)
    if place != before:
        record("signing.move_first", letter, by=by, changes={"place": [before + 1, place + 1]}, at=at)
    return place != before


def ask_first_signers(*, at: datetime | None = None) -> int:
    """Owe the mail to those whose letter can be signed by now; how many that were."""
    at = at or timezone.now()
    waiting = FirstSigner.objects.filter(asked_at=None, letter__state=Letter.State.PUBLISHED).order_by("pk")
    return sweep_each(list(waiting.values_list("pk", flat=True)), partial(_ask, at=at), what="ask first signer")


def rank_first_signers() -> int:
    """Give their places to those who have signed by name since; confirming itself waits for no list."""
    with connection.cursor() as cursor:
        cursor.execute(RANK)
        return int(cursor.rowcount)


def unask(first_id: int) -> bool:
    """Forget whom a team asked, and whether the mail was owed already; the lock waits for a sweep that is owing it."""
    first = FirstSigner.objects.select_for_update(of=("self",)).filter(pk=first_id).first()
    if first is None:
        return False
    mail.take_back(first)
    first.delete()
    return first.asked_at is not None


@transaction.atomic
def _ask(first_id: int, *, at: datetime) -> bool:
    rows = FirstSigner.objects.select_for_update(of=("self",), skip_locked=True).select_related("letter")
    first = rows.filter(pk=first_id, asked_at=None).first()
    if first is None or not may_sign(first.letter, at):
        return False
    if not Signature.objects.in_force().filter(letter=first.letter, identity=bytes(first.identity)).exists():
        mail.first_signer(first)
    FirstSigner.objects.filter(pk=first_id).update(asked_at=at)
    return True


def _end_of(head: list[First]) -> int:
    """Ranks have gaps where somebody was taken off."""
    return max((first.rank for first in head), default=0) + 1


def _locked(letter_id: int) -> Letter:
    """So that no two changes of one head cross."""
    return Letter.objects.select_for_update(no_key=True).get(pk=letter_id)


def _asked_in_vain(letter: Letter) -> int:
    """Mails to people who were taken off again: whoever adds and removes reaches no more strangers by it."""
    events = AuditEvent.objects.about("letter", letter.pk).of(REMOVE)
    return events.filter(changes__was_asked=True).count()


def _number(head: list[First]) -> None:
    for rank, first in enumerate(head, start=1):
        if first.asked:
            FirstSigner.objects.filter(pk=first.asked.pk).update(rank=rank)
        if first.signature:
            Signature.objects.filter(pk=first.signature.pk).update(first_rank=rank)
