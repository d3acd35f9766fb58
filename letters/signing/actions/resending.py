"""A link again, for whoever owns the mailbox."""

from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from letters.signing import mail
from letters.signing.models import Signature
from letters.writing.models import Letter
from petition.lib.vault import letter_identity, seal, site_identity, unseal
from petition.outbox.actions import one_at_a_time

State = Signature.State


class Found(NamedTuple):
    """What the database answers; an address that never signed here has no row."""

    id: int
    state: str
    address: memoryview | bytes | None
    language: str
    was_confirmed: bool


NOBODY = Found(0, "", None, "en", was_confirmed=False)

# Something to write even where there is no row, so that every branch is one durable commit.
SAME_WORK = "SELECT pg_logical_emit_message(true, 'signing', '')"
# A pending row is kept as long as its newest link works.
TOUCH = """
    UPDATE letters_signature
       SET created_at = CASE WHEN state = 'pending' THEN %s ELSE created_at END
     WHERE letter_id = %s AND identity = %s
 RETURNING id, state, address, language, confirmed_at IS NOT NULL
"""


@transaction.atomic
def resend(address: str, letter: Letter, *, at: datetime | None = None) -> None:
    """Owe the link to confirm or to manage, if there is anything to confirm or to manage."""
    identity = site_identity(address)
    one_at_a_time(identity)
    found = _touch(letter.pk, letter_identity(letter.pk, address), at or timezone.now())
    mail.answer(
        _kind(found),
        signature_id=found.id,
        to=bytes(found.address or seal(address)),
        identity=identity,
        language=found.language,
    )


def send_link(signature_id: int, *, at: datetime | None = None) -> None:
    """Owe a fresh link in place of one that has expired; an erased signature stays silent."""
    signature = Signature.objects.filter(pk=signature_id).select_related("letter").first()
    if signature and signature.address:
        resend(unseal(signature.address), signature.letter, at=at)


@transaction.atomic
def recall(address: str, *, language: str = "en") -> None:
    """Owe one mail with all links; its signatures are looked up when it is sent, so that asking tells nothing."""
    mail.all_links(address, language=language)


def _touch(letter_id: int, identity: bytes, at: datetime) -> Found:
    with connection.cursor() as cursor:
        cursor.execute(SAME_WORK)
        cursor.execute(TOUCH, [at, letter_id, identity])
        row = cursor.fetchone()
    return Found(*row) if row else NOBODY


def _kind(found: Found) -> str | None:
    """A try that was refused before anybody confirmed it gets no mail."""
    if found is NOBODY or (found.state == State.REFUSED and not found.was_confirmed):
        return None
    return mail.AFTER_ASKING[State(found.state)]
