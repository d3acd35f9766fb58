"""The short name of a letter in its address."""

import hashlib
import re

from django.utils.text import slugify

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SLUG_AT_MOST = 80


def slug_for(title: str) -> str:
    """Make a slug from a title; one in a script without Latin letters is named by its hash."""
    words = slugify(title).replace("_", "-").split("-")
    slug = ""
    for word in filter(None, words):
        longer = f"{slug}-{word}" if slug else word[:SLUG_AT_MOST]
        if len(longer) > SLUG_AT_MOST:
            break
        slug = longer
    return slug or f"letter-{hashlib.sha256(title.encode()).hexdigest()[:8]}"


def numbered(slug: str, number: int) -> str:
    """The same name for the second letter that wants it, the third, and so on."""
    if number == 1:
        return slug
    end = f"-{number}"
    return slug[: SLUG_AT_MOST - len(end)].rstrip("-") + end
