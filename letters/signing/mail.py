"""The mails of signing, owed in the transaction of their cause; letters/signing/composing.py writes them."""

from collections.abc import Iterable
from typing import Any

from accounts.team_mail import owe_owners
from letters.signing.models import FirstSigner, Milestone, Signature
from letters.signing.rules import MAIL_AGAIN_AFTER, MAILS_PER_DAY, MAILS_PER_SIGNATURE, PENDING_KEPT
from petition.lib.vault import seal, site_identity, unseal
from petition.outbox.actions import (
    Limits,
    Owed,
    forget,
    forget_key,
    number_of,
    one_at_a_time,
    owe,
    owe_many,
    owe_within_limits,
)

State = Signature.State

PLEASE_CONFIRM = "signing.please_confirm"
ALREADY_SIGNED = "signing.already_signed"
MANAGE_LINK = "signing.manage_link"
ALL_LINKS = "signing.all_links"
RECEIPT = "signing.receipt"
WITHDRAWN = "signing.withdrawn"
EDITED = "signing.edited"
NEW_ADDRESS = "signing.new_address"
MILESTONE = "signing.milestone"
DIGEST = "signing.digest"
FIRST_SIGNER = "signing.first_signer"
AMENDED = "signing.amended"
REMINDER = "signing.reminder"
LAST_REMINDER = "signing.last_reminder"

# What the room above tells signers (letters/moderation/telling.py).
STRUCK = "moderation.struck"
RESTORED = "moderation.restored"
NAME_HIDDEN = "moderation.name_hidden"
REASON_CLEARED = "moderation.reason_cleared"
OF_DECISIONS = (STRUCK, RESTORED, NAME_HIDDEN, REASON_CLEARED)

UPDATE = "updates.update"  # and its neighbours (letters/updates/composing.py, weekly.py)
WEEKLY = "updates.weekly"

# Whose cause is a signature, so that erasing one finds them.
TO_SIGNERS = (
    *(PLEASE_CONFIRM, REMINDER, LAST_REMINDER, ALREADY_SIGNED, MANAGE_LINK, RECEIPT, WITHDRAWN, EDITED, AMENDED),
    NEW_ADDRESS,
    *(*OF_DECISIONS, UPDATE, WEEKLY),
)

# Whose link confirms.
TO_CONFIRM = (PLEASE_CONFIRM, REMINDER, LAST_REMINDER)

# What strangers can cause for one signature; a link somebody asked for counts apart, or they could use it up.
OF_STRANGERS = (*TO_CONFIRM, ALREADY_SIGNED)

# What a mailbox is told after a try to sign, and after asking for a link; silence is an answer too.
AFTER_SIGNING = {State.PENDING: PLEASE_CONFIRM, State.CONFIRMED: ALREADY_SIGNED, State.HELD: ALREADY_SIGNED}
AFTER_ASKING = dict.fromkeys(State, MANAGE_LINK) | {State.PENDING: PLEASE_CONFIRM}


def answer(
    kind: str | None,
    *,
    signature_id: int,
    to: bytes,
    identity: bytes,
    language: str,
    wanted: bool = True,
    key: str | None = None,
) -> bool:
    """Owe a mail that strangers can cause, within its limits; the same statement runs when there is none to owe."""
    siblings = OF_STRANGERS if kind in (None, *OF_STRANGERS) else ()
    return owe_within_limits(
        kind or PLEASE_CONFIRM,
        Limits(
            per_cause=MAILS_PER_SIGNATURE,
            within=PENDING_KEPT,
            per_day=MAILS_PER_DAY,
            quiet=MAIL_AGAIN_AFTER,
            together_with=siblings,
        ),
        to=to,
        cause=signature_id,
        identity=identity,
        language=language,
        wanted=wanted and kind is not None,
        key=key,
    )


def remind(kind: str, signature: Signature, identity: bytes) -> bool:
    """Owe this reminder of a signature once, and none to a mailbox that had as many mails as strangers may cause."""
    return answer(
        kind,
        signature_id=signature.pk,
        to=bytes(signature.address or b""),
        identity=identity,
        language=signature.language,
        key=f"{kind} {signature.pk}",
    )


def all_links(address: str, *, language: str) -> None:
    """Owe a mailbox the links to all its signatures, whether it has any or not; the renderer finds out."""
    identity = site_identity(address)
    one_at_a_time(identity)
    answer(
        ALL_LINKS,
        signature_id=number_of(identity),
        to=seal(address),
        identity=identity,
        language=language,
    )


def forget_signer(signature: Signature) -> None:
    """Erase the address from every mail about a signature, and from those that listed it among others."""
    forget(kinds=TO_SIGNERS, cause=signature.pk)
    if signature.address is not None:
        forget(kinds=(ALL_LINKS,), cause=number_of(site_identity(unseal(signature.address))))


def please_confirm(signature: Signature) -> None:
    """Ask the owner of the mailbox, after a moderator let a refused try pass."""
    owe_about(signature, PLEASE_CONFIRM)


def receipt(signature: Signature) -> None:
    owe_about(signature, RECEIPT)


def withdrawn(signature: Signature) -> None:
    owe_about(signature, WITHDRAWN)


def edited(signature: Signature) -> None:
    owe_about(signature, EDITED)


def amended(signatures: Iterable[Signature], *, version_id: int) -> None:
    """Owe signers of older versions the news of one that took their place; each hears of it once."""
    owe_many(AMENDED, [_of_version(signature, version_id) for signature in signatures if signature.address])


def milestone(reached: Milestone) -> None:
    """Tell every owner of the letter's team, each once."""
    owe_owners(reached.letter.team, MILESTONE, cause=reached.pk)


def first_signer(first: FirstSigner) -> None:
    """Ask somebody to stand at the head of a list; once, however often they are taken off and put on again."""
    sealed = bytes(first.address)
    owe(
        FIRST_SIGNER,
        to=sealed,
        cause=first.pk,
        identity=site_identity(unseal(sealed)),
        language=first.letter.language,
        key=_asked(first.letter_id, bytes(first.identity)),
    )


def take_back(first: FirstSigner) -> None:
    """Ask somebody no more, and know for a month that they were reached, if they were."""
    forget(kinds=(FIRST_SIGNER,), cause=first.pk)


def forget_asking(letter_id: int, identity: bytes) -> None:
    forget_key(_asked(letter_id, identity))


def _asked(letter_id: int, identity: bytes) -> str:
    return f"{FIRST_SIGNER} {letter_id} {identity.hex()}"


def _of_version(signature: Signature, version_id: int) -> Owed:
    sealed = bytes(signature.address or b"")
    identity = site_identity(unseal(sealed))
    return Owed(sealed, signature.pk, identity, signature.language, f"{AMENDED} {version_id} {signature.pk}")


def owe_about(signature: Signature, kind: str, *, secrets: dict[str, Any] | None = None) -> None:
    """Owe it to the signer, under the signature's number: erasing finds it."""
    if signature.address is None:
        return  # erased: there is nobody left to write to
    sealed = bytes(signature.address)
    identity = site_identity(unseal(sealed))
    owe(kind, to=sealed, cause=signature.pk, identity=identity, language=signature.language, secrets=secrets)
