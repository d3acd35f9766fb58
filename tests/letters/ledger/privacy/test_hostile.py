"""What strangers may ask the doors of a log over HTTP: every answer is clear, and none is a failure."""

import http.client
import re
from base64 import b64decode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from letters.ledger import keys, receipts
from letters.ledger.receipts import BadReceipt
from letters.models import Letter
from letters.signing.receipts import receipt_file
from petition.lib.notes import Verifier
from tests.cast import ADA, NOOR
from tests.live import HOST, Site
from tests.makers import make_letter, make_signature

pytestmark = pytest.mark.django_db(transaction=True)

# 301 with a slash behind it, 400 what is no address, 404 nothing there, 405 not that way, 410 gone, 414 too long.
SAYS_TOO_MUCH = re.compile(rb"traceback|exception|psycopg|django", re.IGNORECASE)
CLEAR = {200, 301, 400, 404, 405, 410, 414}
PATHS = (
    *("receipt/1%0d%0aSet-Cookie:%20a=b", "receipt/%00", "receipt/1%00", "receipt/-1", "receipt/1/../2", "receipt/1.0"),
    *("receipt/9223372036854775807", "receipt/9223372036854775808", "receipt/" + "9" * 5000, "receipt/%FF%FE"),
    *("receipt/%D9%A1", "receipt/1%20", "receipt/1;x", "receipt/../../../etc/passwd", "receipt/" + "%2e%2e%2f" * 20),
    *("tile/0/000.p/0", "tile/0/000.p/3", "tile/0/000.p/256", "tile/0/000.p/257", "tile/0/000.p/02", "tile/0/000"),
    *("tile/-1/000", "tile/64/000", "tile/9/x999/x999/x999/999", "tile/0/x000/000", "tile/00/000", "tile/0/0"),
    *(
        "tile/entries/000.p/99999999999999999999",
        "tile/entries/x",
        "tile//000",
        "tile/",
        "tile/0/000.p/",
        "tile/0/000%00",
    ),
    *("openings/-1", "openings/1", "openings/36028797018963968", "openings/%00", "text/%00", "text/2147483648"),
    *("text/0", "checkpoint/", "checkpoint%0a", "checkpoint%00", "vkey?%00=%ff", "policy/..", "cosigned", "follows"),
    *("2/checkpoint", "0/checkpoint", "999999999/receipt/1", "9999999999/checkpoint", "entry/99999999999999999999/"),
    *("entry/" + "9" * 5000 + "/", "entry/-1/", "entry/1%00/", "entry/%F0%9F%92%A9/", "verify.html%00"),
)


@pytest.fixture
def letter(live_site: Site) -> Letter:
    letter = make_letter("artists")
    make_signature(letter, ADA)
    return letter


def test_a_broken_address_is_answered(live_site: Site, letter: Letter) -> None:
    answers = {path: live_site.get(f"/letters/{letter.slug}/log/{path}") for path in PATHS}

    assert {path: answer.status for path, answer in answers.items() if answer.status not in CLEAR} == {}
    assert not any("Set-Cookie" in answer.headers for answer in answers.values())
    assert not any(SAYS_TOO_MUCH.search(answer.body) for answer in answers.values() if answer.status != 200)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "NONSENSE"])
def test_nothing_can_be_sent_to_a_log(live_site: Site, letter: Letter, method: str) -> None:
    """403 comes first for whatever could change something, since it brings no token."""
    names = ("checkpoint", "tile/0/000.p/1", "receipt/1", "openings/0", "text/1", "entry/1/", "")
    paths = [f"/letters/{letter.slug}/log/{name}" for name in names]

    assert {live_site.ask(method, path, b"salt\n").status for path in paths} <= {400, 403, 405, 501}


