"""Each claim starts a real process, since settings are read once and for all."""

import os
import subprocess
import sys

import pytest

from petition.embedded.program import ROOT

DEVELOPMENT_SECRET = "development-only-secret-that-never-leaves-this-machine-0123456789"
DEVELOPMENT_KEYS = ["ZGV2ZWxvcG1lbnQtYWRkcmVzcy1rZXktMDAwMDAwMDE=", "ZGV2ZWxvcG1lbnQtaWRlbnRpdHkta2V5LTAwMDAwMDE="]
KEY = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="

PRODUCTION = {
    "SECRET_KEY": "x7Jq2mW9sV4tK8pR3zN6bH1cF5gD0yLuEaTiOoPvQwSdXjGkMhBn",
    "SITE_URL": "https://letters.example.org",
    "ADDRESS_KEYS": KEY,
    "IDENTITY_KEY": KEY,
    "LOG_KEY_SEED": KEY,
    "EMAIL_URL": "smtp+tls://user:secret@mail.example.org:587",
    "DATABASE_URL": "postgres://petition@127.0.0.1/letters",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "OUTSIDE_COPY": "/srv/undersigned-logs",
}
NEEDED = sorted(PRODUCTION.keys() - {"OUTSIDE_COPY"})
DEVELOPMENT = {name: PRODUCTION[name] for name in ("DATABASE_URL", "REDIS_URL")} | {"DEBUG": "1"}


def check(environment: dict[str, str], *options: str) -> tuple[int, str]:
    """The status of `manage.py check` and what it says, in an environment of nothing else."""
    found = subprocess.run(
        [sys.executable, "manage.py", "check", *options],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "STATE_DIR": os.environ.get("STATE_DIR", "var"), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return found.returncode, found.stdout + found.stderr


def refusal(environment: dict[str, str]) -> str:
    """The last line of a start that did not happen."""
    status, said = check(environment)
    assert status != 0, said
    return said.strip().splitlines()[-1]


def test_production_settings_have_nothing_to_complain_of() -> None:
    status, said = check(PRODUCTION, "--deploy", "--fail-level", "WARNING")
    assert (status, "no issues" in said) == (0, True), said


def test_a_site_without_https_is_warned() -> None:
    status, said = check(PRODUCTION | {"SITE_URL": "http://letters.example.org"}, "--deploy", "--fail-level", "WARNING")
    assert status != 0
    assert "security.W012" in said


def test_a_site_whose_logs_lie_in_one_place_is_warned() -> None:
    status, said = check(PRODUCTION | {"OUTSIDE_COPY": ""}, "--deploy")
    assert (status, "letters.W001" in said) == (0, True), said


def test_a_trial_needs_two_databases_and_nothing_else() -> None:
    status, said = check(DEVELOPMENT)
    assert status == 0, said


@pytest.mark.parametrize("name", NEEDED)
def test_without_debug_nothing_needed_may_be_missing(name: str) -> None:
    assert f"{name} must be set" in refusal(PRODUCTION | {name: ""})


@pytest.mark.parametrize(
    ("name", "default"),
    [
        ("SECRET_KEY", DEVELOPMENT_SECRET),
        ("ADDRESS_KEYS", DEVELOPMENT_KEYS[0]),
        ("ADDRESS_KEYS", f"{KEY}, {DEVELOPMENT_KEYS[0]}"),
        ("IDENTITY_KEY", DEVELOPMENT_KEYS[1]),
        ("SITE_URL", "http://localhost:8000"),
    ],
)
def test_without_debug_nothing_needed_may_be_the_default(name: str, default: str) -> None:
    assert f"{name} must be set" in refusal(PRODUCTION | {name: default})


def test_the_source_is_a_page_or_nothing() -> None:
    assert "SOURCE_URL must look like" in refusal(PRODUCTION | {"SOURCE_URL": "javascript:alert(1)"})


def test_a_domain_left_empty_is_that_of_the_sender() -> None:
    _, said = check(PRODUCTION | {"DKIM_KEY": "none", "DKIM_SELECTOR": "mail", "DKIM_DOMAIN": ""})

    assert "outbox.E003" in said  # it is the key that is found wanting


def test_debug_is_off_unless_set() -> None:
    assert "SECRET_KEY must be set" in refusal({name: DEVELOPMENT[name] for name in ("DATABASE_URL", "REDIS_URL")})


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL"])
def test_a_trial_does_not_guess_where_its_databases_are(name: str) -> None:
    assert f"{name} must be set" in refusal(DEVELOPMENT | {name: ""})


@pytest.mark.parametrize(
    ("name", "nonsense"),
    [
        ("DEBUG", "perhaps"),
        ("PORT", "65536"),
        ("SITE_URL", "letters.example.org"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("ADDRESS_KEYS", "short"),
        ("IDENTITY_KEY", f"{KEY},{KEY}"),
        ("DATABASE_URL", "mysql://x/y"),
        ("REDIS_URL", "127.0.0.1:6379"),
        ("EMAIL_URL", "mail.example.org"),
        ("LOG_LEVEL", "LOUD"),
        ("GUARD_PER_NETWORK", "many"),
    ],
)
def test_nonsense_is_named_and_nothing_starts(name: str, nonsense: str) -> None:
    line = refusal(PRODUCTION | {name: nonsense})
    assert line.startswith("django.core.exceptions.ImproperlyConfigured")
    assert name in line


def test_a_secret_is_never_repeated() -> None:
    _, said = check(PRODUCTION | {"DATABASE_URL": "postgers://petition:s3cret@host/letters"})
    assert "s3cret" not in said
