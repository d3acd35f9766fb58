"""Commitments made for a signature, and what opens them: kept until its signer is erased."""

import os
from dataclasses import dataclass

from letters.ledger import commitments
from letters.ledger.commitments import SALT_BYTES, Secret
from letters.ledger.models import Opening, Operation
from petition.lib.canonical import to_base64
from petition.lib.emails import normalise
from petition.lib.vault import seal, unseal

SEALED_FOR = "opening secret"  # what the vault binds the secret to


@dataclass(frozen=True)
class Made:
    """A fresh commitment to how a signature is shown, whose it is, and who may change it."""

    card: str
    salt: bytes
    mail: bytes
    control: bytes
    secret: bytes  # sealed

    @property
    def is_public(self) -> bool:
        return self.card != ""

    @property
    def commit(self) -> bytes:
        return commitments.commit(commitments.card_hash(self.salt, self.card), self.mail, self.control)


def make(card: str, address: str) -> Made:
    """Commit to a card, empty for a private signer, and to an address in its normalised form."""
    secret = Secret.new()
    return Made(
        card=card,
        salt=os.urandom(SALT_BYTES),
        mail=commitments.mail_hash(secret.mail_salt, normalise(address)),
        control=commitments.control_hash(secret.token),
        secret=seal(bytes(secret).hex(), SEALED_FOR),
    )


def secret_of(opening: Opening) -> Secret:
    return Secret(bytes.fromhex(unseal(opening.secret, SEALED_FOR)))


def revealed(opening: Opening) -> tuple[bytes, tuple[bytes, bytes]]:
    """The control token, and the two other parts of the commitment that it opens."""
    card = commitments.card_hash(bytes(opening.salt), opening.card)
    return secret_of(opening).token, (card, bytes(opening.mail))


def as_published(opening: Opening) -> dict[str, object]:
    """What anybody may open a public signature's entry with: its address stays a commitment."""
    return {
        "index": opening.latest.index,
        "of": opening.operation.index,
        "salt": to_base64(bytes(opening.salt)),
        "card": opening.card,
        "mail": to_base64(bytes(opening.mail)),
        "control": to_base64(bytes(opening.control)),
    }


def replace(opening: Opening, made: Made, *, latest: Operation) -> None:
    """Let an opening belong to a newer commitment; the older one is opened by nothing any more."""
    values = {"latest": latest, "is_public": made.is_public, **vars(made)}
    Opening.objects.filter(pk=opening.pk).update(**values)
