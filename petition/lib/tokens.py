"""Signed tokens for links in mails: an id or two, bound to one purpose, never stored."""

from datetime import timedelta
from enum import Enum

from django.core import signing


class BadToken(Exception):
    """A link that opens nothing; pages offer a new one by mail."""


class Broken(BadToken):
    """Cut, altered, foreign, or made for another purpose."""


class Expired(BadToken):
    """Genuine but too old; `ids` still say what it was for."""

    def __init__(self, ids: tuple[int, ...]) -> None:
        super().__init__("expired")
        self.ids = ids


class Purpose(Enum):
    """What a token is good for, and for how long."""

    CONFIRM = ("confirm", timedelta(days=7))
    MANAGE = ("manage", timedelta(days=365))
    UNSUBSCRIBE = ("unsubscribe", None)  # a link in an old mail must still stop the next one
    MOVE = ("move", timedelta(days=7))  # a signature to another mailbox
    DENY = ("deny", None)  # whoever finds an old mail may still say that it was not them
    ORGANIZER = ("organizer", None)  # the mail that a person with an account gets about their letters
    INVITE = ("invite", timedelta(days=14))  # a place in a team; the invitation's own end is checked, too
    UNINVITE = ("uninvite", None)  # whoever finds an old invitation may still want no other one
    SIGNED = ("signed", timedelta(minutes=15))  # the cookie behind the success page

    def __init__(self, word: str, lifetime: timedelta | None) -> None:
        self.salt = f"undersigned.{word}"
        self.lifetime = lifetime


def make(purpose: Purpose, *ids: int) -> str:
    if not ids or any(number < 0 for number in ids):
        raise ValueError("A token carries one or more ids, none of them negative.")
    return _signer(purpose).sign("-".join(map(signing.b62_encode, ids)))


def read(purpose: Purpose, token: str) -> tuple[int, ...]:
    """The ids the token was made of; a genuine token past its time raises `Expired`, everything else `Broken`."""
    ids = tuple(map(signing.b62_decode, _open(purpose, token).split("-")))
    try:
        _signer(purpose).unsign(token, max_age=purpose.lifetime)
    except signing.SignatureExpired as error:
        raise Expired(ids) from error
    return ids


def _open(purpose: Purpose, token: str) -> str:
    if not token.isascii():  # a lone surrogate could not even be hashed
        raise Broken
    try:
        return _signer(purpose).unsign(token)
    except signing.BadSignature as error:
        raise Broken from error


def _signer(purpose: Purpose) -> signing.TimestampSigner:
    """Made anew each time, so that a change of keys is seen at once."""
    return signing.TimestampSigner(salt=purpose.salt, sep=".")
