"""Whole logs for the tests, made without a database: entries as a letter's life writes them, and the files served.

Run by hand it leaves one in a folder: python -m tests.letters.ledger.independent.making FOLDER SIZE
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import NamedTuple

from letters.ledger import commitments
from letters.ledger.commitments import Secret
from letters.ledger.entries import HOUR, encode
from letters.ledger.facts import Edit, Fact, Reason, Restore, Sign, Strike, Tally, Text, Translation, Withdraw
from letters.ledger.receipts import Shown
from petition.lib import merkle, tiles
from petition.lib.notes import Checkpoint, Signer, join_note
from petition.lib.tiles import ENTRIES, WIDTH, Tile

ORIGIN = "letters.example/letters/artists/log"
KEY = Signer(ORIGIN, b"only the tests sign by this seed")
START = 1_790_002_800  # Unix seconds, on a full hour
SIZES = (0, 1, 255, 256, 257, 65_535, 65_536, 65_537)  # around every edge of tiles of 256 and 256 x 256

EVENTS = {"sign": 820, "edit": 60, "withdraw": 50, "strike": 40, "restore": 25, "text": 3, "translation": 2}
PRIVATE = 0.15  # of the signers
SECONDS = 40  # between two entries


class Held(NamedTuple):
    """What opens the newest commitment of a signature."""

    secret: Secret
    salt: bytes
    card: str
    rest: tuple[bytes, bytes]

    @property
    def commit(self) -> bytes:
        return commitments.commit(*self.rest, commitments.control_hash(self.secret.token))

    @property
    def shown(self) -> Shown:
        """What its holder may show to anybody."""
        return Shown(self.salt, self.card, self.rest[1], commitments.control_hash(self.secret.token))


class Scribe:
    """Writes a log's entries in order, keeps the tally, and remembers what the entries do not show."""

    def __init__(self, seed: int = 1) -> None:
        self.random = Random(seed)
        self.entries: list[bytes] = []
        self.tally = Tally()
        self.seconds = START
        self.texts: list[bytes] = []
        self.held: dict[int, Held] = {}  # of signatures in force or struck, by the index of their entry
        self.live: list[int] = []
        self.struck: list[int] = []

    def text(self) -> int:
        number = len(self.texts) + 1
        self.texts.append(sha256(f"version {number}".encode()).digest())
        return self._write(Text(number, self.texts[-1]))

    def translation(self) -> int:
        number = self.random.randint(1, len(self.texts))
        return self._write(Translation(number, "de", self.random.randbytes(32)))

    def sign(self) -> int:
        held = self._secrets()
        index = self._write(Sign(self.texts[-1], bool(held.card), held.commit), signed=1)
        self.held[index] = held
        self.live.append(index)
        return index

    def edit(self) -> int:
        index = self.random.choice(self.live)
        before, self.held[index] = self.held[index], self._secrets()
        now = self.held[index]
        return self._write(Edit(index, before.secret.token, before.rest, bool(now.card), now.commit))

    def withdraw(self) -> int:
        index = self._taken(self.live)
        held = self.held.pop(index)
        return self._write(Withdraw(index, held.secret.token, held.rest), withdrawn=1)

    def strike(self) -> int:
        index = self._taken(self.live)
        self.struck.append(index)
        return self._write(Strike(index, self.random.choice(list(Reason))), struck=1)

    def restore(self) -> int:
        index = self._taken(self.struck)
        self.live.append(index)
        return self._write(Restore(index), struck=-1)

    def may(self, event: str) -> bool:
        """Whether there is a signature that this could happen to."""
        return {"restore": self.struck, "edit": self.live, "withdraw": self.live, "strike": self.live}.get(event) != []

    def _write(self, fact: Fact, *, signed: int = 0, withdrawn: int = 0, struck: int = 0) -> int:
        before = self.tally
        self.tally = Tally(before.signed + signed, before.withdrawn + withdrawn, before.struck + struck)
        self.seconds += self.random.randrange(2 * SECONDS)
        self.entries.append(encode(fact, self.seconds - self.seconds % HOUR, self.tally))
        return len(self.entries) - 1

    def _secrets(self) -> Held:
        secret, salt = Secret(self.random.randbytes(32)), self.random.randbytes(32)
        number = len(self.entries)
        name = "" if self.random.random() < PRIVATE else f"Signer Númber {number}"
        card = commitments.card_text(name, "illustrator", "Łódź")
        mail = commitments.mail_hash(secret.mail_salt, f"signer{number}@artists.example")
        return Held(secret, salt, card, (commitments.card_hash(salt, card), mail))

    def _taken(self, indexes: list[int]) -> int:
        """One of them by chance, removed without moving all others."""
        at = self.random.randrange(len(indexes))
        indexes[at], indexes[-1] = indexes[-1], indexes[at]
        return indexes.pop()


def scribe_of(size: int, seed: int = 1) -> Scribe:
    """A scribe who wrote this many entries: a text, and then what befalls a letter, mostly signatures."""
    scribe = Scribe(seed)
    if size:
        scribe.text()
    for event in scribe.random.choices(list(EVENTS), list(EVENTS.values()), k=max(0, size - 1)):
        getattr(scribe, event if scribe.may(event) else "sign")()
    return scribe


def mixture(size: int, seed: int = 1) -> list[bytes]:
    return scribe_of(size, seed).entries


def make_log(folder: Path, entries: Sequence[bytes], *, key: Signer = KEY) -> Checkpoint:
    """Write the files of a log that holds these entries, as they are served; what lay there is overwritten."""
    leaves = [merkle.leaf_hash(entry) for entry in entries]
    for number, group in enumerate(groups(entries)):
        put(folder, tiles.path_of(Tile(ENTRIES, number, len(group))), tiles.bundle(group))
    for level, hashes in enumerate(_levels(leaves)):
        for number, row in enumerate(groups(hashes)):
            put(folder, tiles.path_of(Tile(level, number, len(row))), b"".join(row))
    checkpoint = Checkpoint(key.name, len(entries), merkle.root_of(leaves))
    put(folder, "checkpoint", signed(checkpoint, key).encode())
    put(folder, "vkey", f"{key.vkey}\n".encode())
    return checkpoint


def signed(checkpoint: Checkpoint, key: Signer = KEY) -> str:
    """The checkpoint as a note that the log's key has signed."""
    return join_note(checkpoint.text(), [key.sign(checkpoint.text())])


def put(folder: Path, path: str, data: bytes) -> Path:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def groups(items: Sequence[bytes]) -> Iterable[Sequence[bytes]]:
    """What goes into one tile or one bundle each."""
    return (items[at : at + WIDTH] for at in range(0, len(items), WIDTH))


def _levels(hashes: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """The hashes that stand in the tiles of each level: those of full tiles below."""
    while hashes:
        yield hashes
        full = len(hashes) - len(hashes) % WIDTH
        hashes = [tiles.node_from(row) for row in groups(hashes[:full])]


if __name__ == "__main__":
    print(make_log(Path(sys.argv[1]), mixture(int(sys.argv[2]))).text(), end="")
