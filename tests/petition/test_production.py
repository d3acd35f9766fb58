"""A public site's settings pass Django's own review, and a request line gives nothing away."""

import base64
import os
import subprocess
import sys

from tests.house.code import ROOT

KEYS = ",".join(base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2))
PRODUCTION = {
    "DEBUG": "0",
    "DJANGO_SETTINGS_MODULE": "petition.settings",
    "SECRET_KEY": "".join(chr(33 + number % 90) for number in range(7, 700, 11)),
    "SITE_URL": "https://letters.example.org",
    "EMAIL_URL": "smtp+tls://letters:secret@mail.example.org:587",
    "ADDRESS_KEYS": KEYS,
    "IDENTITY_KEY": base64.b64encode(b"i" * 32).decode(),
}


def _check(**env: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **PRODUCTION, **env}, capture_output=True, text=True)


def test_the_settings_of_a_public_site_are_found_clean() -> None:
    checked = _check()
    assert (checked.returncode, checked.stderr.strip()) == (0, "")
    assert "no issues" in checked.stdout


def test_a_site_without_https_is_warned() -> None:
    checked = _check(SITE_URL="http://letters.example.org")
    assert checked.returncode != 0
    assert "security.W012" in checked.stderr
