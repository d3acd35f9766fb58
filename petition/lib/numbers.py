"""Numbers as people and links write them."""


def number_in(text: str, *, digits: int = 18) -> int | None:
    """The number that somebody wrote into an address or a form, if it is one; no column holds nineteen digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None
