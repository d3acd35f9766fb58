"""What became of a letter since somebody read it."""

from letters.writing.differences import Hunk, difference
from letters.writing.models import Letter


def changes_since(letter: Letter, number: int) -> list[Hunk]:
    """The difference between a version somebody saw and the one that stands; a number that never was shows none."""
    seen = letter.versions.filter(number=number).first()
    return difference(seen, letter.current) if seen and letter.current else []
