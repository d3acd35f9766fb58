"""What comes in as a picture is drawn anew, or refused with a sentence."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image as Pictures
from PIL.PngImagePlugin import PngInfo

from letters.writing.images import LONGEST_SIDE, MOST_PIXELS, STORED_BYTES, BadImage, redrawn


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    file = BytesIO()
    Pictures.linear_gradient("L").resize(size).convert("RGB").save(file, kind, **options)
    return file.getvalue()


def read(data: bytes) -> Pictures.Image:
    return Pictures.open(BytesIO(data))


def header_of_a_png(width: int, height: int) -> bytes:
    """A file that says it is huge, and holds next to nothing."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    head = struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    data = b"IDAT" + zlib.compress(b"\0" * 1000)
    body = struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
    return b"\x89PNG\r\n\x1a\n" + head + body


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_pictures_of_every_usual_kind_become_webp(kind: str) -> None:
    drawn = redrawn(BytesIO(picture(kind)))

    assert read(drawn.data).format == "WEBP"
    assert (drawn.width, drawn.height) == (60, 40)


def test_a_picture_is_set_upright_and_loses_where_and_with_what_it_was_taken() -> None:
    exif = Pictures.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Secret Camera"
    profile = b"Secret profile" * 20
    drawn = redrawn(BytesIO(picture("JPEG", exif=exif, icc_profile=profile, comment=b"Secret words")))

    assert (drawn.width, drawn.height) == (40, 60)
    assert b"Secret" not in drawn.data
    assert not {"exif", "icc_profile", "xmp", "comment"} & read(drawn.data).info.keys()


def test_words_in_a_png_go_no_further() -> None:
    words = PngInfo()
    words.add_text("Author", "Secret")

    assert b"Secret" not in redrawn(BytesIO(picture(pnginfo=words))).data


def test_what_is_a_picture_and_a_page_at_once_is_only_a_picture_afterwards() -> None:
    polyglot = picture("GIF") + b"<script>alert(1)</script>PK\x03\x04"

    assert b"<script>" not in redrawn(BytesIO(polyglot)).data


def test_a_large_picture_is_made_to_fit() -> None:
    drawn = redrawn(BytesIO(picture("JPEG", (5000, 2500))))

    assert (drawn.width, drawn.height) == (LONGEST_SIDE, LONGEST_SIDE // 2)


def test_noise_that_no_codec_likes_still_fits() -> None:
    file = BytesIO()
    Pictures.effect_noise((2000, 2000), 200).convert("RGB").save(file, "JPEG")

    assert len(redrawn(BytesIO(file.getvalue())).data) <= STORED_BYTES


def test_of_an_animation_the_first_frame_is_taken() -> None:
    frames = [Pictures.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    file = BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])

    red, _green, blue = read(redrawn(BytesIO(file.getvalue())).data).convert("RGB").getpixel((5, 5))
    assert red > 200 > 60 > blue


def test_transparency_stays() -> None:
    file = BytesIO()
    Pictures.new("RGBA", (20, 20), (0, 0, 0, 0)).save(file, "PNG")

    assert read(redrawn(BytesIO(file.getvalue())).data).mode == "RGBA"


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("size", [(10_000, 10_000), (MOST_PIXELS + 1, 1), (60_000, 60_000)])
def test_a_picture_with_too_many_pixels_is_refused_by_its_header(size: tuple[int, int]) -> None:
    with pytest.raises(BadImage, match="million pixels"):
        redrawn(BytesIO(header_of_a_png(*size)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"just words",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7 and more",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"BM" + b"\0" * 100,
        picture("TIFF"),
    ],
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(BadImage):
        redrawn(BytesIO(data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_file_that_was_cut_off_is_refused(kind: str) -> None:
    whole = picture(kind, (400, 400))

    with pytest.raises(BadImage):
        redrawn(BytesIO(whole[: len(whole) // 2]))


def test_a_bomb_of_words_in_a_png_is_refused() -> None:
    words = PngInfo()
    words.add_text("Comment", "x" * 80_000_000, zip=True)

    with pytest.raises(BadImage):
        redrawn(BytesIO(picture(pnginfo=words)))
