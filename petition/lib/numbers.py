"""Numbers as people and links write them."""

# Never broken across lines; in our typefaces it is as thin as a thin space, and their narrow one nearly closes up.
GROUP_SPACE = "\u00a0"


def grouped(number: int) -> str:
    """A number in groups of three: 12 408."""
    return f"{number:,}".replace(",", GROUP_SPACE)


def number_in(text: str, *, digits: int = 18) -> int | None:
    """The number that somebody wrote into an address or a form, if it is one; no column holds nineteen digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None
