from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from letters.models import Letter, Signature, Version

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(tmp_path: Path) -> str:
    file = tmp_path / "letter.md"
    file.write_text("We wrote the films too.")
    return str(file)


def test_amending_publishes_the_next_version(letter: Letter, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("amend_letter", letter.slug, text, note="The films")

    assert letter.versions.get(number=2).note == "The films"
    assert capsys.readouterr().out == "artists stands at version 2.\n"


def test_amending_a_closed_letter_is_refused_in_one_line(letter: Letter, text: str) -> None:
    call_command("close_letter", letter.slug)

    with pytest.raises(CommandError, match=r"^The letter is closed\.$"):
        call_command("amend_letter", letter.slug, text, note="The films")


def test_an_amendment_says_what_it_changes(letter: Letter, text: str) -> None:
    with pytest.raises(CommandError, match=r"^--note: "):
        call_command("amend_letter", letter.slug, text, note=" ")


def test_closing_twice_is_closing_once(letter: Letter) -> None:
    call_command("close_letter", letter.slug)
    closed_at = Letter.objects.get().closed_at
    call_command("close_letter", letter.slug)

    assert Letter.objects.get().closed_at == closed_at is not None


def test_taking_down_names_the_public_reason(letter: Letter, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("take_down_letter", letter.slug, notice="A court said so.")

    assert Letter.objects.get().state == "taken_down"
    assert capsys.readouterr().out == "artists is taken down: A court said so.\n"


def test_a_letter_taken_down_is_not_closed(letter: Letter) -> None:
    call_command("take_down_letter", letter.slug, notice="A court said so.")

    with pytest.raises(CommandError, match=r"^The letter was taken down\.$"):
        call_command("close_letter", letter.slug)


@pytest.mark.parametrize("command", ["amend_letter", "close_letter", "take_down_letter"])
def test_a_letter_that_is_not_there_gets_one_line(command: str, text: str) -> None:
    options = {"amend_letter": {"note": "n"}, "take_down_letter": {"notice": "n"}}.get(command, {})
    arguments = (text,) if command == "amend_letter" else ()

    with pytest.raises(CommandError, match=r"^There is no letter nowhere\.$"):
        call_command(command, "nowhere", *arguments, **options)


def test_the_sample_letter_is_loaded_once_and_signed_by_nobody() -> None:
    call_command("load_sample_letter")
    call_command("load_sample_letter")

    letter = Letter.objects.get()
    assert letter.is_public
    assert letter.goal
    assert Version.objects.get().body.startswith(f"# {letter.title}\n")
    assert not Signature.objects.exists()


def test_a_sample_letter_taken_down_stays_down() -> None:
    call_command("load_sample_letter")
    call_command("take_down_letter", Letter.objects.get().slug, notice="Enough of it.")

    call_command("load_sample_letter")

    assert Letter.objects.get().state == "taken_down"


@pytest.mark.django_db(transaction=True)
def test_two_starts_at_once_load_one_sample_letter() -> None:
    def load(_: int) -> None:
        call_command("load_sample_letter")
        connection.close()

    with ThreadPoolExecutor(4) as starts:
        list(starts.map(load, range(4)))

    assert Letter.objects.count() == 1
