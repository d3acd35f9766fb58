"""Who may see which image."""

from typing import Any

from django.core.files.storage import default_storage

from letters.writing.drafts import Image
from letters.writing.images import name_of
from letters.writing.queries import PUBLIC_STATES


def is_public(key: str) -> bool:
    """Whether a letter that anybody may read has this image."""
    return Image.objects.filter(key=key, letter__state__in=PUBLIC_STATES).exists()


def opened(key: str) -> Any:
    """The file, or None where the storage lost it."""
    try:
        return default_storage.open(name_of(key))
    except FileNotFoundError:
        return None
