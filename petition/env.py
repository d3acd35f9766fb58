"""The environment, read once, typed, and loud about nonsense."""

import base64
import binascii
import ipaddress
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from petition.lib.networks import Network
from petition.lib.witness import Witness

KEY_BYTES = 32

_DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+")
# Providers of anymail that say what came back, each with its setting for the key with which it signs that.
WEBHOOKS = {
    "mailgun": "MAILGUN_WEBHOOK_SIGNING_KEY",
    "postal": "POSTAL_WEBHOOK_KEY",
    **dict.fromkeys(("brevo", "mailjet", "postmark", "sendgrid", "sparkpost"), ""),
}
_MAIL_SCHEMES = ("smtp", "smtps", "smtp+tls", "smtp+ssl")


def text(name: str, default: str = "") -> str:
    """The variable's text, or what the file named by ``<name>_FILE`` holds (for systemd and container secrets)."""
    path = os.environ.get(f"{name}_FILE")
    return _text_of_file(name, Path(path)) if path else os.environ.get(name, default).strip()


def _text_of_file(name: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name}_FILE names {path}, which can't be read.") from error


def flag(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    if value in ("", "1", "true", "yes", "on", "0", "false", "no", "off"):
        return default if value == "" else value in ("1", "true", "yes", "on")
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def number(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    value = text(name) or str(default)
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}, not {value!r}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def choice(name: str, choices: Sequence[str]) -> str:
    """One of some words; the first is the default."""
    value = text(name) or choices[0]
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
    return value


def site(name: str, default: str) -> SplitResult:
    """A scheme and a host, and perhaps a port, but no path: the site stands at the root of its host."""
    value = text(name) or default
    try:
        return _site(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must look like https://letters.example.org, not {value!r}.") from error


def _site(value: str) -> SplitResult:
    url = urlsplit(value.rstrip("/"))
    is_bare = url.username is None and url.geturl() == f"{url.scheme}://{url.netloc}"
    if not is_bare or url.scheme not in ("http", "https") or not url.hostname or url.port == 0:
        raise ValueError("more or less than a scheme and a host")
    return url


def page(name: str) -> str:
    """The whole address of a page, or nothing."""
    value = text(name)
    url = urlsplit(value)
    if value and (url.scheme not in ("http", "https") or not url.hostname):
        raise ImproperlyConfigured(f"{name} must look like https://example.org/source, not {value!r}.")
    return value


def networks(name: str) -> tuple[Network, ...]:
    """Networks such as ``127.0.0.1/32,10.0.0.0/8``; host bits must be zero, so that a typing error is noticed."""
    try:
        return tuple(ipaddress.ip_network(word) for word in words(name))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}.") from error


def keys(name: str, default: str = "") -> tuple[bytes, ...]:
    """Keys of 32 bytes in base64, newest first, separated by commas."""
    return tuple(_key(name, word) for word in words(name, default))


def key(name: str, default: str = "") -> bytes:
    """The one key that can't be rotated."""
    found = keys(name, default)
    if len(found) != 1:
        raise ImproperlyConfigured(f"{name} must hold exactly one key, not {len(found)}.")
    return found[0]


def _key(name: str, word: str) -> bytes:
    try:
        key = base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise ImproperlyConfigured(f"{name} holds a key that is not base64.") from error
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"{name} needs keys of {KEY_BYTES} bytes, one has {len(key)}.")
    return key


def witnesses(name: str) -> tuple[Witness, ...]:
    """Witnesses as ``vkey@https://address``, separated by spaces, each with a name of its own."""
    try:
        found = tuple(Witness.parse(word) for word in text(name).split())
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must hold vkey@https://address of each witness: {error}.") from error
    if len({witness.name for witness in found}) < len(found):
        raise ImproperlyConfigured(f"{name} names one witness twice.")
    return found


def login(name: str) -> dict[str, Any] | None:
    """What another site calls us, and the secret we share with it: ``id:secret``."""
    client, _, secret = text(name).partition(":")
    if text(name) and not (client and secret):
        raise ImproperlyConfigured(f"{name} must be id:secret.")
    return {"client_id": client, "secret": secret} if client else None


def openid(name: str) -> dict[str, Any] | None:
    """An OpenID provider: what people call it, its address, what it calls us, and the secret, each behind a bar."""
    words = [word.strip() for word in text(name).split("|")]
    if words == [""]:
        return None
    if len(words) != 4 or not all(words) or not words[1].startswith(("https://", "http://")):
        raise ImproperlyConfigured(f"{name} must look like name|https://id.example.org|client|secret.")
    title, server, client, secret = words
    known = {"name": title, "provider_id": "openid", "client_id": client, "secret": secret}
    return known | {"settings": {"server_url": server}}


def storage(name: str) -> dict[str, Any] | None:
    """A folder by its whole path, or one of Django's storages: ``dotted.path.Class?option=value&option=value``."""
    place = text(name)
    if place.startswith("/"):
        return {"BACKEND": "petition.lib.folder.Folder", "OPTIONS": {"location": place}}
    backend, _, options = place.partition("?")
    if backend and not _DOTTED.fullmatch(backend):
        raise ImproperlyConfigured(f"{name} must be a folder's whole path or a storage's dotted path, not {place!r}.")
    return {"BACKEND": backend, "OPTIONS": dict(parse_qsl(options))} if backend else None


def database(name: str) -> dict[str, Any]:
    """Django's dictionary for a PostgreSQL address; percent-encode the folder of a socket as the host."""
    try:
        if urlsplit(text(name)).scheme not in ("postgres", "postgresql"):  # before a warning can show the password
            raise ValueError("another database")
        config = dict(environ.Env.db_url_config(text(name)))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be an address such as postgres://user:password@host/name.") from error
    return config | {"HOST": unquote(str(config["HOST"]))}


def redis(name: str) -> str:
    """An address that both redis-py and Celery take."""
    url = text(name)
    if urlsplit(url).scheme not in ("redis", "rediss", "unix"):
        raise ImproperlyConfigured(f"{name} must be an address such as redis://host:6379/0 or unix:///path?db=0.")
    return url


def mail(name: str) -> dict[str, Any]:
    """Django's EMAIL_* settings for an address such as ``smtp+tls://user:password@host:587``."""
    try:
        url = urlsplit(text(name))
        if url.scheme not in _MAIL_SCHEMES or not url.hostname:
            raise ValueError("no mail server")
        return dict(environ.Env.email_url_config(text(name)))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not an address such as smtp+tls://user:password@host:587.") from error


def webhook(name: str) -> tuple[str, dict[str, Any]]:
    """A provider's name and anymail's settings for what it tells us, which nobody else must be able to tell."""
    provider = choice(name, ("", *WEBHOOKS))
    if not provider:
        return "", {}
    secrets, key_name = words(f"{name}_SECRET"), WEBHOOKS[provider]
    if not secrets or any(":" not in secret for secret in secrets):
        raise ImproperlyConfigured(f"{name}_SECRET must be the user:password that {provider} shows.")
    key = text(f"{name}_KEY")
    if key_name and not key:
        raise ImproperlyConfigured(f"{name}_KEY must be the key with which {provider} signs.")
    return provider, {"WEBHOOK_SECRET": secrets} | ({key_name: key} if key_name else {})
