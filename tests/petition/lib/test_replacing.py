from pathlib import Path

import pytest

from petition.lib.replacing import replacing


def test_the_new_file_stands_in_folders_of_its_own_and_others_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "file"

    with replacing(path) as file:
        file.write(b"new")

    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o644


def test_what_is_not_for_everybody_is_its_owners_alone(tmp_path: Path) -> None:
    with replacing(tmp_path / "file", mode=0o600) as file:
        file.write(b"addresses")

    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600


def interrupted(path: Path) -> None:
    with replacing(path) as file:
        file.write(b"half")
        raise KeyboardInterrupt


def test_a_block_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")

    with pytest.raises(KeyboardInterrupt):
        interrupted(tmp_path / "file")

    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]
