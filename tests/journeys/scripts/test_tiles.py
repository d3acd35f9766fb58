"""Proofs that the browser makes of published tiles, beside those made of the whole tree."""

import pytest
from playwright.sync_api import Page, Route

from petition.lib import tiles
from petition.lib.merkle import parents, root_of
from petition.lib.tiles import HEIGHT, WIDTH, Tile, path_of
from tests.journeys.scripts.conftest import HOST, Run
from tests.journeys.scripts.paper import PaperLog
from tests.journeys.scripts.proofs import consistency, inclusion
from tests.journeys.scripts.test_trees import texts
from tests.petition.lib.trees import hashes

LEAVES = hashes([str(number).encode() for number in range(65_537)])
READER = """
const asked = [];
const read = async (path) => {
  asked.push(path);
  return new Uint8Array(await (await fetch(`/log/${path}`)).arrayBuffer());
};
const log = new tiles.Tiles(read, size);
"""
PROVE = f"""{READER}
return [await log.inclusion(index), await log.consistency(old)].map((proof) => proof.map(bytes.base64));
"""


def publish(page: Page, leaves: list[bytes]) -> None:
    rows = [leaves]
    for _ in range(2 * HEIGHT):
        rows.append(parents(rows[-1][: len(rows[-1]) // 2 * 2]))

    def answer(route: Route) -> None:
        wanted = tiles.parse_path(route.request.url.removeprefix(f"{HOST}/log/"))
        first = wanted.number * WIDTH
        row = rows[HEIGHT * wanted.level]
        assert first + wanted.width <= len(row), f"{wanted} is wider than the log"
        route.fulfill(body=b"".join(row[first : first + wanted.width]))

    page.route(f"{HOST}/log/**", answer)


@pytest.mark.parametrize(
    ("index", "old", "size"),
    [
        (0, 1, 1),
        (1, 1, 2),
        (3, 6, 7),
        (254, 255, 255),
        (255, 255, 256),
        (256, 256, 257),
        (17, 300, 1000),
        (65_000, 65_280, 65_535),
        (65_535, 65_535, 65_536),
        (65_536, 65_536, 65_537),
        (300, 40_001, 65_537),
    ],
)
def test_proofs_from_tiles_are_those_of_the_whole_tree(
    run: Run, empty_page: Page, index: int, old: int, size: int
) -> None:
    leaves = LEAVES[:size]
    publish(empty_page, leaves)

    made = run("tiles", PROVE, index=index, old=old, size=size)

    assert made == [texts(inclusion(index, leaves)), texts(consistency(old, leaves))]


def test_the_root_of_many_entries_takes_few_files(run: Run, empty_page: Page) -> None:
    publish(empty_page, LEAVES[:65_535])

    root, asked = run("tiles", f"{READER} return [bytes.base64(await log.hashOf(0, size)), asked];", size=65_535)

    assert [root] == texts([root_of(LEAVES[:65_535])])
    assert asked == ["tile/1/000.p/255", "tile/0/255.p/255"]


@pytest.mark.parametrize("number", [0, 7, 999, 1000, 1_234_067, 10**9])
@pytest.mark.parametrize("width", [1, 255, 256])
def test_files_are_named_as_the_log_names_them(run: Run, number: int, width: int) -> None:
    path = run("tiles", "return tiles.pathOf(2, number, width)", number=number, width=width)

    assert path == path_of(Tile(2, number, width))


def test_entries_are_cut_out_of_their_bundle(run: Run, empty_page: Page) -> None:
    log = PaperLog()
    log.sign_many(300)
    empty_page.route(f"{HOST}/log/**", lambda route: route.fulfill(body=log.file(route.request.url[len(HOST) + 5 :])))

    found = run(
        "tiles", f"{READER} return [bytes.textOf(await log.entry(3)), bytes.textOf(await log.entry(300))]", size=301
    )

    assert [entry.encode() for entry in found] == [log.entries[3], log.entries[300]]


@pytest.mark.parametrize(("body", "ask"), [("x" * 31, "hashOf(0, 1)"), ("\0\5abc", "entry(0)"), ("\0", "entry(0)")])
def test_a_file_that_is_cut_is_told_from_one_that_lies(run: Run, empty_page: Page, body: str, ask: str) -> None:
    empty_page.route(f"{HOST}/log/**", lambda route: route.fulfill(body=body))

    assert run("tiles", f"{READER} return faultOf(() => log.{ask})", size=1) == "tile-broken"
