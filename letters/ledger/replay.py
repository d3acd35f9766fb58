"""The rules that a letter's log follows, checked by reading it from its first entry on."""

import os
from array import array
from enum import StrEnum

from letters.ledger import commitments, entries
from letters.ledger.entries import BadEntry, Edit, Entry, Restore, Sign, Strike, Tally, Text, Translation, Withdraw

_OTHER, _LIVE, _STRUCK, _WITHDRAWN = range(4)
_STANDINGS = ("", "live", "struck", "withdrawn")
_KEY_BYTES = 32


class Rule(StrEnum):
    """What must hold of every entry."""

    FORMAT = "an entry has the one form of its kind"
    TIME = "time never goes back"
    VERSION = "text versions count up from 1"
    TRANSLATION = "a translation names a version that exists"
    TEXT = "a signature names the current text"
    TARGET = "an entry about a signature names one that stands, or to restore it one that was struck"
    CONTROL = "a change opens the latest commitment of its signature"
    TALLY = "the tally moves by exactly its entry"


class BrokenRule(Exception):
    """The log contradicts itself at `index`."""

    def __init__(self, rule: str, index: int) -> None:
        super().__init__(f"entry {index}: {rule}")
        self.rule = rule
        self.index = index


class Replay:
    """A log as far as it has been read; an entry that breaks a rule leaves it unchanged.

    It needs nine bytes an entry: its state, and a fingerprint of its latest commitment under a key made for this
    one reading, so that no log can be written to collide with it.
    """

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.size = 0
        self.time = 0
        self.tally = Tally()
        self.texts: list[bytes] = []
        self._key = os.urandom(_KEY_BYTES)
        self._states = bytearray()
        self._commits = array("q")

    def take(self, data: bytes) -> Entry:
        """Read the next entry; a BrokenRule says which rule it breaks."""
        try:
            entry = entries.parse(data)
        except BadEntry as error:
            raise BrokenRule(Rule.FORMAT, self.size) from error
        self._check(entry.time >= self.time, Rule.TIME)
        self._check(entry.tally == self._tally_after(entry), Rule.TALLY)
        self._follow(entry)
        self.size, self.time, self.tally = self.size + 1, entry.time, entry.tally
        return entry

    def shows(self, index: int, commit: bytes) -> bool:
        """Whether the signature at `index` stands, and this is its latest commitment."""
        return self._state(index) == _LIVE and self._commits[index] == self._fingerprint(commit)

    def standing(self, index: int) -> str:
        """How the signature at `index` stands, in the words of the tables; empty for another entry."""
        return _STANDINGS[self._state(index)]

    def _tally_after(self, entry: Entry) -> tuple[int, int, int]:
        signed, withdrawn, struck = self.tally
        match entry.fact:
            case Sign():
                return signed + 1, withdrawn, struck
            case Withdraw():
                return signed, withdrawn + 1, struck
            case Strike():
                return signed, withdrawn, struck + 1
            case Restore():
                return signed, withdrawn, struck - 1
        return self.tally

    def _follow(self, entry: Entry) -> None:
        """Check what only this kind must fulfil, then remember what it changes."""
        state, commit = _OTHER, 0
        match entry.fact:
            case Sign(text, _, hidden):
                self._check(bool(self.texts) and text == self.texts[-1], Rule.TEXT)
                state, commit = _LIVE, self._fingerprint(hidden)
            case Edit() as fact:
                self._open(fact)
                self._commits[fact.of] = self._fingerprint(fact.commit)
            case Withdraw() as fact:
                self._open(fact)
                self._states[fact.of] = _WITHDRAWN
            case Strike(of):
                self._move(of, _LIVE, _STRUCK)
            case Restore(of):
                self._move(of, _STRUCK, _LIVE)
            case Text(number, sha256):
                self._check(number == len(self.texts) + 1, Rule.VERSION)
                self.texts.append(sha256)
            case Translation(number):
                self._check(1 <= number <= len(self.texts), Rule.TRANSLATION)
        self._states.append(state)
        self._commits.append(commit)

    def _open(self, fact: Edit | Withdraw) -> None:
        self._check(self._state(fact.of) == _LIVE, Rule.TARGET)
        opened = commitments.commit(*fact.rest, commitments.control_hash(fact.control))
        self._check(self.shows(fact.of, opened), Rule.CONTROL)

    def _move(self, of: int, before: int, after: int) -> None:
        self._check(self._state(of) == before, Rule.TARGET)
        self._states[of] = after

    def _state(self, index: int) -> int:
        return self._states[index] if index < self.size else _OTHER

    def _fingerprint(self, commit: bytes) -> int:
        return hash(self._key + commit)  # SipHash: with BLAKE2 a log takes a third longer to read

    def _check(self, holds: bool, rule: Rule) -> None:
        if not holds:
            raise BrokenRule(rule, self.size)
