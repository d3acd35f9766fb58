"""The operator's side of a mail audit: the addresses behind a sample of signatures, for one named auditor."""

import json
from typing import Any

from django.db import transaction

from letters.ledger import commitments, openings, sampling
from letters.ledger.models import Log, Opening, Operation
from letters.models import Letter, Signature
from petition.audit.actions import OPERATOR, record
from petition.lib.canonical import to_base64
from petition.lib.emails import normalise
from petition.lib.vault import unseal

FORMAT = "open-letter/v1 mail audit"


@transaction.atomic
def disclosed(letter: Letter, log: Log, *, many: int, auditor: str) -> bytes:
    """The file for the auditor; that it was made is written into the history, with whom it is for."""
    note, checkpoint = sampling.source(log)
    drawn = sampling.draw(log, checkpoint, many)
    opened = [found for signing in drawn if (found := _opened(signing))]
    record("ledger.mail_audit", letter, by=OPERATOR, changes={"auditor": auditor, "opened": len(opened)})
    shown = {"format": FORMAT, "auditor": auditor, "checkpoint": note, "drawn": len(drawn), "opened": opened}
    return (json.dumps(shown, indent=1, ensure_ascii=False) + "\n").encode()


def _opened(signing: Operation) -> dict[str, Any] | None:
    """What opens a signature's commitment to its address; nothing of those who left, were struck or erased."""
    opening = Opening.objects.filter(operation=signing, operation__standing=Operation.Standing.LIVE).first()
    signature = Signature.objects.filter(operation=signing).first()
    if opening is None or signature is None or signature.address is None:
        return None
    return {
        "of": signing.index,
        "address": normalise(unseal(signature.address)),
        "salt": to_base64(openings.secret_of(opening).mail_salt),
        "card": to_base64(commitments.card_hash(bytes(opening.salt), opening.card)),
        "control": to_base64(bytes(opening.control)),
    }
