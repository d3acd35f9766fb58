"""`manage.py log`, as an operator types it."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import connection

from letters.ledger import archiving, keys
from letters.ledger.listing import list_checkpoints, site_log
from letters.models import Letter, Signature, Version
from tests.cast import ADA, NOOR
from tests.letters.ledger.served import Check, checking
from tests.letters.ledger.tampering import tamper, triggers_off
from tests.makers import make_letter, make_signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(tmp_path: Path) -> Check:
    return checking(tmp_path)


@pytest.fixture
def signed(letter: Letter) -> Letter:
    make_signature(letter, ADA)
    make_signature(letter, NOOR, display="anonymous")
    return letter


def say(*words: object) -> str:
    out = StringIO()
    call_command("log", *map(str, words), stdout=out)
    return out.getvalue()


def refused(*words: object) -> str:
    with pytest.raises(CommandError) as error:
        say(*words)
    return str(error.value)


def test_honest_logs_are_recomputed_and_named(signed: Letter) -> None:
    list_checkpoints()

    said = say("verify", "--all")

    assert f"{signed.origin}: 3 entries, 2 signatures" in said
    assert f"{site_log().origin}: 1 entries, 0 signatures" in said
    assert "2 logs recomputed; nothing differs." in said


def test_only_the_letters_named_are_recomputed(signed: Letter) -> None:
    make_letter("other")

    assert "1 logs recomputed" in say("verify", "artists")


@pytest.mark.parametrize("words", [("verify",), ("verify", "--all", "artists"), ("verify", "nowhere")])
def test_a_question_that_means_nothing_is_refused(letter: Letter, words: tuple[str, ...]) -> None:
    assert refused(*words)


def test_a_tampered_log_ends_in_a_sentence_that_names_it(signed: Letter) -> None:
    tamper("UPDATE letters_log SET signed = 1000 WHERE origin = %s", signed.origin)

    assert f"{signed.origin}: the head's signed should be 2; it is 1000" in refused("verify", "--all")


def test_a_signature_in_force_that_the_log_does_not_know_is_found(signed: Letter) -> None:
    Signature.objects.filter(letter=signed).first().delete()

    assert "artists: 1 signatures are in force; its log counts 2" in refused("verify", "artists")


def test_a_text_changed_under_its_signers_is_found(signed: Letter) -> None:
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE letters_version DROP CONSTRAINT hashes_are_true")
        Version.objects.filter(letter=signed).update(title="What nobody signed")

    assert "no version of the letter has the text that entry 0 names" in refused("verify", "artists")


def test_an_export_of_all_logs_lies_as_it_is_served(signed: Letter, tmp_path: Path, check: Check) -> None:
    list_checkpoints()

    say("export", tmp_path / "mirror")

    verdict = check(tmp_path / "mirror")
    assert verdict.status == 0, verdict.words
    assert "2 signatures in 3 entries of" in verdict.last
    assert "1 text is the one that was signed" in verdict.words


def test_an_archive_of_a_letter_names_its_key(signed: Letter, tmp_path: Path) -> None:
    file = tmp_path / "artists.tar.gz"

    assert "3 entries" in say("archive", "artists", file)
    first = file.read_bytes()
    say("archive", "artists", file)

    assert file.read_bytes() == first


def test_a_letter_taken_down_is_archived_without_its_text_and_names(signed: Letter, tmp_path: Path) -> None:
    Letter.objects.filter(pk=signed.pk).update(state=Letter.State.TAKEN_DOWN, notice="By order")

    say("export", tmp_path / "mirror", "artists")

    names = {path.name for path in (tmp_path / "mirror" / "letters" / "artists" / "log").iterdir()}
    assert names == {"checkpoint", "tile", "vkey"}


def test_a_folder_that_can_not_be_written_is_said_in_one_line(signed: Letter, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    assert "file" in refused("export", tmp_path / "file")


def test_a_complete_log_gets_nothing_from_its_copy(signed: Letter, tmp_path: Path) -> None:
    say("export", tmp_path / "copy")

    assert say("import", tmp_path / "copy", "artists") == f"{signed.origin}: 0 entries were brought back.\n"


def test_a_copy_that_is_not_there_is_refused(signed: Letter, tmp_path: Path) -> None:
    assert "Nothing was brought back: " in refused("import", tmp_path, "artists")


def test_the_key_in_the_readme_is_the_logs(signed: Letter, tmp_path: Path, check: Check) -> None:
    say("export", tmp_path / "mirror", "artists")

    assert check(tmp_path / "mirror", "--vkey", keys.vkey(signed.origin)).status == 0


def test_a_site_without_witnesses_is_told_so(settings: LazySettings) -> None:
    settings.WITNESSES = ()

    assert say("witness") == "WITNESSES is empty.\n"


def test_the_readme_of_an_archive_names_where_the_key_is_shown_outside(signed: Letter) -> None:
    _, words = archiving.read_me(signed.log, vkey=keys.vkey(signed.origin))

    assert f"https://{signed.origin}/vkey".encode() in words
    assert b"receipt," not in words
