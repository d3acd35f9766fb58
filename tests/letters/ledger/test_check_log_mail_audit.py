"""A mail audit from both sides: the operator opens the addresses of a sample, the auditor checks what was opened."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from letters.models import Letter, Signature
from letters.signing import actions
from letters.signing.rules import StrikeReason
from petition.audit.actions import OPERATOR
from petition.audit.models import AuditEvent
from tests.letters.ledger.served import Check, Verdict
from tests.makers import make_letter, make_signatures

pytestmark = pytest.mark.django_db

Ask = Callable[[], Verdict]


@pytest.fixture
def letter() -> Letter:
    letter = make_letter("artists", state=Letter.State.CLOSED)
    make_signatures(letter, 30)
    return letter


@pytest.fixture
def file(letter: Letter, tmp_path: Path) -> Path:
    call_command("log", "mail-audit", "artists", "10", str(tmp_path / "sample.json"), "--auditor", "The Gazette")
    return tmp_path / "sample.json"


@pytest.fixture
def ask(file: Path, tmp_path: Path, check: Check) -> Ask:
    """The auditor's question, over an export of the log as it is now."""

    def run() -> Verdict:
        call_command("log", "export", str(tmp_path / "mirror"), "artists", verbosity=0)
        return check(tmp_path / "mirror", "--mail-audit", str(file))

    return run


def changed(file: Path, **values: Any) -> None:
    content = json.loads(file.read_text())
    content["opened"][0] |= values
    file.write_text(json.dumps(content))


def test_every_address_drawn_is_the_one_that_was_signed_with(ask: Ask) -> None:
    verdict = ask()

    assert verdict.status == 0, verdict.words
    assert "mail audit: 10 drawn, 10 opened to the address signed with, 0 have left" in verdict.words


def test_the_file_is_for_nobody_else_and_history_says_whom_it_is_for(file: Path) -> None:
    event = AuditEvent.objects.get(verb="ledger.mail_audit")

    assert file.stat().st_mode & 0o077 == 0
    assert event.changes == {"auditor": "The Gazette", "opened": 10}


def test_an_address_that_nobody_signed_with_is_found(ask: Ask, file: Path) -> None:
    changed(file, address="somebody@else.example")

    assert "was not signed with somebody@else.example" in ask().last


def test_a_sample_that_was_chosen_is_found(ask: Ask, file: Path, letter: Letter) -> None:
    drawn = {one["of"] for one in json.loads(file.read_text())["opened"]}
    changed(file, of=min(set(range(1, 31)) - drawn))

    assert "though it was not drawn" in ask().words


def test_those_who_left_since_need_not_be_opened_and_those_kept_back_are_named(ask: Ask, file: Path) -> None:
    content = json.loads(file.read_text())
    struck, kept = content["opened"].pop(), content["opened"].pop()
    file.write_text(json.dumps(content))
    gone = Signature.objects.get(operation__index=struck["of"])
    actions.strike(gone.pk, reason=StrikeReason.LAW, by=OPERATOR)

    verdict = ask()

    assert "10 drawn, 8 opened to the address signed with, 1 have left" in verdict.words
    assert f"though they count: [{kept['of']}]" in verdict.words


def test_no_sample_is_drawn_while_people_can_still_sign(tmp_path: Path) -> None:
    make_letter("open")

    with pytest.raises(CommandError, match="once the letter is closed"):
        call_command("log", "mail-audit", "open", "10", str(tmp_path / "sample.json"), "--auditor", "The Gazette")
