from datetime import timedelta

import pytest
import time_machine
from django.conf import LazySettings
from hypothesis import given
from hypothesis import strategies as st

from petition.lib import tokens
from petition.lib.tokens import Broken, Expired, Purpose
from tests.moments import NOON

PURPOSES = st.sampled_from(Purpose)
IDS = st.lists(st.integers(0, 2**63 - 1), min_size=1, max_size=3)


@given(PURPOSES, IDS)
def test_what_went_in_comes_out(purpose: Purpose, ids: list[int]) -> None:
    assert tokens.read(purpose, tokens.make(purpose, *ids)) == tuple(ids)


@given(PURPOSES, PURPOSES, IDS)
def test_a_token_is_good_for_one_purpose(made: Purpose, read: Purpose, ids: list[int]) -> None:
    if made is not read:
        with pytest.raises(Broken):
            tokens.read(read, tokens.make(made, *ids))


@given(IDS, st.data())
def test_one_changed_character_breaks_a_token(ids: list[int], data: st.DataObject) -> None:
    token = tokens.make(Purpose.MANAGE, *ids)
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.sampled_from("Aa0-_.~").filter(lambda char: char != token[place]))
    forged = token[:place] + other + token[place + 1 :]
    with pytest.raises(Broken):
        tokens.read(Purpose.MANAGE, forged)


@given(IDS, st.integers(1, 20))
def test_a_cut_token_is_broken(ids: list[int], cut: int) -> None:
    with pytest.raises(Broken):
        tokens.read(Purpose.CONFIRM, tokens.make(Purpose.CONFIRM, *ids)[:-cut])


@given(st.text(st.characters()) | st.just("\ud800"))
def test_any_other_text_is_broken(text: str) -> None:
    with pytest.raises(Broken):
        tokens.read(Purpose.CONFIRM, text)


@pytest.mark.parametrize(
    ("purpose", "lifetime"),
    [
        (Purpose.CONFIRM, timedelta(days=7)),
        (Purpose.MANAGE, timedelta(days=365)),
        (Purpose.SIGNED, timedelta(minutes=15)),
    ],
)
def test_a_token_ends_with_its_lifetime_and_still_says_what_it_was_for(purpose: Purpose, lifetime: timedelta) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        token = tokens.make(purpose, 12, 34)
        clock.shift(lifetime)
        assert tokens.read(purpose, token) == (12, 34)
        clock.shift(1)
        with pytest.raises(Expired) as expired:
            tokens.read(purpose, token)
    assert expired.value.ids == (12, 34)


@pytest.mark.parametrize("purpose", [Purpose.UNSUBSCRIBE, Purpose.ORGANIZER, Purpose.DENY, Purpose.UNINVITE])
def test_leaving_works_after_twenty_years(purpose: Purpose) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        token = tokens.make(purpose, 5)
        clock.shift(timedelta(days=20 * 365))
        assert tokens.read(purpose, token) == (5,)


def test_links_outlive_a_change_of_the_secret(settings: LazySettings) -> None:
    token = tokens.make(Purpose.MANAGE, 5)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new secret", [settings.SECRET_KEY]
    assert tokens.read(Purpose.MANAGE, token) == (5,)
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(Broken):
        tokens.read(Purpose.MANAGE, token)


def test_a_token_fits_a_line_of_mail_and_needs_no_quoting() -> None:
    token = tokens.make(Purpose.CONFIRM, 1_000_000, 10_000_000)
    assert len(token) <= 64
    assert all(char.isalnum() or char in "-_." for char in token)


@pytest.mark.parametrize("ids", [(), (-1,), (3, -4)])
def test_a_token_without_sound_ids_is_not_made(ids: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="ids"):
        tokens.make(Purpose.CONFIRM, *ids)
