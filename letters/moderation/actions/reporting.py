"""What readers complain of: all reports of one letter or signature make one open case."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from letters.moderation.models import Case, Report
from letters.moderation.rules import ASKED_AGAIN
from letters.signing.models import Signature
from letters.signing.queries import SignatureQuerySet
from letters.signing.showing import shown_name
from letters.writing.models import Letter
from petition.lib.vault import seal

# One statement each, so that parallel reports meet in one case; the conditions are those of its unique constraints.
_INTO = """
INSERT INTO letters_case AS it (letter_id, signature_id, language, reports, opened_at)
VALUES (%(letter)s, %(signature)s, %(language)s, 1, %(at)s)
ON CONFLICT {subject} DO UPDATE SET reports = it.reports + 1
RETURNING id
"""
_INTO_CASE_OF_LETTER = _INTO.format(subject="(letter_id) WHERE decided_at IS NULL AND signature_id IS NULL")
_INTO_CASE_OF_SIGNATURE = _INTO.format(subject="(signature_id) WHERE decided_at IS NULL AND signature_id IS NOT NULL")


@dataclass(frozen=True)
class Complaint:
    """What a reader says, and perhaps where to answer."""

    reason: str
    words: str = ""
    address: str = ""
    language: str = "en"
    network: str = ""


def report(letter: Letter, complaint: Complaint, *, entry: int | None = None, at: datetime | None = None) -> None:
    """Report a letter, or what one entry of its log shows; an entry that shows nobody is passed over in silence."""
    at = at or timezone.now()
    with transaction.atomic():
        signature = _locked(letter, entry)
        is_nobody = entry is not None and signature is None
        if is_nobody or _is_repeated(letter, signature, complaint, at):
            return
        if signature is not None:
            Signature.objects.filter(pk=signature.pk, reported_at=None).update(reported_at=at)
        _add(_into_case(letter, signature, at), complaint, at)


def _locked(letter: Letter, entry: int | None) -> Signature | None:
    """The signature that is reported, as it stands once what is reported is locked: its signer may be leaving.

    Locked before its case, in the order of whoever decides; so the second click finds what the first has said.
    """
    if entry is not None:
        return shown_at(letter, entry, among=Signature.objects.select_for_update(of=("self",), no_key=True))
    Letter.objects.select_for_update(no_key=True).get(pk=letter.pk)
    return None


def shown_at(letter: Letter, entry: int, *, among: SignatureQuerySet | None = None) -> Signature | None:
    """The signature that readers see at an entry of the letter's log."""
    rows = Signature.objects.all() if among is None else among
    standing = rows.filter(letter=letter, state=Signature.State.CONFIRMED)
    signature = standing.filter(operation__log=letter.log_id, operation__index=entry).first()
    return signature if signature is not None and shown_name(signature) else None


def _is_repeated(letter: Letter, signature: Signature | None, complaint: Complaint, at: datetime) -> bool:
    """A double click, or somebody who says the same again to be heard louder."""
    said = Report.objects.filter(case__letter=letter, case__signature=signature, case__decided_at=None)
    same = said.filter(reason=complaint.reason, words=complaint.words, created_at__gt=at - ASKED_AGAIN)
    return same.exclude(network="").filter(network=complaint.network).exists()


def _into_case(letter: Letter, signature: Signature | None, at: datetime) -> int:
    values: dict[str, int | str | datetime | None] = {
        "letter": letter.pk,
        "signature": signature.pk if signature else None,
        "language": letter.language,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_INTO_CASE_OF_SIGNATURE if signature else _INTO_CASE_OF_LETTER, values)
        return int(cursor.fetchone()[0])


def _add(case_id: int, complaint: Complaint, at: datetime) -> None:
    Report.objects.create(
        case=Case(pk=case_id),
        reason=complaint.reason,
        words=complaint.words,
        address=seal(complaint.address) if complaint.address else None,
        language=complaint.language,
        network=complaint.network,
        created_at=at,
    )
