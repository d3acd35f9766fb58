"""What must be right about mail before the site starts."""

from collections.abc import Sequence
from email.utils import getaddresses, parseaddr
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.checks import Warning as Doubt

from petition.outbox import dkim


def sender_can_be_read(app_configs: Any, **_: Any) -> Sequence[CheckMessage]:
    addresses = getaddresses([settings.DEFAULT_FROM_EMAIL])
    if len(addresses) == 1 and "@" in addresses[0][1]:
        return []
    return [Error("MAIL_FROM must be one address such as Letters <letters@example.org>.", id="outbox.E001")]


def signing_works(app_configs: Any, **_: Any) -> Sequence[CheckMessage]:
    """DKIM is all set or not at all, and its key can be used."""
    if not settings.DKIM_KEY and not settings.DKIM_SELECTOR:
        return []
    if not (settings.DKIM_KEY and settings.DKIM_SELECTOR and settings.DKIM_DOMAIN):
        return [Error("DKIM_KEY needs a DKIM_SELECTOR and a DKIM_DOMAIN, and they a key.", id="outbox.E002")]
    try:
        dkim.key()
    except ValueError as error:
        return [Error(f"DKIM_KEY {error}.", id="outbox.E003")]
    return _aligned()


def _aligned() -> Sequence[CheckMessage]:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower()
    if domain == settings.DKIM_DOMAIN or domain.endswith(f".{settings.DKIM_DOMAIN}"):
        return []
    return [Doubt("DKIM_DOMAIN is not the domain of MAIL_FROM: DMARC counts it for nothing.", id="outbox.W001")]
