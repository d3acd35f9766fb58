"""Two people change one text: what each did is brought together, and where both did the same place, both are shown."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace

from django.utils.translation import gettext as _
from merge3 import Merge3

# Beyond this a comparison line by line could hold up a request; then the whole body counts as one place.
MOST_LINES = 5000
FIELDS = ("title", "to", "body", "note")

_MARK = re.compile(r"^⁂⁂⁂ .+ ⁂⁂⁂$", re.MULTILINE)


@dataclass(frozen=True)
class DraftText:
    """What a draft says; the body has LF line ends and is otherwise as typed."""

    title: str = ""
    to: str = ""
    body: str = ""
    note: str = ""

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True)
class Merged:
    """Both texts in one; `clashes` names the fields in which both changed the same place."""

    text: DraftText
    clashes: tuple[str, ...]


def merge(base: DraftText | None, theirs: DraftText, yours: DraftText) -> Merged:
    """Bring two texts together that grew from one; without the one, whatever differs clashes."""
    merged, clashes = theirs, []
    for field in FIELDS:
        before = getattr(base, field) if base else None
        text = _field(field, before, getattr(theirs, field), getattr(yours, field))
        if text is None:
            clashes.append(field)
            text = _both(field, before, getattr(theirs, field), getattr(yours, field))
        merged = replace(merged, **{field: text})
    return Merged(merged, tuple(clashes))


def has_marks(body: str) -> bool:
    """Whether two versions of one place still stand beside each other in this text."""
    return bool(_MARK.search(body))


def _field(field: str, base: str | None, theirs: str, yours: str) -> str | None:
    """The one text that both mean, or None where they clash."""
    if theirs == yours or yours == base:
        return theirs
    if theirs == base:
        return yours
    if field != "body" or base is None:
        return None
    places = list(_places(base, theirs, yours))
    return None if any(place.is_clash for place in places) else _text(places)


def _both(field: str, base: str | None, theirs: str, yours: str) -> str:
    """What to put before whoever must choose: of a line the newer one, of a body both, with marks between them."""
    if field != "body":
        return yours
    return _text([_Place((), _lines(theirs), _lines(yours))] if base is None else _places(base, theirs, yours))


@dataclass(frozen=True)
class _Place:
    """Some lines that both agree on, or what each of them made of some lines."""

    agreed: Sequence[str]
    theirs: Sequence[str] = ()
    yours: Sequence[str] = ()

    @property
    def is_clash(self) -> bool:
        return bool(self.theirs or self.yours)


def _places(base: str, theirs: str, yours: str) -> Iterator[_Place]:
    lines = [_lines(text) for text in (base, theirs, yours)]
    if max(map(len, lines)) > MOST_LINES:
        yield _Place((), lines[1], lines[2])
        return
    for group in Merge3(lines[0], lines[1], lines[2]).merge_groups():
        yield _Place((), group[2], group[3]) if group[0] == "conflict" else _Place(group[1])


def _text(places: Iterable[_Place]) -> str:
    return "".join("".join(_marked(place) if place.is_clash else place.agreed) for place in places)


def _lines(text: str) -> list[str]:
    """Split at LF alone: other separators may stand inside a line of art."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _marked(place: _Place) -> Iterator[str]:
    yield f"⁂⁂⁂ {_('As it stands')} ⁂⁂⁂\n"
    yield from _ended(place.theirs)
    yield f"⁂⁂⁂ {_('As you wrote it')} ⁂⁂⁂\n"
    yield from _ended(place.yours)
    yield f"⁂⁂⁂ {_('End of both')} ⁂⁂⁂\n"


def _ended(lines: Sequence[str]) -> Iterator[str]:
    yield from (line.rstrip("\n") + "\n" for line in lines)