@pytest.mark.parametrize("path", ["/verify/", "/letters/artists/log/receipt/1", "/letters/artists/log/"])
def test_ten_megabytes_are_not_taken(live_site: Site, letter: Letter, path: str) -> None:
    """A receipt is checked where it lies, in the browser; the site wants none."""
    try:
        status = live_site.ask("POST", path, b"c2sp.org/tlog-proof@v1\n" + bytes(10 * 2**20)).status
    except (ConnectionError, http.client.HTTPException):
        status = 413  # hung up before all of it was sent
    assert status in (400, 403, 405, 413)
    assert live_site.get("/up").status == 200


def test_headers_change_nothing(live_site: Site, letter: Letter) -> None:
    path = f"/letters/{letter.slug}/log/receipt/1"
    plain = live_site.get(path)
    headers = {
        "Range": "bytes=0-1",
        "If-None-Match": '"' * 999,
        "Cookie": "signed=" + "x" * 3000,
        "Accept": "\xff" * 99,
    }
    headers |= {"X-Forwarded-Host": "evil.example", "X-HTTP-Method-Override": "DELETE", "If-Modified-Since": "never"}

    answer = live_site.get(path, **headers)

    assert (answer.status, answer.body) == (200, plain.body)


def test_a_host_that_is_not_ours_gets_nothing(live_site: Site, letter: Letter) -> None:
    connection = http.client.HTTPConnection(HOST, live_site.port, timeout=30)
    connection.request("GET", f"/letters/{letter.slug}/log/receipt/1", headers={"Host": "evil.example"})
    assert connection.getresponse().status == 400
    connection.close()


def test_a_receipt_of_another_letter_is_none_of_this_one(live_site: Site, letter: Letter) -> None:
    other = make_letter("others")
    held = receipt_file(make_signature(other, NOOR))
    assert held
    assert letter.log

    with pytest.raises(BadReceipt, match="not signed by"):
        receipts.verify(receipts.parse(held.text), log=Verifier.parse(keys.vkey(letter.log.origin)))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("index", "index\x00"),
        lambda text: text + "\x00" * 10 * 2**20,
        lambda text: text.replace("index 1\n", "index 18446744073709551616\n"),
        lambda text: text.replace("\n\n", "\n" + "A" * 42 + "==\n\n", 1),
        lambda text: text.replace(text.splitlines()[1], "extra " + "A" * 40000),
    ],
)
def test_a_spoiled_receipt_is_refused_in_words(live_site: Site, letter: Letter, spoil: object) -> None:
    held = live_site.get(f"/letters/{letter.slug}/log/receipt/1").text
    vkey = Verifier.parse(live_site.get(f"/letters/{letter.slug}/log/vkey").text.strip())
    assert receipts.verify(receipts.parse(held), log=vkey)
    assert callable(spoil)

    with pytest.raises(BadReceipt, match=r"^[A-Z].{20,200}\.$"):
        receipts.verify(receipts.parse(spoil(held)), log=vkey)


NAMES = (
    "checkpoint",
    "cosigned",
    "follows",
    "vkey",
    "policy",
    "tile",
    "receipt",
    "openings",
    "text",
    "entry",
    "logs.v0",
)
PIECES = st.one_of(
    st.sampled_from(
        [*NAMES, "entries", "000", "x000", "000.p", "..", ".", "", "2", "%00", "%0a", "%", "%2f", "\u0661"]
    ),
    st.integers(-(2**70), 2**70).map(str),
    st.text(st.characters(exclude_characters="#?", exclude_categories=["Cs"]), max_size=12),
)


@given(st.sampled_from(["/letters/artists/log", "/log", "/letters/artists/log/2"]), st.lists(PIECES, max_size=6))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_address_below_a_log_is_a_failure(client: Client, letter: Letter, log: str, pieces: list[str]) -> None:
    answer = client.get("/".join([log, *pieces]))

    assert answer.status_code in CLEAR


def test_the_file_of_an_entry_opens_nothing_of_its_signer(live_site: Site, letter: Letter) -> None:
    extra = re.search(r"extra (\S+)", live_site.get(f"/letters/{letter.slug}/log/receipt/1").text)
    assert extra
    assert b"opening" not in b64decode(extra[1])
