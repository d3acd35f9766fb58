"""What changed between two texts, word by word, ready for a page to show."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from itertools import groupby

from letters.writing.documents import tidy
from letters.writing.plain import in_words
from letters.writing.revisions import Text

# Comparing words takes the product of both sides: beyond some thousand on each, whole paragraphs are shown instead.
MOST_WORD_PAIRS = 4_000_000

# Characters of unchanged text that a mail shows beside a change.
AROUND = 90

_PARAGRAPH = re.compile(r".+?(?:\n{2,}|\Z)", re.DOTALL)
# Scripts that write without spaces are compared by character.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"\s+|[{_UNSPACED}][\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*|[^\s{_UNSPACED}]+[^\S\n]*")


class Kind(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Hunk:
    """Some words that stayed, went or came; a break at the end of a paragraph belongs to its last word."""

    kind: Kind
    text: str

    @property
    def words(self) -> str:
        return self.text.rstrip()

    @property
    def gap(self) -> str:
        """The space or the break behind the words."""
        return self.text[len(self.words) :]


def difference(old: Text, new: Text) -> list[Hunk]:
    """List what became of title, addressee and body; what is not added is the old text, what is not removed the new."""
    return list(_hunks(_whole(old), _whole(new)))


def difference_to_come(old: Text, typed: Text) -> list[Hunk]:
    """The same for a text that is not frozen yet: as it would be. Empty where it reads alike."""
    hunks = _hunks(_whole(old), f"{typed.title}\n\n{typed.to}\n\n{tidy(typed.body)}")
    return [] if all(hunk.kind == Kind.SAME for hunk in hunks) else list(hunks)


def difference_in_words(old: Text, new: Text) -> list[Hunk]:
    """The same as it is read, without the marks of Markdown; with them where nothing but marks has changed."""
    hunks = _hunks(_read(old), _read(new))
    return list(hunks) if any(hunk.kind != Kind.SAME for hunk in hunks) else difference(old, new)


def excerpt(hunks: Iterable[Hunk]) -> tuple[Hunk, ...]:
    """What a mail shows of a difference: every change, and of what stayed the words around it."""
    whole = tuple(hunks)
    last = len(whole) - 1
    return tuple(
        _shortened(hunk, starts=place == 0, ends=place == last) if hunk.kind == Kind.SAME else hunk
        for place, hunk in enumerate(whole)
    )


def _shortened(hunk: Hunk, *, starts: bool, ends: bool) -> Hunk:
    head, tail = hunk.text[:AROUND], hunk.text[-AROUND:]
    head, tail = head.rpartition(" ")[0] or head, tail.partition(" ")[2] or tail  # not every script has spaces
    if len(hunk.text) <= 2 * AROUND:
        return hunk
    return Hunk(hunk.kind, f"… {tail}" if starts else f"{head} …" if ends else f"{head} … {tail}")


def _whole(text: Text) -> str:
    return f"{text.title}\n\n{text.to}\n\n{text.body}"


def _read(text: Text) -> str:
    return f"{text.title}\n\n{text.to}\n\n{in_words(text.body, title=text.title)}\n"


@lru_cache(maxsize=64)
def _hunks(old: str, new: str) -> tuple[Hunk, ...]:
    return tuple(_joined(_by_paragraph(_PARAGRAPH.findall(old), _PARAGRAPH.findall(new))))


def _by_paragraph(old: Sequence[str], new: Sequence[str]) -> Iterator[Hunk]:
    for before, after in _changes(old, new):
        if before == after:
            yield Hunk(Kind.SAME, "".join(before))
        else:
            yield from _by_word("".join(before), "".join(after))


def _by_word(old: str, new: str) -> Iterator[Hunk]:
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) * len(after) > MOST_WORD_PAIRS:
        yield from _replaced(old, new)
        return
    for gone, came in _changes(before, after):
        if gone == came:
            yield Hunk(Kind.SAME, "".join(gone))
        else:
            yield from _replaced("".join(gone), "".join(came))


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    for _, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        yield old[i:j], new[k:m]


def _replaced(old: str, new: str) -> Iterator[Hunk]:
    if old:
        yield Hunk(Kind.REMOVED, old)
    if new:
        yield Hunk(Kind.ADDED, new)


def _joined(hunks: Iterable[Hunk]) -> Iterator[Hunk]:
    for kind, same in groupby(hunks, key=lambda hunk: hunk.kind):
        yield Hunk(kind, "".join(hunk.text for hunk in same))
