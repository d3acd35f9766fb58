"""A witness of the tests, which cosigns whatever a log shows it."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from letters.ledger.models import Checkpoint, Cosignature, Log
from petition.lib import notes
from petition.lib.notes import COSIGNATURE, Verifier, cosigned, signature_line

NAME = "witness.example/w1"
TIME = 1_790_000_000  # Unix seconds
KEY = Ed25519PrivateKey.from_private_bytes(b"a witness that the tests know of")
VERIFIER = Verifier(NAME, COSIGNATURE, KEY.public_key().public_bytes_raw())


def cosign(log: Log) -> Verifier:
    """Keep its line below the newest checkpoint; gives the key that verifies it."""
    newest = Checkpoint.objects.filter(log=log).latest("size")
    text = notes.Checkpoint(log.origin, newest.size, bytes(newest.root)).text()
    value = TIME.to_bytes(8, "big") + KEY.sign(cosigned(text, TIME).encode())
    line = signature_line(NAME, VERIFIER.key_id, value)
    Cosignature.objects.create(log=log, size=newest.size, witness=NAME, line=line)
    return VERIFIER
