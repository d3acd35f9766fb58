"""The edge as visitors meet it: granian in front, Django and PostgreSQL behind."""

import gzip
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from letters.models import Letter
from petition.edge.shelf import RENEW_AFTER_SECONDS
from tests.live import Site, running_site
from tests.makers import make_letter


@pytest.fixture(scope="module")
def edge_server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("edge"), EDGE="1", METRICS_TOKEN="measure") as site:
        yield site


@pytest.fixture
def edge_site(transactional_db: None, edge_server: Site) -> Site:
    return edge_server


def _renders(site: Site, route: str) -> int:
    return site.log().count(f'"route": "{route}"')


def test_a_hundred_readers_of_one_page_cause_a_handful_of_renders(edge_site: Site) -> None:
    path = f"/letters/{make_letter().slug}/"
    edge_site.get(path)
    before, started = _renders(edge_site, "pages:letter"), time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        statuses = {answer.status for answer in pool.map(lambda _: edge_site.get(path), range(100))}
    assert statuses == {200}
    assert _renders(edge_site, "pages:letter") - before <= 1 + (time.monotonic() - started) / RENEW_AFTER_SECONDS


def test_the_same_bytes_for_a_stranger_and_for_somebody_with_a_session(edge_site: Site) -> None:
    path = f"/letters/{make_letter().slug}/"
    edge_site.get(path, Cookie="sessionid=abcdefgh12345678")
    first = edge_site.get(path, Cookie="sessionid=abcdefgh12345678")
    second = edge_site.get(path)
    assert first.body == second.body
    assert first.headers["Set-Cookie"] is second.headers["Set-Cookie"] is None


def test_a_repeat_carries_every_header_of_the_first_answer(edge_site: Site) -> None:
    path = f"/letters/{make_letter().slug}/"
    first, repeat = edge_site.get(path), [edge_site.get(path) for _ in range(2)][1]
    for name in ("Content-Security-Policy", "Permissions-Policy", "Referrer-Policy", "Cache-Control", "Content-Type"):
        assert first.headers[name] == repeat.headers[name] is not None
    assert first.headers["X-Request-ID"] != repeat.headers["X-Request-ID"]


def test_a_browser_is_answered_packed_and_by_tag(edge_site: Site) -> None:
    path = f"/letters/{make_letter().slug}/"
    plain = [edge_site.get(path) for _ in range(2)][1]
    packed = edge_site.get(path, Accept_Encoding="gzip")
    assert gzip.decompress(packed.body) == plain.body
    unchanged = edge_site.get(path, If_None_Match=plain.headers["ETag"])
    assert (unchanged.status, unchanged.body) == (304, b"")
    head = edge_site.ask("HEAD", path)
    assert (head.headers["Content-Length"], head.body) == (str(len(plain.body)), b"")


def test_a_letter_taken_down_is_gone_within_a_second(edge_site: Site) -> None:
    letter = make_letter(title="What they did not want read")
    path = f"/letters/{letter.slug}/"
    assert {edge_site.get(path).status for _ in range(5)} == {200}
    Letter.objects.filter(pk=letter.pk).update(state="taken_down", notice="A court asked for it.")
    time.sleep(1)
    answer = edge_site.get(path)
    assert answer.status == 410
    assert "A court asked for it." in answer.text
    assert letter.title not in answer.text


def test_answers_from_memory_are_counted(edge_site: Site) -> None:
    for _ in range(5):
        edge_site.get("/privacy/")
    scraped = edge_site.get("/metrics", Authorization="Bearer measure").text
    assert _counted(scraped, 'undersigned_requests_total{by="edge",route="pages:privacy",status="200"}') >= 2


def _counted(scraped: str, series: str) -> float:
    return sum(float(line.split()[-1]) for line in scraped.splitlines() if line.startswith(series))


def test_static_files_are_not_kept_twice(edge_site: Site) -> None:
    answers = [edge_site.get("/static/css/tokens.css") for _ in range(3)]
    assert {answer.status for answer in answers} == {200}
    assert all(answer.headers["ETag"] is None or not answer.headers["ETag"].startswith("W/") for answer in answers)
