"""The copy is everybody's: nothing of the reader who caused it gets into it, and no query can fill the memory."""

import pytest

from petition.edge import door
from tests.petition.edge.origin import PUBLIC, Origin, Reader


@pytest.fixture
def reader() -> Reader:
    return Reader(Origin())


def test_the_render_sees_no_cookie(reader: Reader) -> None:
    reader.ask(HTTP_COOKIE="sessionid=secret")
    assert "HTTP_COOKIE" not in reader.origin.asked[0]


def test_somebody_signed_in_gets_the_same_bytes(reader: Reader) -> None:
    stranger, friend = reader.ask(), reader.ask(HTTP_COOKIE="sessionid=secret")
    assert stranger.body == friend.body
    assert reader.renders == 1


def test_words_no_page_reads_make_no_other_page(reader: Reader) -> None:
    for number in range(50):
        reader.ask(query=f"utm_source=mail&x={number}")
    assert reader.renders == 1
    assert reader.origin.asked[0]["QUERY_STRING"] == ""


def test_words_a_page_reads_make_another_page_whatever_their_order(reader: Reader) -> None:
    for query in ("q=ada&page=2", "page=2&q=ada", "page=2&utm=1&q=ada", "q=%61da&page=2"):
        reader.ask(query=query)
    assert [environ["QUERY_STRING"] for environ in reader.origin.asked] == ["q=ada&page=2"]


@pytest.mark.parametrize("query", ["page[]=1", "q=%00", "q=%ff", "q=" + "a" * 600, "&".join(["q=1"] * 30)])
def test_a_broken_query_reaches_django_as_it_came(reader: Reader, query: str) -> None:
    reader.ask(query=query)
    assert reader.origin.asked[0]["QUERY_STRING"] == query
    assert not reader.edge.shelf.copies


def test_the_memory_is_bounded_in_bytes() -> None:
    reader = Reader(Origin(), most_bytes=50_000)
    for number in range(100):
        reader.ask(query=f"page={number}")
    assert 0 < reader.edge.shelf.bytes <= 50_000
    assert reader.edge.shelf.bytes == sum(copy.size for copy in reader.edge.shelf.copies.values())


def test_a_page_larger_than_the_memory_is_still_answered() -> None:
    reader = Reader(Origin(body=b"x" * 100_000), most_bytes=50_000)
    assert len(reader.ask().body) == 100_000
    assert reader.edge.shelf.bytes == 0


def test_paths_are_remembered_up_to_a_number(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MOST_REMEMBERED", 10)
    for number in range(35):
        reader.ask(f"/{number}/")
    assert len(reader.edge.public) <= 10


def test_a_long_address_is_not_kept() -> None:
    reader = Reader(Origin(headers=[PUBLIC]))
    for _ in range(3):
        reader.ask("/" + "a" * 400)
    assert reader.renders == 3
