"""All the places where something of a signer could stand, each as its name and its bytes."""

import tarfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from redis import Redis

from letters.ledger.copying import copy_news, grown
from letters.ledger.openings import SEALED_FOR
from letters.models import Letter
from letters.signing.exporting import csv_of
from petition.lib import vault
from petition.lib.tiles import path_of
from petition.outbox.kinds import Mail, kind_of
from petition.outbox.models import SECRETS, Message

Places = Iterator[tuple[str, bytes]]

COLUMNS = """
    SELECT table_name, column_name, data_type = 'bytea' FROM information_schema.columns
     WHERE table_schema = 'public' ORDER BY table_name, ordinal_position
"""
PURPOSES = ("address", SEALED_FOR, SECRETS)


def tables() -> Places:
    """Every column of every table, and what the vault makes of it where it is sealed."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        for table, column, is_bytes in cursor.fetchall():
            yield from _column(table, column, is_bytes)


def _column(table: str, column: str, is_bytes: bool) -> Places:
    quoted = connection.ops.quote_name(column)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {quoted}{'' if is_bytes else '::text'} FROM {table} WHERE {quoted} IS NOT NULL")  # noqa: S608
        values = [bytes(value) if is_bytes else value.encode() for (value,) in cursor.fetchall()]
    yield f"{table}.{column}", b"\n".join(values)
    if is_bytes:
        yield f"{table}.{column} unsealed", b"\n".join(opened for value in values for opened in unsealed(value))


def unsealed(value: bytes) -> Iterator[bytes]:
    for purpose in PURPOSES:
        try:
            yield vault.unseal(value, purpose).encode()
        except vault.CannotOpen:
            continue


def redis() -> Places:
    store = Redis.from_url(settings.REDIS_URL)
    for key in store.scan_iter():
        kind = store.type(key)
        value = {
            b"string": lambda key: store.get(key),
            b"list": lambda key: store.lrange(key, 0, -1),
            b"set": lambda key: store.smembers(key),
            b"zset": lambda key: store.zrange(key, 0, -1),
            b"hash": lambda key: store.hgetall(key),
        }[kind](key)
        yield f"redis {key!r}", key + repr(value).encode()


def mails() -> Places:
    """What would be sent now, attachments and headers among it."""
    for message in Message.objects.order_by("id"):
        mail = kind_of(message.kind).render(message)
        if isinstance(mail, Mail):
            parts = [mail.subject, mail.text, mail.html, *mail.headers.values()]
            files = [attachment.name.encode() + attachment.content for attachment in mail.attachments]
            yield f"mail {message.kind}", b"\n".join([*(part.encode() for part in parts), *files])


def addresses(letter: Letter) -> list[str]:
    """Where a letter and its log are shown to everybody."""
    log, page = letter.log, f"/letters/{letter.slug}/"
    assert log
    log.refresh_from_db()
    files = ["checkpoint", "vkey", "policy", "openings/0", "text/1", "cosigned", "follows"]
    files += [path_of(tile) for tile in grown(0, log.size)]
    files += [f"{part}/{index}{end}" for index in range(log.size) for part, end in (("receipt", ""), ("entry", "/"))]
    pages = [page, *(f"{page}{name}" for name in ("signatures/", "signatures/?q=quint", "v/1/", "log/", "count.json"))]
    return ["/", "/letters/", "/log/logs.v0", *pages, *(f"{log.path}/{file}" for file in files)]


def served(letter: Letter, client: Client) -> Places:
    for address in addresses(letter):
        answer = client.get(address)
        yield f"GET {address}", repr(sorted(answer.items())).encode() + answer.content
    yield "the list as CSV", "".join(csv_of(letter)).encode()


class Copies:
    """What an operator carries out of the database: exports and archives into one place each time, the outside copy."""

    def __init__(self, folder: Path, copy: Path) -> None:
        self.folder, self.copy = folder, copy

    @property
    def export(self) -> Path:
        return self.folder / "export"

    def make(self, letter: Letter) -> Places:
        """Make all of them anew, and read them."""
        archive = self.folder / "archive.tar.gz"
        say("export", self.export)
        say("archive", letter.slug, archive)
        copy_news()
        yield from files(self.export)
        yield from files(self.copy)
        with tarfile.open(archive) as packed:
            for member in packed.getmembers():
                content = packed.extractfile(member)
                yield f"archive {member.name}", content.read() if content else b""


def files(folder: Path) -> Places:
    for path in folder.rglob("*"):
        if path.is_file():
            yield f"{folder.name} {path.relative_to(folder)}", path.read_bytes()


def say(*words: Any) -> str:
    out = StringIO()
    call_command("log", *map(str, words), stdout=out)
    return out.getvalue()
