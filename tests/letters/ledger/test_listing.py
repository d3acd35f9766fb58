"""What the log of the site says of the letters' logs."""

from datetime import timedelta

import pytest
from django.conf import LazySettings

from letters.ledger import guarding, keys, listing, reading
from letters.ledger.actions import sequence_waiting
from letters.ledger.models import Log, Operation, Outside
from petition.env import site
from petition.lib.notes import Checkpoint, Verifier, open_note
from tests.letters.ledger.conftest import Restart
from tests.letters.ledger.writing import AT, make_log, sign

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("restart")]


def listed() -> list[tuple[str, int]]:
    """Which checkpoints the site's log holds, each verified with the key of its log."""
    entries = reading.entries(listing.site_log().pk, 0, 1000)
    notes = [entry.decode() for entry in entries]
    opened = [open_note(note, Verifier.parse(keys.vkey(note.partition("\n")[0]))) for note in notes]
    return [Checkpoint.parse(text)[:2] for text in opened]


def test_the_site_has_a_log_under_its_own_host(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ELSEWHERE", "https://letters.example.org:8443")
    settings.SITE = site("ELSEWHERE", "")

    log = listing.site_log()

    assert (log.origin, log.path, log.kind) == ("letters.example.org:8443/log", "/log", "site")
    settings.SITE = site("NOWHERE", "https://renamed.example.org")
    assert listing.site_log() == log


def test_a_letter_s_checkpoint_becomes_an_entry() -> None:
    log = make_log()
    sign(log)

    assert listing.list_checkpoints(at=AT) == 1
    assert listed() == [(log.origin, 2)]


def test_a_checkpoint_is_listed_once() -> None:
    make_log()
    listing.list_checkpoints(at=AT)
    assert listing.list_checkpoints(at=AT + timedelta(hours=1)) == 0
    assert len(listed()) == 1


def test_a_busy_letter_is_listed_once_a_minute() -> None:
    log = make_log()
    for second in (0, 20, 59, 60, 61):
        sign(log, second + 1)
        listing.list_checkpoints(at=AT + timedelta(seconds=second))

    assert listed() == [(log.origin, 2), (log.origin, 5)]


def test_an_empty_log_and_the_site_s_own_are_not_listed() -> None:
    listing.site_log()
    make_log()
    listing.list_checkpoints(at=AT)

    assert listing.list_checkpoints(at=AT + timedelta(hours=1)) == 0
    assert Log.objects.get(kind="site").size == 1


def test_all_letters_that_grew_are_listed_in_one_round() -> None:
    logs = [make_log() for _ in range(3)]
    assert listing.list_checkpoints(at=AT) == 3
    assert listed() == [(log.origin, 1) for log in logs]


def test_a_site_log_that_stands_still_keeps_what_it_was_given(restart: Restart) -> None:
    make_log()
    guarding.remember(listing.site_log().pk, listing.site_log().origin, 7)

    assert listing.list_checkpoints(at=AT) == 1
    assert Operation.objects.waiting().count() == 1

    restart()
    sequence_waiting()
    assert len(listed()) == 1
    assert Outside.objects.get(log__kind="letter").listed == 1
