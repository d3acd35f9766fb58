"""The mail backend of a trial: one .eml file per mail, read on /inbox/ and never sent."""

import os
import re
import secrets
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

_NAME = re.compile(r"\d{8}-\d{12}-[0-9a-f]{8}")


class Backend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for email in email_messages:
            _keep(email.message().as_bytes())
        return len(email_messages)


def newest_first() -> list[str]:
    """The names of all mails; a name begins with the time, so that names sort as mails do."""
    return sorted((path.stem for path in Path(settings.INBOX_DIR).glob("*.eml")), reverse=True)


def read(name: str) -> bytes | None:
    """One mail as it would have gone out; None for a name that is none."""
    path = Path(settings.INBOX_DIR, f"{name}.eml")
    return path.read_bytes() if _NAME.fullmatch(name) and path.exists() else None


def _keep(content: bytes) -> None:
    """Write beside, then rename, so that nobody ever reads half a mail."""
    folder = Path(settings.INBOX_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{timezone.now():%Y%m%d-%H%M%S%f}-{secrets.token_hex(4)}"
    fresh = folder / f"{name}.new"
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    fresh.rename(folder / f"{name}.eml")
