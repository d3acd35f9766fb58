from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from petition.lib.folder import Folder


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    folder = Folder(location=tmp_path)
    folder.save("a/b/note", ContentFile(b"old"))

    assert folder.save("a/b/note", ContentFile(b"new")) == "a/b/note"
    assert [(path.name, path.read_bytes()) for path in (tmp_path / "a" / "b").iterdir()] == [("note", b"new")]


def test_whoever_reads_while_it_is_written_meets_the_old_file(tmp_path: Path) -> None:
    folder = Folder(location=tmp_path)
    folder.save("note", ContentFile(b"old"))
    with folder.open("note") as reading:
        folder.save("note", ContentFile(b"new"))
        assert reading.read() == b"old"


class Breaks(ContentFile):  # type: ignore[type-arg]
    def chunks(self, chunk_size: int | None = None):  # type: ignore[no-untyped-def]  # noqa: ANN201
        yield b"half"
        raise OSError("the disk is gone")


def test_half_a_file_is_never_there(tmp_path: Path) -> None:
    folder = Folder(location=tmp_path)
    folder.save("note", ContentFile(b"old"))

    with pytest.raises(OSError, match="the disk is gone"):
        folder.save("note", Breaks(b""))
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_others_may_read_what_is_kept(tmp_path: Path) -> None:
    Folder(location=tmp_path).save("note", ContentFile(b"text"))
    assert (tmp_path / "note").stat().st_mode & 0o777 == 0o644
