"""The images of a letter, also when two change them at once or the storage fails."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import User
from letters.models import Image, Letter
from letters.writing.actions import Particulars, add_image, describe, drop_orphans, remove_image
from letters.writing.actions.illustrating import IMAGES_A_LETTER
from letters.writing.images import Picture, name_of
from letters.writing.particulars import digest_of
from petition.audit.models import AuditEvent
from tests.cast import ADA
from tests.letters.signing.trying import overlapping
from tests.makers import make_draft, make_user

pytestmark = pytest.mark.django_db(transaction=True)

PICTURE = Picture(b"as if it were one", 1, 1)
BY = "user 7"


@pytest.fixture
def letter(settings: Any, tmp_path: Any) -> Letter:
    location = {"location": str(tmp_path)}
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": location}
    }
    return make_draft()


def add(letter: Letter, picture: Picture = PICTURE, person: User | None = None) -> Image:
    return add_image(letter, picture, alt="A wall", person=person or make_user())


def test_the_same_picture_again_only_changes_its_words(letter: Letter) -> None:
    image = add(letter)

    add_image(letter, PICTURE, alt="A wall of names", person=make_user(ADA))

    changed = Image.objects.get()
    assert (changed.alt, changed.by_id, changed.at) == ("A wall of names", image.by_id, image.at)


def test_an_image_that_is_taken_away_twice_at_once_is_told_of_once(letter: Letter) -> None:
    remove = partial(remove_image, letter, add(letter).key, by=BY)

    overlapping(remove, remove)

    assert AuditEvent.objects.filter(verb="writing.remove_image").count() == 1


def test_two_who_send_the_last_image_at_once_get_no_more_than_a_letter_may_have(letter: Letter) -> None:
    size = {"width": 1, "height": 1, "size": 1}
    Image.objects.bulk_create(Image(letter=letter, key=f"{n:032}", **size) for n in range(IMAGES_A_LETTER - 1))

    told = overlapping(partial(add, letter), partial(add, letter, replace(PICTURE, data=b"another")))

    assert told[1] == "too-many-images"
    assert letter.images.count() == IMAGES_A_LETTER


def test_a_cover_that_is_just_being_taken_away_is_chosen_by_nobody(letter: Letter) -> None:
    image, person = add(letter), make_user()
    said, seen = Particulars(cover_id=image.pk), digest_of(letter)

    told = overlapping(
        partial(remove_image, letter, image.key, by=BY),
        partial(describe, Letter.objects.get(pk=letter.pk), said, on=seen, person=person),
    )

    assert told[1] == "no-such-image"


def test_an_image_of_another_letter_is_no_cover(letter: Letter) -> None:
    said = Particulars(cover_id=add(make_draft()).pk)

    with pytest.raises(Exception, match="no-such-image"):
        describe(letter, said, on=digest_of(letter), person=make_user())


def test_a_storage_that_is_away_keeps_no_image_beside_its_letter(letter: Letter) -> None:
    name = name_of(add(letter).key)
    default_storage.delete(name)
    default_storage.save(f"{name}/in the way", ContentFile(b"a folder can not be deleted like a file"))

    remove_image(letter, PICTURE.key, by=BY)

    assert not letter.images.exists()


def test_files_that_no_letter_has_go_with_the_next_sweep(letter: Letter) -> None:
    kept, lost = name_of(add(letter).key), name_of("f" * 32)
    default_storage.save(lost, ContentFile(b"left behind"))

    assert (drop_orphans(), drop_orphans()) == (1, 0)
    assert (default_storage.exists(kept), default_storage.exists(lost)) == (True, False)


def test_a_site_without_a_single_image_is_swept(letter: Letter) -> None:
    assert drop_orphans() == 0
