"""An operator who rewrites the log and signs it anew is found out: by the rules, an opening, or a checkpoint kept."""

from pathlib import Path

import pytest

from letters.ledger.replay import BrokenRule, Replay, Rule
from petition.lib import tiles
from petition.lib.tiles import ENTRIES, WIDTH, Tile
from tests.letters.ledger.independent import tampering
from tests.letters.ledger.independent.making import ORIGIN, Scribe, groups, make_log, put, scribe_of
from tests.letters.ledger.independent.programs import Go
from tests.letters.ledger.independent.proving import Tree
from tests.letters.ledger.independent.tampering import STORIES, Story, unchanged

SIZE = 1_000
BREAK_A_RULE = [
    (tampering.dropped, Rule.TALLY),
    (tampering.reordered, Rule.TALLY),
    (tampering.miscounted, Rule.TALLY),
    (tampering.foreign_token, Rule.CONTROL),
]
BREAK_NONE = [tampering.altered, tampering.rewritten, tampering.cut]
GIVEN_AWAY = [  # by a checkpoint of this size that somebody kept
    (tampering.dropped, 900, "rewritten since it had 900 entries"),
    (tampering.altered, 900, "rewritten since it had 900 entries"),
    (tampering.reordered, 900, "rewritten since it had 900 entries"),
    (tampering.rewritten, 900, "rewritten since it had 900 entries"),
    (tampering.miscounted, SIZE, "rewritten since it had 1000 entries"),
    (tampering.cut, SIZE, "the log has 990 entries, and had 1000"),
]


@pytest.fixture(scope="module")
def honest() -> Scribe:
    return scribe_of(SIZE)


def _replay(entries: list[bytes]) -> Replay:
    replay = Replay(ORIGIN)
    for entry in entries:
        replay.take(entry)
    return replay


def _kept(honest: Scribe, folder: Path, size: int) -> Path:
    return put(folder, f"kept-{size}", Tree(honest.entries).note(size).encode())


def test_the_honest_log_passes_them_all(go: Go, honest: Scribe, tmp_path: Path) -> None:
    make_log(tmp_path, honest.entries)

    assert go(tmp_path, earlier=[_kept(honest, tmp_path, size) for size in (900, SIZE)]).holds
    assert _replay(honest.entries).tally == honest.tally


def test_every_story_is_judged_here() -> None:
    assert {story for story, _ in BREAK_A_RULE} | set(BREAK_NONE) == set(STORIES)


@pytest.mark.parametrize(("story", "rule"), BREAK_A_RULE)
def test_a_story_that_breaks_a_rule_is_found_by_reading_it(honest: Scribe, story: Story, rule: Rule) -> None:
    with pytest.raises(BrokenRule) as broken:
        _replay(story(honest))

    assert broken.value.rule == rule


@pytest.mark.parametrize("story", BREAK_NONE)
def test_a_story_that_breaks_no_rule_is_not_found_by_reading_it(honest: Scribe, story: Story) -> None:
    """What an auditor without openings, receipts or an earlier checkpoint can't see: the limit is a fact too."""
    _replay(story(honest))


def test_an_altered_signature_is_found_by_whoever_opens_it(honest: Scribe) -> None:
    at = unchanged(honest)

    assert _replay(honest.entries).shows(at, honest.held[at].commit)
    assert not _replay(tampering.altered(honest)).shows(at, honest.held[at].commit)


@pytest.mark.parametrize(("story", "size", "words"), GIVEN_AWAY)
def test_a_checkpoint_kept_gives_a_rewriting_away(
    go: Go, honest: Scribe, tmp_path: Path, story: Story, size: int, words: str
) -> None:
    make_log(tmp_path, story(honest))

    assert go(tmp_path).holds
    assert words in go(tmp_path, earlier=[_kept(honest, tmp_path, size)]).words


@pytest.mark.parametrize("story", STORIES)
def test_a_story_that_is_not_signed_anew_is_no_tree_at_all(
    go: Go, honest: Scribe, tmp_path: Path, story: Story
) -> None:
    """Who has the machine but not the key can only change what lies below the old checkpoint."""
    make_log(tmp_path, honest.entries)
    for number, group in enumerate(groups(story(honest))):
        width = min(WIDTH, SIZE - number * WIDTH)
        put(tmp_path, tiles.path_of(Tile(ENTRIES, number, width)), tiles.bundle(group))

    assert not go(tmp_path).holds
