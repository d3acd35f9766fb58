"""The tiles as anybody's program reads them: over HTTP, from the checkpoint down, at every size where tiles end."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from letters.ledger import keys
from letters.ledger.models import Log
from petition.lib.merkle import leaf_hash, root_of
from petition.lib.notes import Checkpoint, Verifier, open_note
from petition.lib.tiles import ENTRIES, HEIGHT, WIDTH, Tile, path_of, split_bundle
from tests.letters.api.filling import fill
from tests.letters.ledger.writing import make_log

pytestmark = pytest.mark.django_db

SMALL = (1, 2, 255, 256, 257)
BIG = (65_535, 65_536, 65_537)


def log_of(size: int) -> Log:
    log = make_log()
    fill(log, size - 1)
    return log


def checkpoint(client: Client, log: Log) -> Checkpoint:
    answer = client.get(f"{log.path}/checkpoint")
    return Checkpoint.parse(open_note(answer.content, Verifier.parse(keys.vkey(log.origin))))


def tiles_of(level: int, size: int) -> Iterator[Tile]:
    """The tiles that a level has in a log of so many entries, the last one as wide as it is by then."""
    hashes = size if level == ENTRIES else size >> (HEIGHT * level)
    for number in range(-(-hashes // WIDTH)):
        yield Tile(level, number, min(WIDTH, hashes - number * WIDTH))


def read(client: Client, log: Log, tile: Tile) -> bytes:
    answer = client.get(f"{log.path}/{path_of(tile)}")
    assert answer.status_code == 200, path_of(tile)
    return answer.content


def whole_level(client: Client, log: Log, level: int, size: int) -> bytes:
    return b"".join(read(client, log, tile) for tile in tiles_of(level, size))


def leaves_of(client: Client, log: Log, size: int) -> list[bytes]:
    bundles = [split_bundle(read(client, log, tile)) for tile in tiles_of(ENTRIES, size)]
    return [leaf_hash(entry) for bundle in bundles for entry in bundle]


def leaf_of(tile: bytes) -> bytes:
    """What a whole tile is in the level above."""
    return root_of([tile[at : at + 32] for at in range(0, len(tile), 32)])


def assert_readable(client: Client, log: Log, size: int) -> None:
    """The entries give the signed root, and every level of tiles is made of the one below it."""
    head, row = checkpoint(client, log), leaves_of(client, log, size)
    assert (head.origin, head.size, head.root) == (log.origin, size, root_of(row))
    for level in range(3):
        assert whole_level(client, log, level, size) == b"".join(row)
        row = [root_of(row[at : at + WIDTH]) for at in range(0, len(row) - len(row) % WIDTH, WIDTH)]


@pytest.mark.parametrize("size", SMALL)
def test_the_signed_root_follows_from_the_tiles(client: Client, size: int) -> None:
    assert_readable(client, log_of(size), size)


def test_the_signed_root_follows_from_the_tiles_where_a_second_level_begins(client: Client) -> None:
    log, above = make_log(), []
    for size in BIG:
        fill(log, size - checkpoint(client, log).size)
        above.append([whole_level(client, log, level, size) for level in (1, 2)])
    assert_readable(client, log, BIG[-1])
    whole = above[-1][0]
    assert above == [[whole[:-32], b""], [whole, leaf_of(whole)], [whole, leaf_of(whole)]]


@pytest.mark.parametrize(
    "tile",
    ["0/000.p/1", "0/000", "1/000.p/1", "63/000.p/1", "entries/000.p/1", "entries/000", "entries/x001/000.p/1"],
)
def test_a_log_without_entries_has_a_checkpoint_and_no_tiles(client: Client, empty: Log, tile: str) -> None:
    assert checkpoint(client, empty) == (empty.origin, 0, root_of([]))
    assert client.get(f"{empty.path}/tile/{tile}").status_code == 404


@pytest.mark.parametrize("level", ["0", "entries"])
def test_any_width_up_to_the_present_one_is_a_beginning_of_the_tile(client: Client, level: str) -> None:
    log = log_of(300)
    whole = client.get(f"{log.path}/tile/{level}/001.p/44").content
    for width in (1, 2, 43, 44):
        assert whole.startswith(client.get(f"{log.path}/tile/{level}/001.p/{width}").content)
    for width in (1, 44, 255):
        full = client.get(f"{log.path}/tile/{level}/000").content
        assert full.startswith(client.get(f"{log.path}/tile/{level}/000.p/{width}").content)
    assert client.get(f"{log.path}/tile/{level}/001.p/45").status_code == 404
    assert client.get(f"{log.path}/tile/{level}/001").status_code == 404


@pytest.mark.parametrize("tile", ["0/000", "0/001.p/44", "entries/000", "entries/001.p/44", "1/000.p/1"])
def test_whatever_is_served_of_a_tile_may_be_kept_for_ever(client: Client, tile: str) -> None:
    log = log_of(300)
    answer = client.get(f"{log.path}/tile/{tile}")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies


BROKEN = [
    "0/0",
    "0/00",
    "0/0000",
    "0/x000/000",
    "0/x001",
    "0/x001/",
    "0/x01/234",
    "0/X001/234",
    "0/001/234",
    "0/x001/x234",
    "0/000/",
    "0//000",
    "/0/000",
    "00/000",
    "01/000",
    "0/000.p/256",
    "0/000.p/257",
    "0/000.p/0",
    "0/000.p/07",
    "0/000.p/-1",
    "0/000.p/",
    "0/000.p",
    "0/000.P/1",
    "0/000.p/1/",
    "0/000.p/1.p/1",
    "0/000.p/%D9%A1",
    "64/000.p/1",
    "255/000",
    "-1/000",
    "Entries/000",
    "ENTRIES/000",
    "entries/000%0A",
    "entries/%20000",
    "data/000",
    "0/x999/x999/x999/x999/x999/x999/999",
    "0/" + "x999/" * 20 + "999",
    "0/" + "9" * 200,
    "0/../0/000",
    "0",
    "",
]


@pytest.mark.parametrize("tile", BROKEN)
def test_what_is_not_the_one_path_of_a_tile_is_not_found_without_asking_the_database(
    client: Client, django_assert_num_queries: Any, tile: str
) -> None:
    path = log_of(300).path
    with django_assert_num_queries(0):
        answer = client.get(f"{path}/tile/{tile}")
    assert answer.status_code == 404


@pytest.mark.parametrize("tile", ["0/000%00", "0/%00", "%00", "0/000.p/1%00"])
def test_a_null_byte_is_refused_without_asking_the_database(
    client: Client, django_assert_num_queries: Any, tile: str
) -> None:
    path = log_of(2).path
    with django_assert_num_queries(0):
        answer = client.get(f"{path}/tile/{tile}")
    assert answer.status_code == 400


@pytest.mark.parametrize("tile", ["63/x036/x028/x797/x018/x963/968", "0/x036/x028/x797/x018/963", "55/000.p/1"])
def test_a_tile_no_log_will_ever_reach_is_not_found(client: Client, tile: str) -> None:
    assert client.get(f"{log_of(2).path}/tile/{tile}").status_code == 404


def test_scripts_of_other_sites_may_read_that_a_tile_is_not_there(client: Client) -> None:
    answer = client.get(f"{log_of(2).path}/tile/0/000")
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (404, "*")
    assert answer.content == b"not-found\n"
    assert "immutable" not in answer["Cache-Control"]


def test_a_tile_costs_two_queries(client: Client, django_assert_num_queries: Any) -> None:
    log = log_of(300)
    for tile in ("0/000", "0/001.p/44", "entries/000", "entries/001.p/44", "1/000.p/1"):
        with django_assert_num_queries(2):
            client.get(f"{log.path}/tile/{tile}")


def test_a_head_request_tells_the_length(client: Client) -> None:
    answer = client.head(f"{log_of(256).path}/tile/0/000")
    assert (answer.status_code, answer["Content-Length"], answer.content) == (200, "8192", b"")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_a_tile_is_only_read(client: Client, method: str) -> None:
    assert getattr(client, method)(f"{log_of(256).path}/tile/0/000").status_code == 405


def test_a_log_nobody_began_has_no_tiles(client: Client) -> None:
    assert client.get("/letters/nobody-began-it/log/tile/0/000").status_code == 404
    assert client.get("/en/letters/nobody-began-it/log/tile/0/000").status_code == 404
