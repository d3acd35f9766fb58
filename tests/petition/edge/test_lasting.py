"""What never changes is rendered once and kept until newer things need the room."""

import gzip
import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from petition.edge import shelf
from tests.petition.edge.origin import IMMUTABLE, PUBLIC, Origin, Reader

TILE = "/letters/artists/log/tile/0/000"
HASHES = os.urandom(32 * 256)


@pytest.fixture
def reader() -> Reader:
    return Reader(Origin(headers=[IMMUTABLE], lasts=True))


def test_it_is_rendered_once_however_often_and_with_whatever_query(reader: Reader) -> None:
    replies = [reader.ask(TILE, query=query) for query in ("", "page=2", "page=3", "utm_source=mail")]
    assert reader.renders == 1
    assert {reply.body for reply in replies} == {reader.origin.body}


def test_it_outlives_the_second_that_pages_live(reader: Reader) -> None:
    reader.ask(TILE)
    reader.origin.fails = True
    time.sleep(shelf.LIFE_SECONDS)
    assert reader.ask(TILE).status == "200 OK"


def test_the_first_answer_is_packed_and_tagged_already(reader: Reader) -> None:
    reply = reader.ask(TILE, HTTP_ACCEPT_ENCODING="gzip")
    assert gzip.decompress(reply.body) == reader.origin.body
    assert (reply.headers["Content-Encoding"], reply.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert reader.ask(TILE, HTTP_IF_NONE_MATCH=reply.headers["ETag"]).status == "304 Not Modified"


def test_hashes_are_not_packed_because_they_do_not_get_smaller() -> None:
    reader = Reader(Origin(headers=[IMMUTABLE], lasts=True, body=HASHES))
    reply = reader.ask(TILE, HTTP_ACCEPT_ENCODING="gzip")
    assert "Content-Encoding" not in reply.headers
    assert len(HASHES) < reader.edge.lasting.bytes < len(HASHES) * 1.5


def test_a_head_request_gets_the_length_without_the_body(reader: Reader) -> None:
    reader.ask(TILE)
    reply = reader.ask(TILE, method="HEAD")
    assert (reply.body, reply.headers["Content-Length"]) == (b"", str(len(reader.origin.body)))
    assert reader.renders == 1


def test_a_head_request_alone_keeps_nothing(reader: Reader) -> None:
    reader.ask(TILE, method="HEAD")
    assert not reader.edge.lasting.copies


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_what_is_not_there_yet_is_asked_for_again(status: str) -> None:
    reader = Reader(Origin(status=status, headers=[PUBLIC]))
    reader.ask(TILE)
    reader.origin.status, reader.origin.headers, reader.origin.lasts = "200 OK", [IMMUTABLE], True
    assert [reader.ask(TILE).status for _ in range(3)] == ["200 OK"] * 3
    assert reader.renders == 2
    assert list(reader.edge.lasting.copies) == [TILE]


@pytest.mark.parametrize(
    "origin",
    [
        Origin(status="404 Not Found", headers=[IMMUTABLE], lasts=True),
        Origin(headers=[("Cache-Control", "private, immutable")], lasts=True),
        Origin(headers=[IMMUTABLE, ("Set-Cookie", "a=b")], lasts=True),
        Origin(headers=[IMMUTABLE, ("Vary", "Cookie")], lasts=True),
        Origin(headers=[PUBLIC], lasts=True),
    ],
    ids=["not there", "private", "with a cookie", "one for each reader", "for a second"],
)
def test_what_may_change_or_is_somebodys_own_never_lasts(origin: Origin) -> None:
    reader = Reader(origin)
    for _ in range(3):
        reader.ask(TILE)
    assert not reader.edge.lasting.copies


def test_what_is_immutable_but_not_marked_lives_for_a_second(reader: Reader) -> None:
    reader.origin.lasts = False
    first, second = (reader.ask(f"{TILE}.p/17", HTTP_ACCEPT_ENCODING="gzip") for _ in range(2))
    assert first.headers["ETag"] == second.headers["ETag"]
    assert (reader.renders, len(reader.edge.lasting.copies)) == (1, 0)


def test_the_longest_unasked_makes_room() -> None:
    reader = Reader(Origin(headers=[IMMUTABLE], lasts=True, body=HASHES), most_lasting_bytes=35_000)
    for path in ("/a", "/b", "/c", "/a", "/d"):
        reader.ask(path)
    assert list(reader.edge.lasting.copies) == ["/c", "/a", "/d"]


def test_the_memory_is_bounded_in_bytes() -> None:
    reader = Reader(Origin(headers=[IMMUTABLE], lasts=True, body=HASHES), most_lasting_bytes=50_000)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: reader.ask(f"/{number % 40}"), range(400)))
    copies = reader.edge.lasting.copies.values()
    assert 0 < reader.edge.lasting.bytes == sum(copy.size for copy in copies) <= 50_000


def test_one_that_is_larger_than_the_memory_is_still_answered() -> None:
    reader = Reader(Origin(headers=[IMMUTABLE], lasts=True, body=HASHES), most_lasting_bytes=5_000)
    assert reader.ask(TILE).body == HASHES
    assert reader.edge.lasting.bytes == 0


def test_every_answer_has_a_request_id_of_its_own(reader: Reader) -> None:
    assert len({reader.ask(TILE).headers["X-Request-ID"] for _ in range(5)}) == 5


def test_a_foreign_host_is_left_to_django(reader: Reader) -> None:
    reader.ask(TILE)
    reader.ask(TILE, HTTP_HOST="evil.example")
    assert reader.renders == 2
