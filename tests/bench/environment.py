"""Production's settings, with keys of this run and limits that a load from one machine does not meet."""

import os
import secrets
from base64 import b64encode

from petition.embedded.programs import HOST
from tests.sink import free_port

PORT, SINK_PORT = free_port(), free_port()


def prepare() -> None:
    """Set everything but the engines' addresses; called before Django reads its settings."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="petition.settings",
        DEBUG="0",
        SECRET_KEY=secrets.token_urlsafe(48),
        ADDRESS_KEYS=_key(),
        IDENTITY_KEY=_key(),
        LOG_KEY_SEED=_key(),
        SITE_URL=f"http://{HOST}:{PORT}",
        EMAIL_URL=f"smtp://{HOST}:{SINK_PORT}",
        TRUSTED_PROXIES=f"{HOST}/32",
        GUARD_PER_LETTER="1000000",
        GUARD_PER_ADDRESS="100000",
    )


def _key() -> str:
    return b64encode(secrets.token_bytes(32)).decode()
