"""The copy of the logs that lies outside the database: files in the layout in which they are served."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from letters.ledger.keys import vkey
from petition.lib.notes import BadNote, Checkpoint, Verifier, open_note

ALIAS = "outside"

CHECKPOINT, COSIGNED, VKEY = "checkpoint", "cosigned", "vkey"


def place() -> Storage | None:
    """Where the copy lies, if there is one."""
    return storages[ALIAS] if ALIAS in settings.STORAGES else None


class Away(Exception):
    """The place of the copy can't be read or written now."""


def read(storage: Storage, name: str) -> bytes | None:
    try:
        with _at(name), storage.open(name) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


def write(storage: Storage, name: str, data: bytes) -> None:
    """Put a file in place of what was there, and be sure that the storage does not keep both."""
    with _at(name):
        written = storage.save(name, ContentFile(data))
        if written != name:
            storage.delete(written)
            raise Away(f"the storage wrote {written} instead of replacing {name}")


def erase(storage: Storage, name: str) -> None:
    with _at(name):
        storage.delete(name)


@contextmanager
def _at(name: str) -> Iterator[None]:
    """Storages of others raise what they like; to us they are away."""
    try:
        yield
    except (FileNotFoundError, Away):
        raise
    except Exception as error:
        raise Away(f"{name}: {error}") from error


def newest(storage: Storage, origin: str) -> Checkpoint | None:
    """The checkpoint of a log that the copy holds; BadNote unless the log's own key has signed it."""
    note = read(storage, name_of(origin, CHECKPOINT))
    return None if note is None else opened(note, origin)


def opened(note: bytes, origin: str) -> Checkpoint:
    found = Checkpoint.parse(open_note(note, Verifier.parse(vkey(origin))))
    if found.origin != origin:
        raise BadNote(f"a checkpoint of {found.origin} lies where that of {origin} belongs")
    return found


def name_of(origin: str, file: str) -> str:
    """Where a log's file lies: under the path it is served from, without the host."""
    return f"{origin.partition('/')[2]}/{file}"
