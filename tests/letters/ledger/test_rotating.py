"""A log is closed and another follows it, for letters and for the site."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from letters.ledger import copying, keys, listing, outside, reading, rotating
from letters.ledger.actions import turn
from letters.ledger.auditing import audit
from letters.ledger.models import Log, Objection, Opening, Operation
from letters.ledger.refusals import LogClosed
from petition.lib.notes import Checkpoint, join_note
from tests.letters.ledger.books import assert_sound
from tests.letters.ledger.writing import AT, TEXT, card, make_log, sign

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("restart")]


def follow(log: Log) -> Log:
    """Open the next log with its text, as the rooms above do."""
    with turn() as its:
        following = rotating.open_successor(log)
        its.text(following.pk, number=1, sha256=TEXT, at=AT)
    return following


@pytest.mark.parametrize(
    ("origin", "following"),
    [
        ("letters.example/log", "letters.example/log/2"),
        ("letters.example/letters/log/log", "letters.example/letters/log/log/2"),
        ("letters.example/letters/artists/log/2", "letters.example/letters/artists/log/3"),
        ("letters.example/letters/artists/log/9", "letters.example/letters/artists/log/10"),
    ],
)
def test_logs_that_follow_are_numbered(origin: str, following: str) -> None:
    assert rotating.next_origin(origin) == following


def test_nobody_is_shown_a_log_that_is_being_filled() -> None:
    log = make_log()
    following = follow(log)
    assert reading.log_at(following.path) is None

    rotating.close(log, at=AT)
    assert reading.log_at(following.path) == following


def test_a_log_that_is_being_filled_is_not_listed() -> None:
    log = make_log()
    following = follow(log)
    assert listing.list_checkpoints(at=AT) == 1

    rotating.close(log, at=AT)
    assert listing.list_checkpoints(at=AT + timedelta(hours=1)) == 1
    notes = reading.entries(listing.site_log().pk, 0, 9)
    assert [note.decode().partition("\n")[0] for note in notes] == [log.origin, following.origin]


def test_nothing_is_added_to_a_closed_log_and_all_of_it_stays_served() -> None:
    log = make_log()
    operation = sign(log)
    follow(log)
    rotating.close(log, at=AT)

    with pytest.raises(LogClosed), turn() as its:
        its.sign(log.pk, subject=2, text=TEXT, card="", address="two@example.org", at=AT)
    assert reading.log_at(log.path) == log
    assert len(reading.entries(log.pk, 0, 9)) == 2
    assert_sound(log)
    assert reading.receipt_of(operation) is None


def test_what_opened_a_closed_log_is_gone() -> None:
    log = make_log()
    with turn() as its:
        changed = its.edit(log.pk, of=sign(log), card=card("Another"), address="signer1@example.org", at=AT)
    rotating.close(log, at=AT)

    assert not Opening.objects.exists()
    assert Operation.objects.get(pk=changed).index == 2


def test_what_was_asked_since_is_known() -> None:
    log = make_log()
    sign(log, 1)
    following = follow(log)
    assert rotating.changed_since(log, following) == set()

    sign(log, 2)
    assert rotating.changed_since(log, following) == {2}


def test_the_site_s_log_is_followed_by_one_that_lists_all_again() -> None:
    logs = [make_log(), make_log()]
    listing.list_checkpoints(at=AT)
    old = listing.site_log()

    new = rotating.rotate_site(old)

    assert (listing.site_log(), new.path, new.follows) == (new, "/log/2", old)
    assert listing.list_checkpoints(at=timezone.now()) == len(logs)
    assert Log.objects.get(pk=new.pk).size == 2
    assert Log.objects.get(pk=old.pk).size == 2


def test_the_next_log_names_the_last_checkpoint_of_the_one_before(client: Client) -> None:
    log = make_log()
    sign(log)
    following = follow(log)
    rotating.close(log, at=AT)

    assert client.get(f"{following.path}/follows").content.decode() == reading.checkpoint_note(log, 2)
    assert client.get(f"{log.path}/follows").status_code == 404


def test_a_checkpoint_whose_entries_were_lost_is_named_all_the_same(client: Client, copy_at: Path) -> None:
    log = make_log()
    text = Checkpoint(log.origin, 9, b"r" * 32).text()
    lost = join_note(text, [keys.signer(log.origin).sign(text)])
    outside.write(storages[outside.ALIAS], f"{log.path[1:]}/checkpoint", lost.encode())
    following = follow(log)
    rotating.close(log, at=AT)

    assert client.get(f"{following.path}/follows").content.decode() == lost
    assert Log.objects.get(pk=log.pk).size == 1
    assert audit(log.pk).size == 1


def test_the_copy_of_a_closed_log_keeps_what_was_lost_and_objects_no_more(copy_at: Path) -> None:
    log = make_log()
    text = Checkpoint(log.origin, 9, b"r" * 32).text()
    note = join_note(text, [keys.signer(log.origin).sign(text)]).encode()
    outside.write(storages[outside.ALIAS], f"{log.path[1:]}/checkpoint", note)
    copying.copy_news()
    assert Objection.objects.exists()

    rotating.close(log, at=AT)
    copying.copy_news()

    assert not Objection.objects.exists()
    assert (copy_at / log.path[1:] / "checkpoint").read_bytes() == note
