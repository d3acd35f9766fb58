"""Addresses at rest: sealed with rotating keys, compared by keyed hashes."""

import hashlib
import hmac
import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from petition.lib import emails

_KEY_ID_BYTES = 4
_NONCE_BYTES = 12  # random: safe for 2^32 seals under one key, so rotate long before


class CannotOpen(Exception):
    """Sealed with a key that is gone, for another purpose, or altered."""


def seal(plain: str, purpose: str = "address") -> bytes:
    """Key id, nonce, then AES-256-GCM bound to the purpose, so that a copied row opens and a misused one does not."""
    key = settings.ADDRESS_KEYS[0]
    nonce = os.urandom(_NONCE_BYTES)
    return _key_id(key) + nonce + AESGCM(key).encrypt(nonce, plain.encode(), purpose.encode())


def unseal(sealed: bytes | memoryview, purpose: str = "address") -> str:
    box = bytes(sealed)
    nonce, secret = box[_KEY_ID_BYTES:][:_NONCE_BYTES], box[_KEY_ID_BYTES + _NONCE_BYTES :]
    try:
        return AESGCM(_key_of(box)).decrypt(nonce, secret, purpose.encode()).decode()
    except (InvalidTag, ValueError) as error:  # ValueError: cut so short that no nonce is left
        raise CannotOpen("altered, or sealed for another purpose") from error


def is_stale(sealed: bytes | memoryview) -> bool:
    """Whether an older key than the newest sealed this."""
    return bytes(sealed[:_KEY_ID_BYTES]) != _key_id(settings.ADDRESS_KEYS[0])


def reseal(sealed: bytes | memoryview, purpose: str = "address") -> bytes:
    return seal(unseal(sealed, purpose), purpose)


def identity(scope: str, address: str) -> bytes:
    """A keyed hash that tells two texts apart within one scope and links nothing across scopes."""
    return hmac.new(settings.IDENTITY_KEY, f"{scope}\0{address}".encode(), hashlib.sha256).digest()


def site_identity(address: str) -> bytes:
    return identity("site", emails.normalise(address))


def letter_identity(letter_id: int, address: str) -> bytes:
    return identity(f"letter {letter_id}", emails.normalise(address))


def team_identity(team_id: int, address: str) -> bytes:
    return identity(f"team {team_id}", emails.normalise(address))


def exact_identity(address: str) -> bytes:
    return identity("exact", emails.exact(address))


def _key_of(box: bytes) -> bytes:
    for key in settings.ADDRESS_KEYS:
        if _key_id(key) == box[:_KEY_ID_BYTES]:
            return bytes(key)
    raise CannotOpen("no such key")


@cache
def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"undersigned key id\0" + key).digest()[:_KEY_ID_BYTES]
