"""The verbs of a letter's images."""

from datetime import datetime
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from letters.writing.drafts import Image
from letters.writing.images import Picture, name_of
from letters.writing.models import Letter
from petition.audit.actions import record
from petition.lib.refusal import Refused

# As many as a long illustrated letter has; one team can't fill the disk through one letter.
IMAGES_A_LETTER = 40
_LOCKS = 1_770_411  # the space of these locks among PostgreSQL's own


@transaction.atomic
def add_image(letter: Letter, picture: Picture, *, alt: str, person: User, at: datetime | None = None) -> Image:
    """Put a picture into the storage and beside a letter; the same one again only changes its words."""
    _hold(picture.key)
    if letter.images.exclude(key=picture.key).count() >= IMAGES_A_LETTER:
        raise Refused("too-many-images", most=IMAGES_A_LETTER)
    name = name_of(picture.key)
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(picture.data))
    facts = {"alt": alt, "width": picture.width, "height": picture.height, "size": len(picture.data)}
    facts |= {"by": person, "at": at or timezone.now()}
    image, is_new = Image.objects.update_or_create(letter=letter, key=picture.key, defaults=facts)
    if is_new:
        record("writing.add_image", letter, by=f"user {person.pk}", changes={"image": picture.key}, at=at)
    return image


@transaction.atomic
def remove_image(letter: Letter, image: Image, *, person: User, at: datetime | None = None) -> None:
    """Take an image away that no text of the letter shows; its file goes with the last letter that had it."""
    _hold(image.key)
    if is_shown(letter, image.key):
        raise Refused("image-in-use")
    if not Image.objects.filter(pk=image.pk).delete()[0]:
        return
    transaction.on_commit(partial(_drop_file, image.key))
    record("writing.remove_image", letter, by=f"user {person.pk}", changes={"image": image.key}, at=at)


def is_shown(letter: Letter, key: str) -> bool:
    """Whether this image is the cover, or in a text or an answer that stands or that somebody still decides on."""
    if Letter.objects.filter(pk=letter.pk, cover__key=key).exists():
        return True
    texts = (letter.versions, letter.translations, letter.drafts, letter.submissions, letter.responses)
    return any(written.filter(body__contains=f"image:{key}").exists() for written in texts)


@transaction.atomic
def _drop_file(key: str) -> None:
    """After the row is gone for good: a file is not brought back when a transaction fails."""
    _hold(key)
    if not Image.objects.filter(key=key).exists():
        default_storage.delete(name_of(key))


def _hold(key: str) -> None:
    """One at a time for one file, so that none is taken away just as another letter begins to show it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCKS, key])
