"""Pictures for letters: whatever comes in is decoded and drawn anew, so that nothing but the picture goes on."""

import struct
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from threading import Lock
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image as Pictures
from PIL import ImageOps, UnidentifiedImageError

# What a camera or a scanner hands out; what one file may weigh when it comes in and when it goes on.
UPLOAD_BYTES = 10 * 1024 * 1024
STORED_BYTES = 1024 * 1024
# Judged by the header, before anything is decoded: four bytes of memory each.
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
QUALITIES = (82, 70, 55)
KEY_LETTERS = 32
FOLDER, SUFFIX = "images", ".webp"  # in the storage

Pictures.MAX_IMAGE_PIXELS = MOST_PIXELS

# What Pillow raises over files that are cut, crossed with others, or made to hurt.
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, struct.error, OverflowError)
# One picture is in memory at a time, in each process.
_one_at_a_time = Lock()


class BadImage(ValueError):
    """Carries the sentence to show at the field."""


@dataclass(frozen=True)
class Picture:
    data: bytes
    width: int
    height: int

    @property
    def key(self) -> str:
        return sha256(self.data).hexdigest()[:KEY_LETTERS]


def redrawn(file: IO[bytes]) -> Picture:
    """The first frame of a picture, upright, of a sensible size, as WebP, without a word of what came with it."""
    with _one_at_a_time:
        try:
            return _packed(_drawn(file))
        except Pictures.DecompressionBombError as error:
            raise BadImage(_too_many_pixels()) from error
        except UnidentifiedImageError as error:
            raise BadImage(_("This is no picture that we can read. Send a JPEG, PNG, WebP or GIF file.")) from error
        except BadImage:
            raise
        except _BROKEN as error:
            raise BadImage(_("This file is damaged or cut off: it can’t be read to its end.")) from error


def name_of(key: str) -> str:
    """Where a picture lies in the storage."""
    return f"{FOLDER}/{key[:2]}/{key}{SUFFIX}"


def _drawn(file: IO[bytes]) -> Pictures.Image:
    image = Pictures.open(file, formats=FORMATS)
    if image.width * image.height > MOST_PIXELS:
        raise BadImage(_too_many_pixels())
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG can be decoded small
    image.load()
    upright = ImageOps.exif_transpose(image)
    drawn = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Pictures.Resampling.LANCZOS)
    drawn.info.clear()  # or a colour profile and its maker's name would be written again
    return drawn


def _packed(image: Pictures.Image) -> Picture:
    while True:
        for quality in QUALITIES:
            packed = BytesIO()
            image.save(packed, "WEBP", quality=quality, exif=b"", icc_profile=b"", xmp=b"")
            if packed.tell() <= STORED_BYTES:
                return Picture(packed.getvalue(), image.width, image.height)
        image = image.resize((max(1, image.width * 3 // 4), max(1, image.height * 3 // 4)))


def _too_many_pixels() -> str:
    return _("This picture has more than %(most)d million pixels. Send a smaller one.") % {
        "most": MOST_PIXELS // 1_000_000
    }
