"""What people type about themselves: kept in any script, refused where it harms readers."""

import re
import unicodedata

from django.utils.translation import gettext as _
from wcwidth import iter_graphemes

from petition.lib import endings

MOST_MARKS = 8  # no script stacks more on one letter; a hundred climb over the lines above

# Embeddings, overrides and isolates, which make a line read differently than it is written.
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
# Letters that Unicode calls letters and nobody can see.
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Joins nothing visible and is drawn by no font, yet keeps a linker from recognising an address.
_BREAK = "\u200c"

_SCHEME = re.compile(r"://|\b(?:https?|ftp|mailto|javascript):|\bwww\d?\.", re.IGNORECASE)
_NUMBERS = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])|[^\W_]\.[^\W\d_]{2,}/", re.IGNORECASE)
_NAMED = re.compile(
    rf"[^\W_]\.(?:xn--[a-z0-9-]+|{'|'.join(sorted(endings.ENDINGS, key=len, reverse=True))})(?![^\W_]|-[^\W_])",
    re.IGNORECASE,
)
# "B.Sc", "M.Com", "J.de Vries" and "X.Li" are people, although .sc, .com, .de and .li are countries and trades.
_INITIAL = re.compile(r"(?<![\w.@/-])(?:[A-Z]\.)+(?:[A-Za-z]{2}|Com|Tech)(?!\.?[\w/:-])")
_UNSEEN = re.compile(r"[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_DOTS = str.maketrans("。｡．․", "....")


def clean_line(text: str, *, most: int = 100) -> str:
    """One line in NFC with single spaces; a ValueError carries the sentence to show."""
    line = clean(text, most=most)
    if has_web_address(line):
        raise ValueError(_("Leave out web and mail addresses; after a dot that is none, put a space."))
    return line


def clean_reason(text: str, most: int = 280) -> str:
    """A few sentences on one line; a web address may stand in it, and waits for a look elsewhere."""
    return clean(re.sub(r"[\r\n\t]+", " ", text), most=most)


def clean_lines(text: str, *, most: int) -> str:
    """Some paragraphs, each of their lines clean; between the lines they stay as they were typed."""
    return "\n".join(clean(line, most=most) for line in text.splitlines()).strip()


def clean(text: str, *, most: int) -> str:
    line = " ".join(_without_controls(text.strip()).split())
    line = unicodedata.normalize("NFC", line)
    if len(line) > most:
        raise ValueError(
            _("Use at most %(most)d characters; these are %(count)d.") % {"most": most, "count": len(line)}
        )
    if _most_marks_in_a_row(line) > MOST_MARKS:
        raise ValueError(_("Use fewer accents on one letter."))
    if line and not any(map(_is_visible, line)):
        raise ValueError(_("Write something that can be seen."))
    return line


def has_web_address(text: str) -> bool:
    """Whether a reader, or the reader's mail client, would see a web or mail address in this."""
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).translate(_DOTS)
    if _SCHEME.search(plain) or _NUMBERS.search(plain):
        return True
    return bool(_NAMED.search(_INITIAL.sub(" ", plain)))


def initials(name: str) -> str:
    """The first letter of each word as typed ("bell hooks" keeps her small ones), marks and emoji whole."""
    firsts = (_first_letter(word) for word in name.split())
    return " ".join(f"{first}." for first in firsts if first)


def fold(text: str) -> str:
    """The words to search by: no case, no accents, no punctuation; letters are never swapped for other letters."""
    loose = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(char if _is_word(char) else " " for char in loose if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", " ".join(bare.split()))


def unlinked(text: str) -> str:
    """The same text to the eye, in which no mail client finds an address to link."""
    return re.sub(rf"(?<=[^\s{_BREAK}])([.。｡．․:/@＠])(?=[^\s{_BREAK}])", rf"{_BREAK}\1{_BREAK}", text)


def _without_controls(text: str) -> str:
    if _BIDI.search(text) or any(unicodedata.category(char) in ("Cc", "Cs") for char in text):
        raise ValueError(_("Remove the control characters; they can't be shown."))
    return text


def _most_marks_in_a_row(text: str) -> int:
    most = row = 0
    for char in text:
        row = row + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        most = max(most, row)
    return most


def _is_visible(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNPSC" and unicodedata.category(char) != "Cf" and char not in _BLANKS


def _is_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNM" or unicodedata.category(char) == "So"


def _first_letter(word: str) -> str:
    for grapheme in iter_graphemes(word):
        if _is_word(grapheme[0]):
            return grapheme
    return ""
