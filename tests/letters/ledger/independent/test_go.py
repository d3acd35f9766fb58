"""Go's checksum database reads our logs: its code opens the note, authenticates the tiles and proves entries."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from petition.lib.notes import Signer
from tests.letters.ledger.independent.making import KEY, ORIGIN, SIZES, make_log, mixture, put, signed
from tests.letters.ledger.independent.programs import HERE, Go

FILES = (
    "checkpoint",
    "vkey",
    "tile/0/000",
    "tile/0/002.p/88",
    "tile/1/000.p/2",
    "tile/entries/000",
    "tile/entries/002.p/88",
)


@pytest.fixture(scope="module")
def entries() -> list[bytes]:
    return mixture(max(SIZES))


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    handler.func.log_message = lambda *words: None  # type: ignore[method-assign]
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize("size", SIZES)
def test_a_log_of_any_size_holds(go: Go, entries: list[bytes], tmp_path: Path, size: int) -> None:
    make_log(tmp_path, entries[:size])

    verdict = go(tmp_path)

    assert verdict.holds, verdict.words
    assert f"{ORIGIN}: {size} entries" in verdict.words


def test_every_tile_of_every_level_is_authenticated(go: Go, entries: list[bytes], tmp_path: Path) -> None:
    make_log(tmp_path, entries)

    verdict = go(tmp_path, entries="0,256,65535,65536")

    assert "259 tiles authenticated, 4 entries proven" in verdict.words  # 257 of hashes, 1 above them, 1 on top


def test_a_log_is_read_over_http(go: Go, tmp_path: Path) -> None:
    make_log(tmp_path, mixture(600))

    with _served(tmp_path) as address:
        assert go(address).holds
        (tmp_path / "tile/0/001").unlink()
        assert "404" in go(address).words


def test_a_grown_log_is_consistent_with_what_it_was(go: Go, tmp_path: Path) -> None:
    entries = mixture(1_500)
    earlier = [
        put(tmp_path, f"at-{size}", signed(make_log(tmp_path / "log", entries[:size])).encode())
        for size in (0, 1, 255, 256, 257, 1_024, 1_500)
    ]
    make_log(tmp_path / "log", entries)

    verdict = go(tmp_path / "log", earlier=earlier)

    assert verdict.holds, verdict.words
    assert "consistent with 7 earlier checkpoints" in verdict.words


@pytest.mark.parametrize("file", FILES)
def test_a_flipped_bit_is_found_in_every_kind_of_file(go: Go, tmp_path: Path, file: str) -> None:
    make_log(tmp_path, mixture(600))
    data = bytearray((tmp_path / file).read_bytes())

    data[len(data) // 2] ^= 1
    put(tmp_path, file, bytes(data))

    assert not go(tmp_path).holds


@pytest.mark.parametrize("file", FILES[2:])
@pytest.mark.parametrize("change", [lambda data: data[:-1], lambda data: data + b"\0", lambda data: b""])
def test_a_file_of_another_length_is_refused(go: Go, tmp_path: Path, file: str, change: object) -> None:
    make_log(tmp_path, mixture(600))

    put(tmp_path, file, change((tmp_path / file).read_bytes()))  # type: ignore[operator]

    assert not go(tmp_path).holds


def test_a_log_signed_by_another_key_of_the_same_name_is_refused(go: Go, tmp_path: Path) -> None:
    make_log(tmp_path, mixture(10), key=Signer(ORIGIN, bytes(32)))

    assert go(tmp_path).holds
    assert not go(tmp_path, vkey=KEY.vkey).holds


def test_an_entry_that_is_not_there_cannot_be_proven(go: Go, tmp_path: Path) -> None:
    make_log(tmp_path, mixture(10))

    assert "there is no entry 10 among 10" in go(tmp_path, entries="9,10").words


def test_the_driver_is_written_as_gofmt_writes_it() -> None:
    assert subprocess.run(["gofmt", "-l", str(HERE / "go")], capture_output=True, check=True).stdout == b""
