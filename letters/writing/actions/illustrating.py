"""The verbs of a letter's images."""

from collections.abc import Iterator
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from letters.writing.actions.steps import hold
from letters.writing.drafts import Image
from letters.writing.images import FOLDER, SUFFIX, Picture, name_of
from letters.writing.models import Letter
from petition.audit.actions import record
from petition.lib.refusal import Refused
from petition.lib.sweeping import sweep_each

# As many as a long illustrated letter has; one team can't fill the disk through one letter.
IMAGES_A_LETTER = 40
_LOCKS = 1_770_411  # the space of these locks among PostgreSQL's own


@transaction.atomic
def add_image(letter: Letter, picture: Picture, *, alt: str, person: User, at: datetime | None = None) -> Image:
    """Put a picture into the storage and beside a letter; the same one again only changes its words."""
    hold(letter)
    _hold(picture.key)
    if letter.images.exclude(key=picture.key).count() >= IMAGES_A_LETTER:
        raise Refused("too-many-images", most=IMAGES_A_LETTER)
    name = name_of(picture.key)
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(picture.data))
    facts: dict[str, object] = {"width": picture.width, "height": picture.height, "size": len(picture.data)}
    facts |= {"by": person, "at": at or timezone.now()}
    image, is_new = Image.objects.update_or_create(
        letter=letter, key=picture.key, defaults={"alt": alt}, create_defaults=facts | {"alt": alt}
    )
    if is_new:
        record("writing.add_image", letter, by=f"user {person.pk}", changes={"image": picture.key}, at=at)
    return image


@transaction.atomic
def remove_image(letter: Letter, key: str, *, by: str, at: datetime | None = None) -> None:
    """Take an image away that no text of the letter shows; its file goes with the last letter that had it."""
    hold(letter)
    _hold(key)
    image = letter.images.filter(key=key).first()
    if image is None:
        return
    if is_shown(letter, key):
        raise Refused("image-in-use")
    image.delete()
    transaction.on_commit(lambda: _drop_file(key), robust=True)  # Django can't log the failure of a partial
    record("writing.remove_image", letter, by=by, changes={"image": key}, at=at)


def drop_orphans() -> int:
    """Delete the files that no letter has, left by a storage or a transaction that failed; how many those were."""
    return sweep_each(_orphans(), _drop_file, what="drop the image")


def is_shown(letter: Letter, key: str) -> bool:
    """Whether this image is the cover, or in a text, an update or an answer, however far each has come."""
    if Letter.objects.filter(pk=letter.pk, cover__key=key).exists():
        return True
    texts = (letter.versions, letter.translations, letter.drafts, letter.submissions, letter.responses, letter.updates)
    return any(written.filter(body__contains=f"image:{key}").exists() for written in texts)


@transaction.atomic
def _drop_file(key: str) -> bool:
    """After the row is gone for good: a file is not brought back when a transaction fails."""
    _hold(key)
    if Image.objects.filter(key=key).exists():
        return False
    default_storage.delete(name_of(key))
    return True


def _orphans() -> Iterator[str]:
    for folder in _inside(FOLDER)[0]:
        keys = [name.removesuffix(SUFFIX) for name in _inside(f"{FOLDER}/{folder}")[1] if name.endswith(SUFFIX)]
        kept = set(Image.objects.filter(key__in=keys).values_list("key", flat=True))
        yield from (key for key in keys if key not in kept)


def _inside(folder: str) -> tuple[list[str], list[str]]:
    """The folders and the files in one; a folder on a disk is missing until something lies there."""
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def _hold(key: str) -> None:
    """One at a time for one file, so that none is taken away just as another letter begins to show it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCKS, key])
