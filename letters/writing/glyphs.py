"""Bars of block and box-drawing characters, which a page may cut and a screen reader leaves out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

# Box drawing, blocks, squares and bars, and the blocks of old terminals.
GLYPH = "[\u2500-\u259f\u25a0-\u25af\U0001fb00-\U0001fbaf]"
BAR = rf"{GLYPH}(?:[^\S\n]*{GLYPH})+"
_ONLY_A_BAR = re.compile(rf"\s*({BAR})\s*")
_OPENING = re.compile(rf"(\s*{BAR})(\s*)")
_BREAKS = ("softbreak", "hardbreak")


@dataclass
class Line:
    """One line of a paragraph, with the break that ended it left out."""

    tokens: list[Token]
    is_glyphs: bool = False


def lines_of(tokens: list[Token]) -> Iterator[Line]:
    """Split what stands in a paragraph at its line breaks, and dress the lines that are bars or stand between two."""
    line: list[Token] = []
    depth = 0
    for token in tokens:
        depth += token.nesting
        if token.type in _BREAKS and depth == 0:
            yield _dressed(line)
            line = []
        else:
            line.append(token)
    yield _dressed(line)


def _dressed(line: list[Token]) -> Line:
    words = [token for token in line if token.content or token.type != "text"]
    if not words or any(token.type in _BREAKS for token in words):
        return Line(line)
    if len(words) == 1 and words[0].type == "text" and (alone := _ONLY_A_BAR.fullmatch(words[0].content)):
        return Line(_bar(alone[1]), is_glyphs=True)
    return _between_bars(words) or Line(line)


def _between_bars(words: list[Token]) -> Line | None:
    first, last = words[0], words[-1]
    if first.type != "text" or last.type != "text":
        return None
    opening = _OPENING.match(first.content)
    # Read backwards, an ending is an opening; a search for it would try every place of a long line.
    ending = _OPENING.match(last.content[::-1])
    if not opening or not ending:
        return None
    middle = _without(words, opening.end(), len(last.content) - ending.end())
    before, after = _bar(opening[1]), _bar(ending[1][::-1])
    return Line([*before, _text(opening[2]), *_span("words", middle), _text(ending[2][::-1]), *after], is_glyphs=True)


def _without(words: list[Token], opening_ends: int, ending_starts: int) -> list[Token]:
    if len(words) == 1:
        return [_text(words[0].content[opening_ends:ending_starts])]
    return [_text(words[0].content[opening_ends:]), *words[1:-1], _text(words[-1].content[:ending_starts])]


def _bar(glyphs: str) -> list[Token]:
    return _span("bar", [_text(glyphs)], {"aria-hidden": "true"})


def _span(part: str, content: list[Token], attributes: dict[str, str | int | float] | None = None) -> list[Token]:
    opening = Token("span_open", "span", 1, attrs={"class": f"glyphs__{part}", **(attributes or {})})
    return [opening, *content, Token("span_close", "span", -1)]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
