import gzip

import pytest

from petition.edge.copies import takes_gzip
from tests.petition.edge.origin import Origin, Reader


@pytest.fixture
def reader() -> Reader:
    reader = Reader(Origin())
    reader.ask()
    return reader


def test_a_packed_copy_goes_to_those_who_can_unpack_it(reader: Reader) -> None:
    packed, plain = reader.ask(HTTP_ACCEPT_ENCODING="gzip, br"), reader.ask()
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert int(packed.headers["Content-Length"]) == len(packed.body) < len(plain.body)
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


def test_a_small_answer_is_not_packed() -> None:
    reader = Reader(Origin(body=b'{"count": 7}'))
    assert "Content-Encoding" not in reader.ask(HTTP_ACCEPT_ENCODING="gzip").headers


def test_who_knows_the_page_gets_no_body(reader: Reader) -> None:
    tag = reader.ask().headers["ETag"]
    reply = reader.ask(HTTP_IF_NONE_MATCH=f'"other", {tag}')
    assert (reply.status[:3], reply.body) == ("304", b"")
    assert reply.headers["ETag"] == tag
    assert "Content-Type" not in reply.headers


def test_another_text_has_another_tag(reader: Reader) -> None:
    assert reader.ask().headers["ETag"] != Reader(Origin(body=b"other")).ask().headers["ETag"]


def test_a_head_request_gets_the_length_without_the_body(reader: Reader) -> None:
    reply = reader.ask(method="HEAD")
    assert reply.body == b""
    assert int(reply.headers["Content-Length"]) == len(reader.origin.body)
    assert reader.renders == 1


@pytest.mark.parametrize("header", ["gzip", "GZIP", "br, gzip;q=0.5", "*", "deflate, gzip"])
def test_gzip_is_understood(header: str) -> None:
    assert takes_gzip(header)


@pytest.mark.parametrize("header", ["", "br", "gzip;q=0", "gzip; q=0.0", "identity", "xgzip"])
def test_gzip_is_not_presumed(header: str) -> None:
    assert not takes_gzip(header)
