#!/usr/bin/env python3
"""Check the public log of an open letter without trusting whoever runs the site.

    python3 check_log.py https://letters.example/letters/some-letter/
    python3 check_log.py FOLDER              (an export, or an archive once it is unpacked)

It needs Python 3.9 or later and the package `cryptography`, and nothing of the site's own code: an auditor who shares
the operator's code shares its mistakes, so every format is read here a second time, from its description.

It fetches the whole log and checks the signature of the checkpoint; that the entries give the signed root, and the
tiles are that tree's; every rule that entries follow (RULES); that the texts are those the entries name; that each
name shown opens the commitment of its entry; that the number shown is the entries' sum; and that the log still begins
with what this program saw last time. The last checkpoint of each log is remembered in a file: keep it, and check
again. With a witness's key it also checks that the witness saw the same history.

What it can't see: whether a signer is a real person. Whoever runs a site can sign for people who do not exist.

The last line is the verdict. Exit status: 0 all of it holds, 1 something was tampered with, 2 it could not be checked.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import http.client
import json
import os
import re
import ssl
import sys
import tempfile
import threading
import time
import unicodedata
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Callable, NamedTuple, Union
from urllib.parse import urljoin, urlsplit

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    if __name__ != "__main__":
        raise
    print(
        "COULD NOT CHECK: the Python package `cryptography` is missing; "
        "install it with `pip install cryptography`, or on Debian with `apt install python3-cryptography`."
    )
    sys.exit(2)

RULES = {
    "form": "an entry is written in the one form of its kind",
    "time": "time is a full hour and never goes back",
    "version": "text versions count up from 1",
    "translation": "a translation names a version that exists",
    "text": "a signature names the text that is current",
    "target": "edit, withdraw and strike change a signature that stands, restore one that was struck",
    "control": "edit and withdraw open the latest commitment of the signature they change",
    "tally": "the tally moves by exactly what the entry does",
}

WIDTH = 256  # entries in a bundle, hashes in a tile
HASH = 32  # bytes
READERS = 8  # at a time
PAUSES = (1, 3, 9)  # seconds before each new try
SECONDS = 30  # a server may stay silent
SECOND_LOOK = 3  # seconds until a difference on a living page is believed
MOST_SHOWN = 20  # findings of one kind; the rest is counted
KB, MB = 2**10, 2**20
MOST_BYTES = {"note": 128 * KB, "tile": WIDTH * HASH, "bundle": 1 * MB, "text": 2 * MB, "page": 8 * MB, "json": 4 * MB}


class Tampered(Exception):
    """Something that an honest log never shows."""


class CouldNot(Exception):
    """No verdict: something could not be read, and that alone proves nothing."""


def counted(count: int, one: str, more: str) -> str:
    return f"{count:,} {one if count == 1 else more}"


def entries_of(count: int) -> str:
    return counted(count, "entry", "entries")


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def tagged(tag: str, *parts: bytes) -> bytes:
    """H(tag, …) of the format open-letter/v1."""
    return sha256(b"open-letter/v1 " + tag.encode() + b"\n" + b"".join(parts))


def folded(row: list[bytes]) -> bytes:
    """The root over a row of subtrees of one size, of which only the last may be smaller."""
    while len(row) > 1:
        pairs = [sha256(b"\x01" + row[at] + row[at + 1]) for at in range(0, len(row) - 1, 2)]
        row = pairs + row[len(row) - len(row) % 2 :]
    return row[0]


class Tree:
    """The tree over all entries read so far, as the tiles that stand open at its right edge."""

    def __init__(self) -> None:
        self.size = 0
        self.rows: list[list[bytes]] = [[]]

    def add(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add a leaf's hash; returns the tiles that it filled as (level, number, bytes)."""
        self.size += 1
        self.rows[0].append(leaf)
        full, level = [], 0
        while len(self.rows[level]) == WIDTH:
            if level + 1 == len(self.rows):
                self.rows.append([])
            full.append((level, self.size // WIDTH ** (level + 1) - 1, b"".join(self.rows[level])))
            self.rows[level + 1].append(folded(self.rows[level]))
            self.rows[level] = []
            level += 1
        return full

    def open_tiles(self) -> Iterator[tuple[int, int, bytes]]:
        for level, row in enumerate(self.rows):
            if row:
                yield level, self.size // WIDTH ** (level + 1), b"".join(row)

    def root(self) -> bytes:
        rest: list[bytes] = []
        for row in self.rows:
            if row or rest:
                rest = [folded(row + rest)]
        return rest[0] if rest else sha256(b"")


def unbase64(text: str | bytes, length: int) -> bytes:
    as_bytes = text.encode() if isinstance(text, str) else text
    try:
        data = binascii.a2b_base64(as_bytes)
    except binascii.Error:
        data = b""
    if len(data) != length or binascii.b2a_base64(data, newline=False) != as_bytes:
        raise Tampered(f"{as_bytes[:60]!r} is not the base64 of {length} bytes")
    return data


class Key:
    """A public key as a log or a witness publishes it: `name+key id+base64 of a kind and 32 bytes`."""

    LOG, WITNESS = 1, 4

    def __init__(self, vkey: str) -> None:
        self.vkey = vkey.strip()
        self.name, _, rest = self.vkey.partition("+")
        key_id, _, encoded = rest.partition("+")
        data = unbase64(encoded, 33)
        self.kind, self.id = data[0], sha256(self.name.encode() + b"\n" + data)[:4]
        if not self.name or self.id.hex() != key_id or self.kind not in (self.LOG, self.WITNESS):
            raise Tampered(f"{self.vkey!r} is not the key of a log or a witness")
        self._key = Ed25519PublicKey.from_public_bytes(data[1:])

    def signed(self, note: Note) -> bool:
        """Whether the note has this key's line; a line that is not good is tampering."""
        lines = [value for name, value in note.lines if name == self.name and value[:4] == self.id]
        for value in lines:
            self._check(note.text.encode(), value[4:])
        return bool(lines)

    def _check(self, message: bytes, value: bytes) -> None:
        if self.kind == self.WITNESS:
            seen = int.from_bytes(value[:8], "big")
            message, value = b"cosignature/v1\ntime %d\n" % seen + message, value[8:]
        try:
            self._key.verify(value, message)
        except InvalidSignature:
            raise Tampered(f"a signature of {self.name} does not fit what it stands under") from None


class Note:
    """A checkpoint with the signatures below it."""

    def __init__(self, data: bytes) -> None:
        try:
            self.whole = data.decode()
            self.text, blank, below = self.whole.rpartition("\n\n")
            self.text += "\n"
            self.origin, size, root, end = self.text.split("\n")
        except ValueError:
            raise Tampered("the checkpoint is not three lines and signatures below them") from None
        if not blank or end or not re.fullmatch("0|[1-9][0-9]{0,18}", size):
            raise Tampered("the checkpoint is not three lines and signatures below them")
        self.size, self.root = int(size), unbase64(root, HASH)
        self.lines = [self._line(line) for line in below.splitlines()]

    @staticmethod
    def _line(line: str) -> tuple[str, bytes]:
        dash, name, encoded = [*line.split(" "), "", ""][:3]
        try:
            return name, base64.b64decode(encoded, validate=True) if dash == "—" else b""
        except (binascii.Error, ValueError):
            raise Tampered(f"{line!r} is no line of a signature") from None


_N = rb"(0|[1-9][0-9]{0,14})"
_B = rb"([A-Za-z0-9+/]{43}=)"
_CARD = rb"card (public|private)\ncommit " + _B + rb"\n"
_OPEN = rb"of " + _N + rb"\nctl " + _B + rb"\nrest " + _B + b" " + _B + rb"\n"
_KINDS = {
    b"text": rb"version " + _N + rb"\nsha256 " + _B + rb"\n",
    b"translation": rb"version " + _N + rb"\nlang ([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)\nsha256 " + _B + rb"\n",
    b"sign": rb"text " + _B + rb"\n" + _CARD,
    b"edit": _OPEN + _CARD,
    b"withdraw": _OPEN,
    b"strike": rb"of " + _N + rb"\nreason (request|duplicate|bounce|fraud|law|terms)\n",
    b"restore": rb"of " + _N + rb"\n",
}
_FORMS = {
    kind: re.compile(
        b"open-letter/v1 " + kind + b"\n" + lines + b"time " + _N + b"\ntally " + b" ".join([_N] * 3) + b"\n"
    )
    for kind, lines in _KINDS.items()
}
_CARD_FORM = re.compile("name ([^\n\r]+)\nrole ([^\n\r]*)\nplace ([^\n\r]*)\n")

NONE, LIVE, STRUCK, WITHDRAWN = 0, 1, 2, 3
PUBLIC = 4  # added to the state of a signature whose latest card is public


class Tally(NamedTuple):
    signed: int = 0
    withdrawn: int = 0
    struck: int = 0

    def number(self) -> int:
        return self.signed - self.withdrawn - self.struck


class Version(NamedTuple):
    """A text, or the translation of one, as its entry names it."""

    entry: int
    number: int
    language: str
    sha256: bytes


class Replay:
    """The state of a letter after the entries taken so far: about 33 bytes an entry."""

    def __init__(self) -> None:
        self.size = 0
        self.time = 0
        self.tally = Tally()
        self.versions: list[Version] = []
        self.translations: list[Version] = []
        self.states = bytearray()
        self.commits = bytearray()
        self.edited: dict[int, int] = {}  # the signatures' newest edits

    def take(self, entry: bytes) -> None:
        end = entry.find(b"\n")
        kind = entry[15:end]
        form = _FORMS.get(kind)
        match = form.fullmatch(entry) if form else None
        if match is None:
            raise self._broken("form")
        *facts, hour, signed, withdrawn, struck = match.groups()
        when = int(hour)
        if when % 3600 or when < self.time:
            raise self._broken("time")
        self.states.append(NONE)
        self.commits += bytes(HASH)
        expected = getattr(self, "_" + kind.decode())(*facts)
        tally = Tally(int(signed), int(withdrawn), int(struck))
        if tally != expected:
            raise self._broken("tally")
        self.tally, self.time, self.size = tally, when, self.size + 1

    def state(self, index: int) -> int:
        return self.states[index] & 3 if index < len(self.states) else NONE

    def is_public(self, index: int) -> bool:
        return bool(self.states[index] & PUBLIC)

    def commit(self, index: int) -> bytes:
        return bytes(self.commits[HASH * index : HASH * (index + 1)])

    def _text(self, number: bytes, digest: bytes) -> Tally:
        if int(number) != len(self.versions) + 1:
            raise self._broken("version")
        self.versions.append(Version(self.size, int(number), "", self._bytes(digest)))
        return self.tally

    def _translation(self, number: bytes, language: bytes, digest: bytes) -> Tally:
        if not 1 <= int(number) <= len(self.versions):
            raise self._broken("translation")
        self.translations.append(Version(self.size, int(number), language.decode(), self._bytes(digest)))
        return self.tally

    def _sign(self, text: bytes, card: bytes, commit: bytes) -> Tally:
        if not self.versions or self._bytes(text) != self.versions[-1].sha256:
            raise self._broken("text")
        self._put(self.size, card, commit)
        signed, withdrawn, struck = self.tally
        return Tally(signed + 1, withdrawn, struck)

    def _edit(self, of: bytes, control: bytes, first: bytes, second: bytes, card: bytes, commit: bytes) -> Tally:
        index = self._opened(of, control, first, second)
        self._put(index, card, commit)
        self.edited[index] = self.size
        return self.tally

    def _withdraw(self, of: bytes, control: bytes, first: bytes, second: bytes) -> Tally:
        self._move(self._opened(of, control, first, second), LIVE, WITHDRAWN)
        return self.tally._replace(withdrawn=self.tally.withdrawn + 1)

    def _strike(self, of: bytes, reason: bytes) -> Tally:
        self._move(int(of), LIVE, STRUCK)
        return self.tally._replace(struck=self.tally.struck + 1)

    def _restore(self, of: bytes) -> Tally:
        self._move(int(of), STRUCK, LIVE)
        return self.tally._replace(struck=self.tally.struck - 1)

    def _opened(self, of: bytes, control: bytes, first: bytes, second: bytes) -> int:
        """The signature that a revealed control token belongs to."""
        index = int(of)
        if self.state(index) != LIVE:
            raise self._broken("target")
        parts = self._bytes(first), self._bytes(second), tagged("ctl", self._bytes(control))
        if tagged("commit", *parts) != self.commit(index):
            raise self._broken("control")
        return index

    def _move(self, index: int, before: int, after: int) -> None:
        if self.state(index) != before:
            raise self._broken("target")
        self.states[index] = self.states[index] & PUBLIC | after

    def _put(self, index: int, card: bytes, commit: bytes) -> None:
        self.states[index] = LIVE | (PUBLIC if card == b"public" else 0)
        self.commits[HASH * index : HASH * (index + 1)] = self._bytes(commit)

    def _bytes(self, encoded: bytes) -> bytes:
        data = binascii.a2b_base64(encoded)
        if binascii.b2a_base64(data, newline=False) != encoded:
            raise self._broken("form")
        return data

    def _broken(self, rule: str) -> Tampered:
        return Tampered(f"entry {self.size} breaks the rule that {RULES[rule]}")


class Sites:
    """The replay of a site's own log, whose entries are checkpoints of the letters' logs."""

    def __init__(self) -> None:
        self.size = 0
        self.newest: dict[str, Note] = {}
        self.seen: dict[str, dict[int, bytes]] = {}

    def take(self, entry: bytes) -> None:
        try:
            note = Note(entry if b"\n\n" in entry else entry + b"\n")
        except Tampered as error:
            raise Tampered(f"entry {self.size} of the site's log: {error}") from None
        before = self.newest.get(note.origin)
        if before and (note.size < before.size or (note.size == before.size and note.root != before.root)):
            raise Tampered(
                f"entry {self.size} of the site's log contradicts an earlier one about {note.origin}: "
                f"{entries_of(before.size)}, then {note.size:,}"
            )
        self.newest[note.origin] = note
        self.seen.setdefault(note.origin, {})[note.size] = note.root
        self.size += 1


class Folder:
    """A log as files, laid out as it is served."""

    is_live = False

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)

    def read(self, path: str, most: int) -> bytes | None:
        """The bytes of a file, or None where there is none."""
        file = self.path / path.partition("?")[0]
        if path.endswith("/"):
            file = file / "index.html"
        try:
            with file.open("rb") as opened:
                data = opened.read(most + 1)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as error:
            raise CouldNot(f"{file} can't be read: {error.strerror}") from error
        if len(data) > most:
            raise CouldNot(f"{file} is longer than {most} bytes")
        return data

    def way(self, path: str, link: str) -> str:
        """Where a link on a page leads."""
        return path.partition("?")[0] + link


class Site:
    """A log as a server shows it; each thread keeps its connection."""

    is_live = True

    def __init__(self, address: str) -> None:
        self.name = address.rstrip("/")
        self._base = self.name + "/"
        self._own = threading.local()

    def read(self, path: str, most: int) -> bytes | None:
        """The body at an address, or None where there is nothing (any more)."""
        address = urljoin(self._base, path)
        reason: object = None
        for pause in (0, *PAUSES):
            time.sleep(pause)
            try:
                return self._follow(address, most)
            except (OSError, http.client.HTTPException, zlib.error) as error:
                reason = error
                self._own.connections = {}
        raise CouldNot(f"{address} can't be read: {reason}")

    def way(self, path: str, link: str) -> str:
        """Where a link on a page leads."""
        return urljoin(urljoin(self._base, path), link)

    def _follow(self, address: str, most: int) -> bytes | None:
        for _ in range(5):
            status, location, body = self._get(address, most)
            if status == 200:
                return body
            if status in (404, 410):
                return None
            if status not in (301, 302, 307, 308):
                raise OSError(f"status {status}")
            address = urljoin(address, location)
        raise CouldNot(f"{address} leads in circles")

    def _get(self, address: str, most: int) -> tuple[int, str, bytes]:
        parts = urlsplit(address)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection = self._connection(parts.scheme, parts.netloc)
        connection.request("GET", target, headers={"Accept-Encoding": "gzip", "User-Agent": "check_log.py"})
        answer = connection.getresponse()
        body = answer.read(most + 1)
        if answer.headers.get("Content-Encoding") == "gzip":
            body = zlib.decompressobj(31).decompress(body, most + 1)
        if len(body) > most:
            raise CouldNot(f"{address} is longer than {most} bytes")
        return answer.status, answer.headers.get("Location", ""), body

    def _connection(self, scheme: str, host: str) -> http.client.HTTPConnection:
        kept = self._own.__dict__.setdefault("connections", {})
        if (scheme, host) not in kept:
            if scheme not in ("http", "https"):
                raise CouldNot(f"{scheme}:// is not read here, only http:// and https://")
            plain = scheme == "http"
            kept[scheme, host] = (
                http.client.HTTPConnection(host, timeout=SECONDS)
                if plain
                else http.client.HTTPSConnection(host, timeout=SECONDS, context=ssl.create_default_context())
            )
        connection: http.client.HTTPConnection = kept[scheme, host]
        return connection


Source = Union[Folder, Site]


def tile_path(level: int | str, number: int, width: int) -> str:
    groups = f"{number:,}".split(",")
    name = "/".join(["x" + group.zfill(3) for group in groups[:-1]] + [groups[-1].zfill(3)])
    return f"tile/{level}/{name}" + ("" if width == WIDTH else f".p/{width}")


def ahead(pool: ThreadPoolExecutor, fetch: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
    """Like map, in order, but never far ahead of what has been used: a log may be larger than memory."""
    waiting: deque[Any] = deque()
    for item in items:
        waiting.append(pool.submit(fetch, item))
        if len(waiting) > 4 * READERS:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


class Shown(NamedTuple):
    """A name as the public list shows it; `about` is role and place, with a comma between."""

    entry: int | None
    name: str
    about: str


class ListPage(HTMLParser):
    """The items of a page of the public list, and the way to the next page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.items: list[Shown] = []
        self.next: str | None = None
        self._entry: str | None = None
        self._is_item = False
        self._depth = 0
        self._part: str | None = None
        self._texts: dict[str, list[str]] = {}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        classes = facts.get("class", "").split()
        if tag == "a" and "next" in facts.get("rel", "").split():
            self.next = facts.get("href")
        if tag == "li" and ("data-entry" in facts or "register__entry" in classes):
            self._is_item, self._entry, self._texts = True, facts.get("data-entry"), {}
        if self._part:
            self._depth += tag == "span"
        elif self._is_item and tag == "span" and "signer__name--unnamed" not in classes:
            found = [part for part in ("name", "about", "role", "place") if f"signer__{part}" in classes]
            self._part, self._depth = (found[0], 1) if found else (None, 0)

    def handle_data(self, data: str) -> None:
        if self._part:
            self._texts.setdefault(self._part, []).append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._part and tag == "span":
            self._depth -= 1
            self._part = self._part if self._depth else None
        if self._is_item and tag == "li":
            self._is_item, self._part = False, None
            name, *about = ("".join(self._texts.get(part, [])).strip() for part in ("name", "about", "role", "place"))
            if self._entry and not re.fullmatch("[0-9]{1,15}", self._entry):
                raise Tampered(f"“{name}” is shown for the entry {self._entry!r}, which is no number")
            entry = int(self._entry) if self._entry else None
            self.items.append(Shown(entry, name, ", ".join(part for part in about if part)))


class Finding(NamedTuple):
    """A difference that may come from reading a living page in the middle of a change."""

    kind: str
    subject: object
    words: str


class Report:
    """What was found, said as it is found."""

    def __init__(self) -> None:
        self.tampered: list[str] = []
        self.open: list[str] = []
        self.summary: list[str] = []
        self._of_kind: dict[str, int] = {}
        self._shown = 0.0

    def good(self, words: str) -> None:
        self._say("ok", words)

    def unchecked(self, words: str) -> None:
        self.open.append(words)
        self._say("--", words)

    def bad(self, words: str, kind: str = "") -> None:
        """Something an honest log never shows; of one kind only the first are printed."""
        self.tampered.append(words)
        self._of_kind[kind] = self._of_kind.get(kind, 0) + 1
        if not kind or self._of_kind[kind] <= MOST_SHOWN:
            self._say("!!", words)

    def progress(self, done: int, of: int) -> None:
        if sys.stderr.isatty() and time.monotonic() > self._shown + 0.2:
            self._shown = time.monotonic()
            print(f"\r{done:>12,} of {entries_of(of)}", end="\r", file=sys.stderr, flush=True)

    def _say(self, sign: str, words: str) -> None:
        print(f"{sign:>4}  {words}", flush=True)


class Memory:
    """The last checkpoint seen of each log, and which log stood at which address."""

    def __init__(self, file: Path) -> None:
        self.file = file
        if not os.access(file.parent, os.W_OK):
            raise CouldNot(f"{file} can't be written, and what is seen is remembered there; name another with --state")
        try:
            kept = json.loads(file.read_text("utf-8"))
            self.logs: dict[str, dict[str, str]] = kept["logs"]
            self.addresses: dict[str, str] = kept["addresses"]
        except FileNotFoundError:
            self.logs, self.addresses = {}, {}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CouldNot(f"{file} is not what this program remembered: {error!r}") from error

    def key_of(self, origin: str) -> str | None:
        return self.logs.get(origin, {}).get("vkey")

    def notes_of(self, origin: str) -> list[Note]:
        """The checkpoint that was seen last, and a later one that was never shown to go on from it."""
        kept = self.logs.get(origin, {})
        return [Note(kept[part].encode()) for part in ("checkpoint", "unproven") if part in kept]

    def day_of(self, origin: str) -> str:
        day = self.logs.get(origin, {}).get("seen")
        return f"on {day}" if day else "last time"

    def keep(self, address: str, key: Key, note: Note, *, is_proven: bool) -> None:
        """Remember a signed checkpoint; one that is not proven to go on from the last replaces nothing."""
        self.addresses.setdefault(address, note.origin)
        known = self.notes_of(note.origin)
        newest = max((before.size for before in known), default=-1)
        if not known or (is_proven and note.size >= newest):
            today = time.strftime("%Y-%m-%d", time.gmtime())
            self.logs[note.origin] = {"vkey": key.vkey, "checkpoint": note.whole, "seen": today}
        elif note.size > newest:
            self.logs[note.origin]["unproven"] = note.whole
        self._write()

    def _write(self) -> None:
        """Put a file in place that is whole at any moment."""
        content = json.dumps({"logs": self.logs, "addresses": self.addresses}, indent=1, ensure_ascii=False)
        handle, name = tempfile.mkstemp(dir=self.file.parent, prefix=self.file.name)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content + "\n")
        os.replace(name, self.file)


class Witnessed(NamedTuple):
    """What a root must be at a size, and who says so."""

    by: str
    root: bytes
    note: Note | None = None  # when it is this program's own memory


class Audit:
    """One log, read from its first entry on."""

    def __init__(
        self, source: Source, report: Report, memory: Memory, vkey: str | None, pool: ThreadPoolExecutor
    ) -> None:
        self.source = source
        self.report = report
        self.memory = memory
        self.pool = pool
        self.tree = Tree()
        self.wanted: dict[int, list[Witnessed]] = {}
        self.is_intact = True
        self.is_contradicted = False  # by what was seen before
        self.note: Note = self._first_note(vkey)
        is_site = re.fullmatch(r"[^/]+/log(/[0-9]+)?", self.note.origin)
        self.replay: Replay | Sites = Sites() if is_site else Replay()

    def _first_note(self, vkey: str | None) -> Note:
        note = Note(self._need("checkpoint", "note"))
        print(f"\n{note.origin}, {entries_of(note.size)}, at {self.source.name}")
        served = self.source.read("vkey", KB)
        known = vkey or self.memory.key_of(note.origin)
        if not (known or served):
            raise CouldNot(f"{self.source.name} shows no key; give it with --vkey")
        self.key = Key(known or (served or b"").decode("utf-8", "replace"))
        if served is not None and served.decode("utf-8", "replace").strip() != self.key.vkey:
            self.report.bad(f"{self.source.name} shows another key than {self.key.vkey}")
        if not known:
            itself = "site" if self.source.is_live else "folder"
            self.report.unchecked(f"its key is taken from the {itself} itself: {self.key.vkey}")
        return self.signed(note)

    def signed(self, note: Note) -> Note:
        if self.key.name != note.origin or not self.key.signed(note):
            raise Tampered(f"the checkpoint of {note.origin} is not signed by {self.key.vkey}")
        return note

    def read(self) -> None:
        """Read all entries and compare them with everything that is known of the log."""
        self._remember()
        started = time.monotonic()
        self.advance(self.note)
        size, spent = self.tree.size, time.monotonic() - started
        if self.is_intact:
            speed = f" ({size / spent:,.0f} a second)" if size > WIDTH else ""
            follow = counted(size, "entry follows all rules, and gives", "entries follow all rules, and give")
            self.report.good(f"{follow} the signed root{speed}")

    def _remember(self) -> None:
        """Expect what was seen last time; a log that has shrunk says so by itself."""
        named = self.memory.addresses.get(self.source.name)
        if named and named != self.note.origin:
            self.report.bad(f"here stood the log {named} last time; now it is {self.note.origin}")
        known = self.memory.notes_of(self.note.origin)
        if not known:
            self.report.unchecked("this is the first time that its checkpoint is seen here")
        for before in known:
            if before.size <= self.note.size:
                day = self.memory.day_of(self.note.origin)
                self.wanted.setdefault(before.size, []).append(Witnessed(f"seen {day}", before.root, before))
            elif self.source.is_live:
                self._contradicts(before, "the log has shrunk")
            else:
                self.report.unchecked(f"this copy is older than the {entries_of(before.size)} seen last time")

    def expect(self, size: int, by: str, root: bytes) -> None:
        self.wanted.setdefault(size, []).append(Witnessed(by, root))

    def is_proven(self) -> bool:
        """Whether the entries as far as they were read are those of the checkpoint."""
        return self.tree.size == self.note.size and self.tree.root() == self.note.root

    def _contradicts(self, before: Note, words: str) -> None:
        self.is_intact, self.is_contradicted = False, True
        self.report.bad(
            f"{words}: it has two histories. Keep both checkpoints, they prove it:\n\n{before.whole}\n{self.note.whole}"
        )

    def advance(self, note: Note) -> None:
        """Read on until the checkpoint's size."""
        self.note = note
        self._compare_wanted()
        numbers = range(self.tree.size // WIDTH, -(-note.size // WIDTH))
        for number, (bundle, tile) in zip(numbers, ahead(self.pool, self._fetch, numbers)):
            self._take_bundle(number, bundle, tile)
            self.report.progress(self.tree.size, note.size)
        for level, number, hashes in self.tree.open_tiles():
            if level:
                self._compare_tile(level, number, hashes)
        if self.tree.root() != note.root:
            self.is_intact = False
            give = counted(note.size, "entry does not give", "entries do not give")
            self.report.bad(f"the {give} the root that the log signed for")

    def _fetch(self, number: int) -> tuple[bytes, bytes]:
        width = min(WIDTH, self.note.size - WIDTH * number)
        bundle = self._need(tile_path("entries", number, width), "bundle")
        return bundle, self._need(tile_path(0, number, width), "tile")

    def _take_bundle(self, number: int, bundle: bytes, tile: bytes) -> None:
        entries = split(bundle, min(WIDTH, self.note.size - WIDTH * number), number)
        known = self.tree.rows[0]
        leaves = [sha256(b"\x00" + entry) for entry in entries]
        if leaves[: len(known)] != known:
            raise Tampered(f"bundle {number} changed while it was being read")
        if b"".join(leaves) != tile:
            self._bad_tile(f"tile 0/{number}", leaves, tile, WIDTH * number)
        for leaf, entry in zip(leaves[len(known) :], entries[len(known) :]):
            if self.is_intact:
                self._replay(entry)
            for level, index, hashes in self.tree.add(leaf):
                if level:
                    self._compare_tile(level, index, hashes)
            if self.tree.size in self.wanted:
                self._compare_wanted()

    def _replay(self, entry: bytes) -> None:
        try:
            self.replay.take(entry)
        except Tampered as error:
            self.is_intact = False
            self.report.bad(str(error))

    def _compare_tile(self, level: int, number: int, hashes: bytes) -> None:
        served = self._need(tile_path(level, number, len(hashes) // HASH), "tile")
        if served != hashes:
            self.report.bad(f"tile {level}/{number} is not the tree's", "tile")

    def _bad_tile(self, name: str, leaves: list[bytes], tile: bytes, first: int) -> None:
        """Name the first entry whose hash is not in its place."""
        at = next((at for at, leaf in enumerate(leaves) if tile[HASH * at : HASH * (at + 1)] != leaf), len(leaves))
        self.report.bad(f"{name} does not hold the hash of entry {first + at} as it is served", "tile")

    def _compare_wanted(self) -> None:
        entries = entries_of(self.tree.size)
        for by, root, before in self.wanted.pop(self.tree.size, []):
            if root == self.tree.root():
                if before:
                    self.report.good(f"begins with the {entries} {by}")
            elif before:
                self._contradicts(before, f"the first {entries} are not those {by}")
            else:
                self.is_intact = False
                self.report.bad(f"the first {entries} are not those that {by} vouches for")

    def fresh(self) -> Note:
        """The checkpoint as it is now, which may only be larger."""
        note = self.signed(Note(self._need("checkpoint", "note")))
        if note.size < self.tree.size or note.origin != self.note.origin:
            raise Tampered(f"the log shrank from {self.tree.size:,} to {entries_of(note.size)} while it was being read")
        return note

    def _need(self, path: str, what: str) -> bytes:
        data = self.source.read(path, MOST_BYTES[what])
        if data is None:
            raise CouldNot(f"{self.source.name} lacks {path}")
        return data

    def entry(self, index: int) -> bytes:
        number = index // WIDTH
        width = min(WIDTH, self.tree.size - WIDTH * number)
        return split(self._need(tile_path("entries", number, width), "bundle"), width, number)[index % WIDTH]


def split(bundle: bytes, width: int, number: int) -> list[bytes]:
    """The entries of a bundle: each two bytes of length, big-endian, and that many bytes."""
    entries, at = [], 0
    while at < len(bundle):
        start = at + 2
        at = start + int.from_bytes(bundle[at:start], "big")
        entries.append(bundle[start:at])
    if at != len(bundle) or len(entries) != width:
        raise Tampered(f"bundle {number} does not hold {width} whole entries")
    return entries


class Letter:
    """What else a letter's log must agree with: its texts, its number, its openings and the names on its pages."""

    def __init__(self, audit: Audit, replay: Replay) -> None:
        self.audit = audit
        self.replay = replay
        self.source = audit.source
        self.report = audit.report
        self.letter = "../" * _depth(audit.note.origin)

    def check(self, names: bool) -> None:
        self.check_texts()
        self.check_number()
        self.check_people(names)

    def check_texts(self) -> None:
        served = 0
        for version in self.replay.versions:
            text = self.source.read(f"text/{version.number}", MOST_BYTES["text"])
            served += text is not None
            if text is not None and sha256(text) != version.sha256:
                self.report.bad(f"text {version.number} is not the one that entry {version.entry} names")
            elif text is not None and f"\nversion {version.number}\n".encode() not in text.partition(b"\n\n")[0]:
                self.report.bad(f"text {version.number} calls itself another version")
        if served < len(self.replay.versions):
            missing = len(self.replay.versions) - served
            self.report.unchecked(counted(missing, "of its texts is not shown", "of its texts are not shown"))
        elif served:
            self.report.good(counted(served, "text is the one that was signed", "texts are those that were signed"))
        self.check_translations()

    def check_translations(self) -> None:
        """Of a version in one language the newest is shown; those that it corrects are only named."""
        newest = {(one.number, one.language): one for one in self.replay.translations}
        served = 0
        for (number, language), one in newest.items():
            text = self.source.read(f"text/{number}.{language}", MOST_BYTES["text"])
            served += text is not None
            if text is not None and sha256(text) != one.sha256:
                self.report.bad(f"text {number}.{language} is not the translation that entry {one.entry} names")
        if served < len(newest):
            missing = len(newest) - served
            self.report.unchecked(
                counted(missing, "of its translations is not shown", "of its translations are not shown")
            )
        elif served:
            self.report.good(counted(served, "translation is the one published", "translations are those published"))

    def check_number(self) -> None:
        data = self.source.read(f"{self.letter}count.json", MOST_BYTES["json"])
        if data is None:
            return self.report.unchecked("no number is shown beside this copy")
        shown = _json(data, "count.json")
        size, count = shown.get("size", self.audit.tree.size), shown.get("count")
        if not isinstance(size, int) or not isinstance(count, int) or size < 0:
            return self.report.bad(f"count.json says {shown!r}")
        if size > self.audit.tree.size:
            self.audit.advance(self.audit.fresh())
        if size > self.audit.tree.size:
            return self.report.bad(f"count.json speaks of {entries_of(size)}, the log has {self.audit.tree.size:,}")
        number = self._number_at(size)
        if count != number:
            make = counted(size, "entry makes", "entries make")
            return self.report.bad(f"the number shown is {count:,}; the log's {make} {number:,}")
        return self.report.good(f"the number shown, {count:,}, is the sum of the log's {entries_of(size)}")

    def _number_at(self, size: int) -> int:
        if size == self.audit.tree.size:
            return self.replay.tally.number()
        tally = self.audit.entry(size - 1).split()[-3:] if size else (0, 0, 0)
        return Tally(*map(int, tally)).number()

    def check_people(self, names: bool) -> None:
        """Openings and names, looked at twice on a living site: somebody may change theirs in between."""
        found = self._people(names)
        if found and self.source.is_live:
            time.sleep(SECOND_LOOK)
            self.audit.advance(self.audit.fresh())
            before = {(finding.kind, finding.subject) for finding in found}
            found = [finding for finding in self._people(names) if (finding.kind, finding.subject) in before]
        for finding in found:
            self.report.bad(finding.words, finding.kind)
        if not found:
            cards = counted(len(self.cards), "card of a public signature opens", "cards of public signatures open")
            self.report.good(f"{cards} what was signed")
            public = sum(1 for state in self.replay.states if state == LIVE | PUBLIC)
            if len(self.cards) < public:
                more = counted(public - len(self.cards), "more public signature is", "more public signatures are")
                self.report.unchecked(f"{more} not shown")
            if self.shown is not None:
                one, more = "name on the public list is one that was", "names on the public list are those that were"
                self.report.good(f"{counted(self.shown, one, more)} signed")
            else:
                self.report.unchecked("the names on the public list were not compared")
        if self.waiting:
            self._say_who_waits()

    def _say_who_waits(self) -> None:
        first = ", ".join(f"“{name}”" for name in self.waiting[:MOST_SHOWN])
        names = counted(len(self.waiting), "name is shown without an entry", "names are shown without an entry")
        self.report.unchecked(f"{names}, as while a signature waits for its own; check again in some minutes: {first}")

    def _people(self, names: bool) -> list[Finding]:
        """The list is read last: what it shows must have been opened by then, and what it hides need not be."""
        self.cards: dict[int, str] = {}
        self.shown: int | None = None
        self.waiting: list[str] = []
        found = list(self._openings())
        if names:
            found += self._names()
        return found

    def _openings(self) -> Iterator[Finding]:
        numbers = range(-(-self.audit.tree.size // WIDTH))
        for data in ahead(self.audit.pool, lambda number: self._opened(number), numbers):
            for opening in _json(data, "openings").get("openings", []) if data else []:
                yield from self._opening(opening)

    def _opened(self, number: int) -> bytes | None:
        return self.source.read(f"openings/{number}", MOST_BYTES["json"])

    def _opening(self, opening: Any) -> Iterator[Finding]:
        try:
            index, of = int(opening["index"]), int(opening["of"])
            salt, mail, control = [unbase64(opening[part], HASH) for part in ("salt", "mail", "control")]
            card = str(opening["card"])
        except (KeyError, TypeError, ValueError, Tampered) as error:
            raise Tampered(f"an opening is not in its form: {error!r}") from error
        wrong = self._wrong(index, of, card, tagged("commit", tagged("card", salt, card.encode()), mail, control))
        if wrong:
            yield Finding("opening", of, f"the opening of entry {index} {wrong}")
        self.cards[of] = card

    def _wrong(self, index: int, of: int, card: str, commit: bytes) -> str:
        """What an opening contradicts; empty when it fits."""
        if self.replay.state(of) != LIVE:
            return f"is served, though signature {of} does not stand"
        if index != self.replay.edited.get(of, of):
            return f"does not open the newest entry of signature {of}"
        if commit != self.replay.commit(of):
            return "does not open what was signed"
        if not self.replay.is_public(of):
            return "is served, though the signature is private"
        return "" if is_card(card) else f"is not a card in its form: {card!r}"

    def _names(self) -> list[Finding]:
        path, visited, seen = f"{self.letter}signatures/", set(), set()
        found: list[Finding] = []
        while path not in visited:
            visited.add(path)
            data = self.source.read(path, MOST_BYTES["page"])
            if data is None:
                return found
            page = ListPage(data.decode("utf-8", "replace"))
            self.waiting += [item.name for item in page.items if item.name and item.entry is None]
            for item in page.items:
                wrong = self._misshown(item) or (item.entry in seen and "is shown twice")
                if wrong:
                    found.append(Finding("name", (item.entry, item.name), f"“{item.name}” {wrong}"))
                if item.entry is not None:
                    seen.add(item.entry)
            named = sum(1 for item in page.items if item.name and item.entry is not None)
            self.shown = (self.shown or 0) + named
            path = self.source.way(path, page.next) if page.next else path
        return found

    def _misshown(self, item: Shown) -> str:
        """What an item of the list contradicts; empty when it is what was signed."""
        if item.entry is None:
            return ""
        if self.replay.state(item.entry) != LIVE:
            return f"is shown, though signature {item.entry} does not stand"
        if not item.name:
            return ""
        card = self.cards.get(item.entry)
        if card is None:
            return f"is shown for entry {item.entry}, which nothing opens"
        name, role, place = (line.partition(" ")[2] for line in card.split("\n")[:3])
        signed = name, ", ".join(part for part in (role, place) if part)
        shown = unicodedata.normalize("NFC", item.name), unicodedata.normalize("NFC", item.about)
        return "" if shown == signed else f"({item.about}) is shown for entry {item.entry}, which says {signed}"


class MailAudit:
    """A sample of signatures whose addresses the operator has opened to an auditor, in a file."""

    def __init__(self, file: Path) -> None:
        try:
            content = _json(file.read_bytes(), file.name)
            self.note, self.drawn = Note(content["checkpoint"].encode()), int(content["drawn"])
            self.opened = {int(one["of"]): one for one in content["opened"]}
        except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise CouldNot(f"{file} is not the file of a mail audit: {error!r}") from error

    def check(self, replay: Replay, report: Report) -> None:
        """Each address drawn is the one that was signed with; who has left since need not be opened."""
        sample = self._sample(replay)
        for index in self.opened:
            if index not in sample:
                report.bad(f"the address of signature {index} was opened, though it was not drawn")
        held, gone, closed = 0, 0, []
        for index in sample:
            if index in self.opened and self._fits(replay, index, report):
                held += 1
            elif index not in self.opened and replay.state(index) == LIVE:
                closed.append(index)
            elif index not in self.opened:
                gone += 1
        report.good(f"mail audit: {len(sample)} drawn, {held} opened to the address signed with, {gone} have left")
        if closed:
            report.unchecked(f"mail audit: not opened, as after an erasure, though they count: {closed}")

    def _sample(self, replay: Replay) -> list[int]:
        """The draws are SHA-256 of a tag, the signed root and a counter; only those of signatures count."""
        signings = sum(1 for state in replay.states[: self.note.size] if state & 3)
        sample: dict[int, None] = {}
        number = 0
        while len(sample) < min(self.drawn, signings):
            digest = sha256(b"open-letter/v1 mail audit\n" + self.note.root + number.to_bytes(8, "big"))
            index = int.from_bytes(digest, "big") % self.note.size
            if replay.state(index) != NONE:
                sample[index] = None
            number += 1
        return list(sample)

    def _fits(self, replay: Replay, index: int, report: Report) -> bool:
        one = self.opened[index]
        salt, card, control = (unbase64(one[part], HASH) for part in ("salt", "card", "control"))
        mail = tagged("mail", salt, str(one["address"]).encode())
        fits = tagged("commit", card, mail, control) == replay.commit(index)
        if not fits:
            report.bad(f"mail audit: signature {index} was not signed with {one['address']}")
        return fits


def is_card(card: str) -> bool:
    return _CARD_FORM.fullmatch(card) is not None and unicodedata.normalize("NFC", card) == card


def _json(data: bytes, name: str) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Tampered(f"{name} is not the JSON it should be: {data[:60]!r}")
    return found


class Checker:
    """The logs behind one address, with what this program remembers of them."""

    def __init__(self, report: Report, memory: Memory, options: argparse.Namespace, pool: ThreadPoolExecutor) -> None:
        self.report = report
        self.memory = memory
        self.options = options
        self.pool = pool
        self.audited: list[Audit] = []
        self.witnesses = [_given_key("--witness", vkey) for vkey in options.witness]
        if options.vkey and _given_key("--vkey", options.vkey).kind != Key.LOG:
            raise CouldNot("what --vkey gives is the key of a witness, not of a log; it belongs to --witness")
        self.mail_audit = MailAudit(Path(options.mail_audit)) if options.mail_audit else None

    def check(self, target: str) -> None:
        for first in self._sources(target):
            logs = list(_continued(first))
            for source in logs:
                self._check_log(source, is_last=source is logs[-1])
        if all(isinstance(audit.replay, Sites) for audit in self.audited):
            self._say_no_letter(self.audited[-1])

    def _say_no_letter(self, audit: Audit) -> None:
        listed = audit.replay.newest if isinstance(audit.replay, Sites) else {}
        slugs = [found[1] for found in (re.search("/letters/([^/]+)/log", origin) for origin in listed) if found]
        letter = _beside(audit.source, f"{'../' * _depth(audit.note.origin)}letters/{slugs[-1] if slugs else 'SLUG'}")
        words = "this is the site's own log, of its letters' checkpoints: no letter was checked; name one, as in"
        self.report.unchecked(f"{words} check_log.py {letter.name}{'/' if letter.is_live else ''}")
        self.report.summary.append("no letter was checked")

    def _check_log(self, source: Source, *, is_last: bool) -> None:
        audit = Audit(source, self.report, self.memory, self.options.vkey, self.pool)
        try:
            self._check(audit, is_last=is_last)
        finally:
            if not audit.is_contradicted:
                self.memory.keep(source.name, audit.key, audit.note, is_proven=audit.is_proven())

    def _check(self, audit: Audit, *, is_last: bool) -> None:
        before = len(self.report.tampered)
        self.audited.append(audit)
        self._expect_witnessed(audit)
        sample = self.mail_audit
        if sample and sample.note.origin == audit.note.origin:
            audit.expect(sample.note.size, "the mail audit's checkpoint", audit.signed(sample.note).root)
        audit.read()
        replay = audit.replay
        if sample and audit.is_intact and isinstance(replay, Replay) and sample.note.origin == audit.note.origin:
            sample.check(replay, self.report)
        if audit.is_intact and isinstance(replay, Replay):
            letter = Letter(audit, replay)
            if is_last:
                letter.check(names=not self.options.skip_names)
            else:
                letter.check_texts()
        if len(self.report.tampered) == before:
            number = ""
            if isinstance(replay, Replay):
                number = counted(replay.tally.number(), "signature in ", "signatures in ")
            self.report.summary.append(f"{number}{entries_of(audit.tree.size)} of {audit.note.origin}")

    def _expect_witnessed(self, audit: Audit) -> None:
        """Expect the history that the witnesses have signed, for this log or for the site's log that lists it."""
        for witness in self.witnesses:
            note = _cosigned(audit, witness)
            if note:
                audit.expect(note.size, witness.name, note.root)
                self.report.good(f"{witness.name} saw it at {entries_of(note.size)}")
            elif isinstance(audit.replay, Replay):
                self._expect_listed(audit, witness)
            else:
                raise CouldNot(f"{audit.note.origin} shows no checkpoint that {witness.name} has signed")

    def _expect_listed(self, audit: Audit, witness: Key) -> None:
        up = "../" * (_depth(audit.note.origin) + 2)
        site = Audit(_beside(audit.source, f"{up}log"), self.report, self.memory, None, self.pool)
        note = _cosigned(site, witness)
        if note is None:
            raise CouldNot(f"neither {audit.note.origin} nor {site.note.origin} shows a signature of {witness.name}")
        site.note = note
        site.read()
        listed = site.replay.seen.get(audit.note.origin, {}) if isinstance(site.replay, Sites) else {}
        for size, root in listed.items():
            if size > audit.note.size:
                raise Tampered(f"{site.note.origin} listed it at {entries_of(size)}, it shows {audit.note.size:,}")
            audit.expect(size, f"{site.note.origin}, which {witness.name} has seen,", root)
        words = f"saw it at {entries_of(max(listed))}" if listed else "has not seen it yet"
        (self.report.good if listed else self.report.unchecked)(f"{witness.name} {words}, through {site.note.origin}")

    def _sources(self, target: str) -> list[Source]:
        if re.match(r"https?://", target):
            return [_served(target)]
        if not Path(target).is_dir():
            raise CouldNot(f"{target} is neither a folder nor an http(s):// address")
        if (Path(target) / "checkpoint").is_file():
            return [Folder(Path(target))]
        found = sorted(path.parent for path in Path(target).rglob("checkpoint"))
        if not found:
            raise CouldNot(f"there is no log in {target}")
        return [Folder(path) for path in found if not path.name.isdigit()]


def _given_key(option: str, vkey: str) -> Key:
    """A key as the reader typed it, whose slips prove nothing against a log."""
    try:
        return Key(vkey)
    except Tampered:
        raise CouldNot(f"what {option} gives is no key, which looks like NAME+8 HEX DIGITS+BASE64: {vkey!r}") from None


def _cosigned(audit: Audit, witness: Key) -> Note | None:
    """The newest checkpoint shown that a witness has signed."""
    if witness.signed(audit.note):
        return audit.note
    data = audit.source.read("cosigned", MOST_BYTES["note"])
    note = Note(data) if data is not None else None
    if note is None or not witness.signed(note):
        return None
    if note.origin != audit.note.origin or not audit.key.signed(note):
        raise Tampered(f"the cosigned checkpoint is not one of {audit.note.origin}")
    if note.size > audit.note.size:
        audit.note = audit.fresh()
    return note


def _continued(source: Source) -> Iterator[Source]:
    """A log, and those that went on where it was closed: at …/log/2, …/log/3."""
    yield source
    number, base = 1, source
    data = source.read("checkpoint", MOST_BYTES["note"])
    following = re.search("/log/([0-9]+)$", Note(data).origin) if data else None
    if following:
        number, base = int(following[1]), _beside(source, "..")
    while True:
        number += 1
        source = _beside(base, str(number))
        if source.read("checkpoint", MOST_BYTES["note"]) is None:
            return
        yield source


def _depth(origin: str) -> int:
    """How far below its letter a log lies: `…/log`, or `…/log/2` once it was continued."""
    return 2 if re.search("/log/[0-9]+$", origin) else 1


def _beside(source: Source, path: str) -> Source:
    if isinstance(source, Folder):
        return Folder(Path(os.path.normpath(source.path / path)))
    return Site(urljoin(source.name + "/", path))


def _served(address: str) -> Site:
    """The log that an address means: itself, or that of the letter whose page it is."""
    parts = urlsplit(address)
    root, path = f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/")
    slug = re.search(r"/letters/([^/]+)", path)
    paths = [path, f"{path}/log"] + ([f"/letters/{slug[1]}/log"] if slug else [])
    for found in paths:
        site = Site(root + found)
        if site.read("checkpoint", MOST_BYTES["note"]) is not None:
            return site
    raise CouldNot(f"there is no log at {address}")


def _options(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Check the public log of an open letter without trusting whoever runs the site.",
        epilog="Exit status: 0 all of it holds, 1 something was tampered with, 2 it could not be checked.",
    )
    parser.add_argument("target", metavar="URL|FOLDER", help="a letter, its log, a site, or a folder that holds logs")
    parser.add_argument("--vkey", help="the log's key, from a source that you trust; else the site's word is taken")
    parser.add_argument("--witness", action="append", default=[], metavar="VKEY", help="must have seen this history")
    parser.add_argument("--state", default="check_log.json", metavar="FILE", help="what is remembered (%(default)s)")
    parser.add_argument(
        "--mail-audit", metavar="FILE", help="check the addresses that were opened to you as an auditor"
    )
    parser.add_argument("--skip-names", action="store_true", help="leave out the public list, which has many pages")
    return parser.parse_args(words)


def main(words: list[str] | None = None) -> int:
    options = _options(words)
    report = Report()
    try:
        with ThreadPoolExecutor(READERS) as pool:
            Checker(report, Memory(Path(options.state)), options, pool).check(options.target)
    except Tampered as error:
        report.bad(str(error))
    except CouldNot as error:
        if not report.tampered:
            print(f"\nCOULD NOT CHECK: {error}.")
            return 2
        report.unchecked(str(error))
    if report.tampered:
        first = report.tampered[0].split("\n")[0]
        things = counted(len(report.tampered), "thing", "things")
        print(f"\nTAMPERED: {things} that an honest log never shows; the first: {first}")
        return 1
    unchecked = f" Lines with -- say what was not checked ({len(report.open)})." if report.open else ""
    print(f"\nOK: {'; '.join(report.summary)}; nothing contradicts anything.{unchecked}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
