"""Who may see which image."""

from typing import Any

from django.core.files.storage import default_storage
from django.urls import reverse

from letters.writing.drafts import Image, Submission
from letters.writing.images import name_of
from letters.writing.models import Letter, Translation, Version
from letters.writing.queries import PUBLIC_STATES

_ANY_KEY = "0" * 32


def images_at(page: str, letter_id: int) -> str:
    """What the addresses of a letter's images begin with, where this page shows those that are not public."""
    return reverse(page, args=(letter_id, _ANY_KEY)).partition(_ANY_KEY)[0]


def is_public(key: str) -> bool:
    """Whether a letter that anybody may read shows this image: in a published text, in its news, or at its top.

    One that was only sent in beside a public letter stays with its team, until its text has passed the desk.
    """
    letters = Letter.objects.filter(pk__in=Image.objects.filter(key=key).values("letter"), state__in=PUBLIC_STATES)
    texts = (Version.objects.published(), Translation.objects.all(), Submission.objects.news_that_went_out())
    shown = any(text.filter(letter__in=letters, body__contains=f"image:{key}").exists() for text in texts)
    return shown or letters.filter(cover__key=key).exists()


def opened(key: str) -> Any:
    """The file, or None where the storage lost it."""
    try:
        return default_storage.open(name_of(key))
    except FileNotFoundError:
        return None
