"""A letter as its site shows it, in files: its log, texts, openings, number and public list; each can be falsified."""

import json
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from letters.ledger import check_log, commitments
from letters.ledger.commitments import read_card
from letters.ledger.facts import Text, Translation
from petition.lib.notes import Signer
from petition.lib.tiles import WIDTH
from tests.letters.ledger.independent.making import KEY, ORIGIN, Scribe, make_log, put

PROGRAM = Path(check_log.__file__)


class Verdict(NamedTuple):
    """What check_log.py said, and the status it ended with."""

    status: int
    words: str

    @property
    def last(self) -> str:
        return self.words.splitlines()[-1]


Check = Callable[..., Verdict]


def checking(folder: Path) -> Check:
    """The file, run by itself and far from our own code; it remembers in this folder."""

    def run(target: object, *options: str) -> Verdict:
        command = [sys.executable, "-I", str(PROGRAM), str(target), "--state", str(folder / "seen.json"), *options]
        done = subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=120)
        assert not done.stderr, done.stderr
        return Verdict(done.returncode, done.stdout)

    return run


class Clerk(Scribe):
    """A scribe whose texts can be read, and who knows which entry opens a signature."""

    def __init__(self, seed: int = 1) -> None:
        super().__init__(seed)
        self.newest: dict[int, int] = {}

    def edit(self) -> int:
        made = super().edit()
        edited = int(self.entries[made].split(b"\n")[1].split()[1])
        self.newest[edited] = made
        return made

    def text(self) -> int:
        number = len(self.texts) + 1
        self.texts.append(sha256(document(number)).digest())
        return self._write(Text(number, self.texts[-1]))

    def translate(self, number: int, language: str, document: bytes) -> int:
        return self._write(Translation(number, language, sha256(document).digest()))


def document(number: int) -> bytes:
    head = f"open-letter/v1 text\norigin {ORIGIN}\nversion {number}\nlang en\ntitle Keep it open\nto The council\n"
    return f"{head}\nWe ask for the {number}. time.\n".encode()


def clerk(size: int = 300, seed: int = 1) -> Clerk:
    """A letter's life: mostly signatures, and some of everything else."""
    made = Clerk(seed)
    made.text()
    for step in range(size - 1):
        events = {20: "edit", 40: "withdraw", 60: "strike", 80: "text", 90: "restore"}
        event = events.get(step % 100, "sign")
        getattr(made, event if made.may(event) else "sign")()
    return made


class Served:
    """The files of a letter under a root folder, as a static host would show them."""

    def __init__(self, root: Path, letter: Clerk, key: Signer = KEY) -> None:
        self.root, self.clerk, self.key = root, letter, key
        self.letter = root / "letters" / "artists"
        self.log = self.letter / "log"
        self.write(letter.entries)

    def write(self, entries: Sequence[bytes]) -> None:
        """Write everything anew, as honestly as these entries allow."""
        make_log(self.log, entries, key=self.key)
        for number in range(1, len(self.clerk.texts) + 1):
            put(self.log, f"text/{number}", document(number))
        for number in range(-(-len(entries) // WIDTH)):
            put(self.log, f"openings/{number}", json.dumps({"openings": self._openings(number)}).encode())
        count = {"count": self.clerk.tally.count, "size": len(entries), "state": "published"}
        put(self.letter, "count.json", json.dumps(count).encode())
        self.list_names()

    def list_names(self) -> None:
        """The public list, in two pages."""
        items = [self._item(index) for index in sorted(self._public(), reverse=True)]
        half = len(items) // 2
        put(self.letter, "signatures/index.html", _page(items[:half], '<a rel="next" href="2/">Older →</a>'))
        put(self.letter, "signatures/2/index.html", _page(items[half:], ""))

    def replace(self, path: str, old: str | bytes, new: str | bytes) -> None:
        """Falsify a file; the words to be replaced must be there."""
        old, new = (word.encode() if isinstance(word, str) else word for word in (old, new))
        file = self.letter / path
        data = file.read_bytes()
        assert old in data
        file.write_bytes(data.replace(old, new, 1))

    def a_public_one(self) -> int:
        return min(self._public())

    def _public(self) -> list[int]:
        return [index for index in self.clerk.live if self.clerk.held[index].card]

    def _openings(self, number: int) -> list[dict[str, object]]:
        newest = {index: self.clerk.newest.get(index, index) for index in self._public()}
        return [self._opening(newest[of], of) for of in sorted(newest) if newest[of] // WIDTH == number]

    def _opening(self, index: int, of: int) -> dict[str, object]:
        held = self.clerk.held[of]
        hashes = {"salt": held.salt, "mail": held.rest[1], "control": commitments.control_hash(held.secret.token)}
        encoded = {name: b64encode(value).decode() for name, value in hashes.items()}
        return {"index": index, "of": of, "card": held.card, **encoded}

    def _item(self, index: int) -> str:
        card = read_card(self.clerk.held[index].card)
        assert card
        return (
            f'<li class="register__entry" data-entry="{index}"><p class="register__who">'
            f'<span class="signer__name"><bdi>{escape(card.name)}</bdi></span> '
            f'<span class="signer__about"><bdi>{escape(card.role)}, {escape(card.place)}</bdi></span></p></li>'
        )


def _page(items: list[str], way: str) -> bytes:
    return f"<!doctype html><ol>{''.join(items)}</ol><nav>{way}</nav>".encode()


class Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words: object) -> None:
        """A test's output is no place for it."""


@contextmanager
def static_host(root: Path) -> Iterator[str]:
    """A web server over a folder; its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root))) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
