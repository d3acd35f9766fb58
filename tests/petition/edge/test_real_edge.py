"""The edge as visitors meet it: granian in front, Django and PostgreSQL behind."""

import gzip
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from letters.ledger.actions import forget
from letters.models import Letter, Log
from letters.writing.actions import publish, take_down
from petition.audit.actions import OPERATOR
from petition.edge.shelf import LIFE_SECONDS, RENEW_AFTER_SECONDS
from tests.letters.api.filling import fill
from tests.letters.ledger.writing import card, make_log, sign
from tests.live import Site, running_site
from tests.makers import TEXT, make_letter, make_team

# When the site last asked the database for anything.
LAST_ASKED = """
    SELECT max(query_start) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture(scope="module")
def edge_server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("edge"), EDGE="1", METRICS_TOKEN="measure") as site:
        yield site


@pytest.fixture
def edge_site(transactional_db: None, edge_server: Site) -> Site:
    return edge_server


def _last_asked() -> object:
    with connection.cursor() as cursor:
        cursor.execute(LAST_ASKED)
        return cursor.fetchone()


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


@pytest.mark.parametrize("tile", ["0/000", "entries/000"])
def test_a_full_tile_that_is_kept_costs_no_render_and_no_query(edge_site: Site, tile: str) -> None:
    log = make_log()
    fill(log, 300)
    path = f"{log.path}/tile/{tile}"
    first = edge_site.get(path)
    asked, rendered = _last_asked(), _renders(edge_site, "api:tile")
    time.sleep(LIFE_SECONDS)
    again = [edge_site.get(path) for _ in range(50)] + [edge_site.get(f"{path}?page={n}") for n in range(10)]
    assert asked != (None,)
    assert (_last_asked(), _renders(edge_site, "api:tile")) == (asked, rendered)
    assert {answer.body for answer in again} == {first.body}
    assert {answer.headers["Cache-Control"] for answer in again} == {"public, max-age=31536000, immutable"}


def test_a_part_of_a_tile_asks_the_database_again_after_a_second(edge_site: Site) -> None:
    log = make_log()
    fill(log, 300)
    path = f"{log.path}/tile/0/001.p/17"
    edge_site.get(path)
    asked = _last_asked()
    time.sleep(LIFE_SECONDS)
    edge_site.get(path)
    assert _last_asked() != asked


def test_bundles_are_packed_from_the_first_answer_on_and_hashes_never(edge_site: Site) -> None:
    log = make_log()
    fill(log, 300)
    for tile, coding in (("entries/000", "gzip"), ("entries/001.p/45", "gzip"), ("0/000", None)):
        packed = edge_site.get(f"{log.path}/tile/{tile}", Accept_Encoding="gzip")
        plain = edge_site.get(f"{log.path}/tile/{tile}")
        assert packed.headers["Content-Encoding"] == coding
        assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
        assert plain.body == (gzip.decompress(packed.body) if coding else packed.body)
        assert edge_site.get(f"{log.path}/tile/{tile}", If_None_Match=plain.headers["ETag"]).status == 304


def test_a_checkpoint_is_a_second_old_at_most(edge_site: Site) -> None:
    log = make_log()
    for size in (1, 2, 3):
        time.sleep(LIFE_SECONDS)
        answers = [edge_site.get(f"{log.path}/checkpoint").text for _ in range(3)]
        assert {answer.splitlines()[1] for answer in answers} == {str(size)}
        fill(log, 1)


def test_a_head_request_for_a_tile_has_its_length_and_no_body(edge_site: Site) -> None:
    log = make_log()
    fill(log, 255)
    for _ in range(2):
        head = edge_site.ask("HEAD", f"{log.path}/tile/0/000")
        assert (head.status, head.headers["Content-Length"], head.body) == (200, "8192", b"")
        edge_site.get(f"{log.path}/tile/0/000")


def test_names_erased_and_texts_taken_down_are_gone_within_a_second(edge_site: Site) -> None:
    letter = publish(slug="within-a-second", title="T", to="Whom", body=TEXT, team=make_team(), by=OPERATOR)
    log = Log.objects.get(origin=letter.origin)
    signing = sign(log, shown=card("Somebody Unforgotten"), text=bytes(log.text or b""))
    openings, document = f"{log.path}/openings/0", f"{log.path}/text/1"
    assert all("Somebody Unforgotten" in edge_site.get(openings).text for _ in range(3))
    forget(signing)
    time.sleep(LIFE_SECONDS)
    assert "Somebody Unforgotten" not in edge_site.get(openings).text
    assert {edge_site.get(document).status for _ in range(3)} == {200}
    take_down(letter, notice="A court asked for it.", by=OPERATOR)
    time.sleep(LIFE_SECONDS)
    assert [edge_site.get(address).status for address in (openings, document)] == [410, 410]
