from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from accounts.models import Team, User
from letters.management.commands.publish_letter import Command
from letters.models import Letter
from petition.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
NAMED = {"title": "Pay the choir", "to": "The opera", "organizer": "Olive@Studio.example.org"}


@pytest.fixture
def text(tmp_path: Path) -> Path:
    file = tmp_path / "letter.md"
    file.write_bytes("\ufeffWe sing.\r\n\r\n▌║█ PAY US █║▌ ☠️\r\n".encode())
    return file


def test_a_published_file_is_a_letter_of_its_organizers_team(text: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("publish_letter", str(text), **NAMED)

    letter = Letter.objects.get()
    assert letter.current.body == "We sing.\n\n▌║█ PAY US █║▌ ☠️\n"
    assert letter.team.members.get().email == "olive@studio.example.org"
    assert capsys.readouterr().out.endswith("/letters/pay-the-choir/\n")


def test_a_letter_may_be_written_to_as_many_as_the_studio_lets_it(text: Path) -> None:
    call_command("publish_letter", str(text), **NAMED | {"to": "The opera, " * 40})

    assert Letter.objects.get().current.to.count("opera") == 40


def test_readers_read_who_publishes(text: Path) -> None:
    call_command("publish_letter", str(text), **NAMED, team="The choir")

    assert Letter.objects.get().team.name == "The choir"


def test_a_name_that_is_none_publishes_nothing(text: Path) -> None:
    with pytest.raises(CommandError, match="--team: "):
        call_command("publish_letter", str(text), **NAMED, team="see evil.com")

    assert not Team.objects.exists()


def test_every_option_is_kept(text: Path) -> None:
    call_command(
        "publish_letter",
        str(text),
        **NAMED,
        goal="300",
        closes="2030-12-31",
        time_zone="Asia/Tokyo",
        language="pt-BR",
        slug="choir",
    )

    letter = Letter.objects.get(slug="choir")
    assert (letter.goal, letter.language, letter.time_zone) == (300, "pt-br", "Asia/Tokyo")
    assert letter.closes_at == datetime(2030, 12, 31, 15, tzinfo=UTC)


def test_the_second_letter_of_an_organizer_joins_the_same_team(text: Path) -> None:
    call_command("publish_letter", str(text), **NAMED)
    call_command("publish_letter", str(text), **NAMED, slug="again")

    assert Team.objects.count() == 1


MISTAKES = [
    ({"goal": "many"}, "--goal"),
    ({"goal": "0"}, "--goal"),
    ({"goal": "-5"}, "--goal"),
    ({"goal": "9999999999"}, "--goal"),
    ({"closes": "2020-01-01"}, "closing date 2020-01-01 is over"),
    ({"closes": "31.12.2030"}, "--closes"),
    ({"closes": "2030-02-30"}, "--closes"),
    ({"closes": "9999-12-31"}, "--closes"),
    ({"time_zone": "Europe/Nowhere"}, "--time-zone"),
    ({"time_zone": "../../etc/passwd"}, "--time-zone"),
    ({"language": "klingon"}, "--language"),
    ({"organizer": "olive"}, "--organizer"),
    ({"organizer": ""}, "--organizer"),
    ({"title": " "}, "--title"),
    ({"title": "x" * 201}, "--title"),
    ({"title": "one\nto two\x00"}, "--title"),
    ({"to": ""}, "--to"),
    ({"to": "\u202eevil"}, "--to"),
    ({"slug": "Not A Slug"}, "--slug"),
    ({"slug": "-"}, "--slug"),
    ({"slug": "a" * 81}, "--slug"),
]


@pytest.mark.parametrize(("options", "said"), MISTAKES)
def test_a_bad_option_gets_one_line_and_leaves_nothing(text: Path, options: dict[str, str], said: str) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("publish_letter", str(text), **NAMED | options)

    assert_one_line_and_nothing_written(str(refused.value), said)


FILES = [
    (b"", "is empty"),
    (b" \n\t\n", "is empty"),
    (b"caf\xe9", "no UTF-8 text: byte 4"),
    ("We sing".encode("utf-16"), "no UTF-8 text"),
    (b"We\x00sing", "Null characters"),
    (b"We \x1b[31msing", "control characters"),
    (b"a" * 100_001, "longer than 100 kB"),
]


@pytest.mark.parametrize(("content", "said"), FILES)
def test_a_bad_file_gets_one_line_and_leaves_nothing(text: Path, content: bytes, said: str) -> None:
    text.write_bytes(content)

    with pytest.raises(CommandError) as refused:
        call_command("publish_letter", str(text), **NAMED)

    assert_one_line_and_nothing_written(str(refused.value), said)


@pytest.mark.parametrize("path", ["missing.md", "/", "null\0byte"])
def test_a_file_that_cannot_be_read_gets_one_line(path: str) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("publish_letter", path, **NAMED)

    assert_one_line_and_nothing_written(str(refused.value), "")


def test_a_letter_of_a_hundred_kilobytes_is_published(text: Path) -> None:
    text.write_bytes(b"a" * 100_000)

    call_command("publish_letter", str(text), **NAMED)

    assert Letter.objects.get().current.body == "a" * 100_000 + "\n"


def test_a_taken_slug_makes_no_organizer_either(text: Path) -> None:
    call_command("publish_letter", str(text), **NAMED)

    with pytest.raises(CommandError, match="There is a letter pay-the-choir already"):
        call_command("publish_letter", str(text), **NAMED | {"organizer": "newcomer@example.org"})

    assert not User.objects.filter(email="newcomer@example.org").exists()


@pytest.mark.django_db(transaction=True)
def test_on_the_command_line_a_mistake_is_one_line_on_stderr(text: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command: BaseCommand = Command()

    with pytest.raises(SystemExit) as ended:
        command.run_from_argv(
            ["manage.py", "publish_letter", str(text), "--title=T", "--to=Y", "--organizer=o@example.org", "--goal=-1"]
        )

    said = capsys.readouterr()
    assert (ended.value.code, said.out, said.err.count("\n")) == (1, "", 1)


def assert_one_line_and_nothing_written(line: str, said: str) -> None:
    assert said in line
    assert line
    assert line.isprintable()
    assert not Letter.objects.exists()
    assert not User.objects.exists()
    assert not AuditEvent.objects.exists()
