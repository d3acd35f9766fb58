"""One Ed25519 key for each log, derived from the master seed (HKDF with SHA-256, RFC 5869, without salt)."""

from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from petition.lib.notes import Signer

SEED_BYTES = 32
MOST_SIGNERS_KEPT = 1024


def seed_of(master: bytes, origin: str) -> bytes:
    info = b"open-letter/v1 log key\n" + origin.encode()
    return HKDF(algorithm=SHA256(), length=SEED_BYTES, salt=None, info=info).derive(master)


def signer(origin: str) -> Signer:
    return _signer(settings.LOG_KEY_SEED, origin)


def vkey(origin: str) -> str:
    """The public key as verifiers are configured with it."""
    return signer(origin).vkey


@lru_cache(MOST_SIGNERS_KEPT)
def _signer(master: bytes, origin: str) -> Signer:
    return Signer(origin, seed_of(master, origin))
