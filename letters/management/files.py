"""Files an operator hands to a command."""

from pathlib import Path

from django.core.management.base import CommandError

from letters.writing.rules import BODY_BYTES


def read_letter(path: str) -> str:
    """The text of a Markdown file; whatever is wrong with the file is said in one line."""
    try:
        with Path(path).open("rb") as file:
            content = file.read(BODY_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{path} can't be read: {error.strerror}.") from error
    except ValueError as error:  # a null byte in the path
        raise CommandError("That is no path of a file.") from error
    if len(content) > BODY_BYTES:
        raise CommandError(f"{path} is longer than {BODY_BYTES // 1000} kB.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is no UTF-8 text: byte {error.start + 1} is out of place.") from error
