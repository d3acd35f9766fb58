import time

import pytest

from petition.edge import shelf
from tests.petition.edge.origin import PUBLIC, Origin, Reader


@pytest.fixture
def reader() -> Reader:
    return Reader(Origin())


def test_a_repeat_does_not_reach_django(reader: Reader) -> None:
    replies = [reader.ask() for _ in range(20)]
    assert reader.renders == 1
    assert {reply.body for reply in replies} == {reader.origin.body}


def test_a_copy_lives_for_a_second(reader: Reader) -> None:
    reader.ask()
    reader.origin.body = b"amended"
    time.sleep(shelf.LIFE_SECONDS)
    assert reader.ask().body == b"amended"


def test_a_page_taken_down_is_gone_within_a_second(reader: Reader) -> None:
    reader.ask()
    reader.origin.status = "410 Gone"
    time.sleep(shelf.LIFE_SECONDS)
    assert reader.ask().status == "410 Gone"


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_what_is_not_there_is_remembered_too(status: str) -> None:
    reader = Reader(Origin(status=status))
    assert [reader.ask().status for _ in range(3)] == [status] * 3
    assert reader.renders == 1


@pytest.mark.parametrize("status", ["302 Found", "403 Forbidden", "429 Too Many Requests", "500 Oops", "503 Away"])
def test_other_answers_are_asked_for_anew(status: str) -> None:
    reader = Reader(Origin(status=status))
    reader.ask()
    reader.ask()
    assert reader.renders == 2


@pytest.mark.parametrize(
    "header",
    [("Set-Cookie", "a=b"), ("Vary", "Cookie"), ("Vary", "Accept-Encoding, Cookie"), ("Content-Encoding", "br")],
)
def test_an_answer_made_for_one_reader_is_not_kept(header: tuple[str, str]) -> None:
    reader = Reader(Origin(headers=[PUBLIC, header]))
    replies = [reader.ask(), reader.ask()]
    assert reader.renders == 2
    assert replies[0].headers[header[0]] == header[1]


def test_an_answer_that_does_not_call_itself_public_is_not_kept() -> None:
    reader = Reader(Origin(headers=[("Cache-Control", "no-store")]))
    reader.ask()
    reader.ask()
    assert reader.renders == 2


def test_a_path_is_learned_from_its_first_answer(reader: Reader) -> None:
    for _ in range(5):
        reader.ask("/another/")
    assert reader.renders == 2


def test_a_render_that_raised_is_not_kept(reader: Reader) -> None:
    reader.origin.fails = True
    with pytest.raises(RuntimeError):
        reader.ask()
    reader.origin.fails = False
    assert reader.ask().status == "200 OK"


def test_every_answer_has_a_request_id_of_its_own(reader: Reader) -> None:
    names = {reader.ask().headers["X-Request-ID"] for _ in range(10)}
    assert len(names) == 10


def test_a_form_goes_straight_to_django(reader: Reader) -> None:
    reader.ask()
    reader.ask(method="POST")
    assert reader.renders == 2


def test_a_foreign_host_is_left_to_django(reader: Reader) -> None:
    reader.ask(HTTP_HOST="evil.example")
    reader.ask(HTTP_HOST="evil.example")
    assert reader.renders == 2
    assert not reader.edge.shelf.copies
