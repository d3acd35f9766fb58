import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition.lib.merkle import Node, inclusion_nodes, root_of
from petition.lib.tiles import (
    ENTRIES,
    WIDTH,
    Tile,
    bundle,
    node_from,
    parse_path,
    path_of,
    split_bundle,
    tile_of,
)
from tests.letters.ledger import vectors
from tests.petition.lib.trees import hashes, nodes_of

PATHS = {
    "tile/0/000": Tile(0, 0),
    "tile/0/x001/x234/067": Tile(0, 1_234_067),
    "tile/63/999.p/255": Tile(63, 999, 255),
    "tile/2/x001/000.p/1": Tile(2, 1000, 1),
    "tile/entries/000.p/8": Tile(ENTRIES, 0, 8),
    "tile/0/x036/x028/x797/x018/x963/967": Tile(0, 2**55 - 1),
    "tile/entries/x273/x000/x000/256": Tile(ENTRIES, 273_000_000_256),
}
TILES = st.builds(Tile, st.integers(ENTRIES, 63), st.integers(0, 2**55 - 1), st.integers(1, WIDTH))
WRONG = (
    "tile/0/0", "tile/0/0000", "tile/0/x000/001", "tile/0/001/002", "tile/0/x001", "tile/0/x001/x002", "tile/0/",
    "tile/00/000", "tile/64/000", "tile/-1/000", "tile/e/000", "tile/entries/000.p/0", "tile/entries/000.p/256",
    "tile/entries/000.p/257", "tile/entries/000.p/08", "tile/entries/000.p/", "tile/entries/000.p", "/tile/0/000",
    "tile/0/000/", "tile/0/000\n", "tile/0/000.p/1\n", " tile/0/000", "tile/0/000.P/1", "tile/0/000?",
    "tile/٠/000", "tile/0/٠٠٠", "tile/0/0_0", "tile/0/+00", "tile/0/x036/x028/x797/x018/x963/968",
    "tile/0/x999/x999/x999/x999/x999/999", "tile/0/x001/x000/x000/x000/x000/x000/000", "", "checkpoint",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_tile_has_the_path_of_the_standard(path: str) -> None:
    assert path_of(PATHS[path]) == path
    assert parse_path(path) == PATHS[path]


@given(TILES)
def test_every_tile_is_found_by_its_path(tile: Tile) -> None:
    assert parse_path(path_of(tile)) == tile


@pytest.mark.parametrize("path", WRONG)
def test_a_tile_has_no_second_path(path: str) -> None:
    with pytest.raises(ValueError, match="not the path of a tile"):
        parse_path(path)


@given(st.text(st.sampled_from("tile/0x.pentrs189"), max_size=30))
def test_whatever_is_read_as_a_path_is_written_the_same(text: str) -> None:
    try:
        tile = parse_path(text)
    except ValueError:
        return
    assert path_of(tile) == text


def test_a_bundle_is_lengths_and_entries() -> None:
    assert bundle([b"ab", b"", b"c" * 300]) == b"\x00\x02ab\x00\x00\x01\x2c" + b"c" * 300
    assert len(bundle(vectors.ENTRIES)) == vectors.VECTORS["bundle_len"]


@given(st.lists(st.binary(max_size=9), max_size=WIDTH))
def test_a_bundle_comes_apart_into_its_entries(entries: list[bytes]) -> None:
    assert split_bundle(bundle(entries)) == entries


@pytest.mark.parametrize("cut", range(1, len(bundle([b"ab", b"c"]))))
def test_a_bundle_cut_short_is_noticed_unless_whole_entries_remain(cut: int) -> None:
    cut_short = bundle([b"ab", b"c"])[:cut]
    if cut == len(bundle([b"ab"])):
        assert split_bundle(cut_short) == [b"ab"]
        return
    with pytest.raises(ValueError, match="cut short"):
        split_bundle(cut_short)


def test_a_bundle_holds_no_more_than_a_tile() -> None:
    assert len(split_bundle(bundle([b"a"] * 256))) == 256
    with pytest.raises(ValueError, match="257"):
        split_bundle(bundle([b"a"] * 257))


def test_an_entry_longer_than_its_length_can_say_is_refused() -> None:
    assert split_bundle(bundle([b"a" * 65535])) == [b"a" * 65535]
    with pytest.raises(ValueError, match="65536"):
        bundle([b"a" * 65536])


@pytest.mark.parametrize(
    ("node", "place"),
    [
        (Node(0, 0), (0, 0, 0, 1)),
        (Node(0, 257), (0, 1, 1, 2)),
        (Node(3, 5), (0, 0, 40, 48)),
        (Node(7, 3), (0, 1, 128, 256)),
        (Node(8, 3), (1, 0, 3, 4)),
        (Node(8, 300), (1, 1, 44, 45)),
        (Node(18, 1), (2, 0, 4, 8)),
    ],
)
def test_a_node_lies_in_one_tile(node: Node, place: tuple[int, int, int, int]) -> None:
    assert tile_of(node) == place


@given(st.integers(1, 700), st.data())
def test_what_a_proof_needs_is_folded_from_tiles(size: int, data: st.DataObject) -> None:
    leaves = hashes([number.to_bytes(2, "big") for number in range(size)])
    tiles = [leaves, [root_of(leaves[at : at + WIDTH]) for at in range(0, size // WIDTH * WIDTH, WIDTH)]]
    nodes = nodes_of(leaves)
    for group in inclusion_nodes(data.draw(st.integers(0, size - 1)), size):
        for node in group:
            level, number, first, end = tile_of(node)
            row = tiles[level][number * WIDTH : (number + 1) * WIDTH]
            assert node_from(row[first:end]) == nodes[node]


@pytest.mark.parametrize("count", [0, 3, 6, 255])
def test_no_node_is_folded_from_another_number_of_hashes(count: int) -> None:
    with pytest.raises(ValueError, match="no perfect subtree"):
        node_from([bytes(32)] * count)
