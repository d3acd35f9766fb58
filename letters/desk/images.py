"""Where the desk finds the images of what it decides on: most of them nobody else may see yet."""

from typing import TypeVar

from letters.writing.pictures import images_at

T = TypeVar("T")


def with_images(version: T, letter_id: int) -> T:
    """A text whose page takes its images from the desk."""
    vars(version)["images_at"] = images_at("desk:image", letter_id)
    return version
