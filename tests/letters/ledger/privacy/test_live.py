"""A real server with its second's memory: what it forgets, and what its log lines and metrics never say."""

import time
from collections.abc import Iterator

import pytest
from django.test import Client

from letters.models import Letter
from petition.edge.shelf import LIFE_SECONDS
from tests.cast import NOOR, SUZIE
from tests.letters.ledger.privacy import places
from tests.letters.ledger.privacy.lives import Life
from tests.letters.ledger.privacy.traces import IDENTITY, LIMITED, REVEALED, Traces, identities
from tests.letters.pages.filled import confirm_form, manage_path, pending, sign_form
from tests.live import Site, running_site
from tests.makers import make_letter, make_signature

pytestmark = pytest.mark.django_db(transaction=True)

MEASURE = {"Authorization": "Bearer measure"}


@pytest.fixture(scope="module")
def edge_server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("private"), EDGE="1", METRICS_TOKEN="measure") as site:
        yield site


@pytest.fixture
def site(transactional_db: None, edge_server: Site) -> Iterator[Site]:
    yield edge_server
    time.sleep(LIFE_SECONDS)  # what it remembers is of letters that the next test makes anew


@pytest.fixture
def letter(site: Site) -> Letter:
    letter = make_letter("artists")
    make_signature(letter, NOOR)
    return letter


def read(site: Site, letter: Letter) -> Iterator[tuple[str, bytes]]:
    """Every public page twice, so that the second is from memory where there is any."""
    for address in places.addresses(letter) * 2:
        answer = site.get(address)
        yield f"GET {address}", str(answer.headers).encode() + answer.body


@pytest.mark.parametrize("keep_counted", [True, False])
def test_a_second_after_an_erasure_no_memory_holds_the_signer(
    site: Site, letter: Letter, client: Client, keep_counted: bool
) -> None:
    life = Life(letter, client)
    assert {"Quintessa", "salt of the card"} <= life.traces.in_(read(site, letter)).keys()

    page = manage_path(life.signature)

    assert site.post(f"{page}erase/", {"keep": "counted"} if keep_counted else {}).status == 200
    time.sleep(LIFE_SECONDS)

    found = life.traces.in_(read(site, letter))
    assert found.keys() <= (set() if keep_counted else REVEALED)


def test_the_lines_and_the_numbers_of_a_life_in_the_log_say_nothing_of_it(
    site: Site, letter: Letter, client: Client
) -> None:
    life, since = Life(letter, client), len(site.log())
    page = manage_path(life.signature)
    token = Traces({"link": page.split("/")[2].encode()}, identities(life.signature))
    edit = confirm_form(letter, NOOR, name="Quintessa Övenström", city="Reykjavík")

    for path in (page, f"{page}export/"):
        assert site.get(path).status == 200
    assert site.post(page, edit).status == 302
    life.live("ask_for_links")
    list(read(site, letter))
    for verb in ("hide", "withdraw", "erase"):
        assert site.post(f"{page}{verb}/").status in (200, 302)

    said = [("lines", site.log()[since:].encode()), ("metrics", site.get("/metrics", **MEASURE).body)]
    assert said[0][1].count(b'"route": "pages:entry"') > 1
    assert b'route="api:openings"' in said[1][1]
    assert life.traces.in_(said) == token.in_(said) == {}


def test_the_lines_of_signing_and_of_refusals_say_nothing_of_it(site: Site, letter: Letter) -> None:
    since = len(site.log())
    _, path = pending(letter, SUZIE)
    site.post(f"/letters/{letter.slug}/sign/", sign_form(letter, SUZIE, name="Quintessa \x00 Övenström"))
    site.post(path, confirm_form(letter, SUZIE, name="visit quintessa.example"))
    for broken in ("receipt/%00quintessa", "tile/quintessa", "openings/Quintessa@example.org", "entry/quintessa/"):
        site.get(f"/letters/{letter.slug}/log/{broken}")

    said = site.log()[since:].lower()
    assert said.count('"status"') >= 6
    assert not any(word in said for word in ("quintessa", "suzie", "@"))


def test_what_the_limits_count_is_named_by_keys(letter: Letter, client: Client) -> None:
    """The one key in Redis that is about her says nothing to whoever has not the site's own."""
    life = Life(letter, client)

    found = life.traces.in_(places.redis())

    assert found.keys() <= {LIMITED}
    assert IDENTITY not in found
