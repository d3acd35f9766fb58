from letters.ledger.charting import HEIGHT, LEAST, PITCH, ROOM, Chart, chart
from letters.ledger.entries import HOUR, Tally
from letters.ledger.growth import Period


def periods(*tallies: tuple[int, int, int]) -> list[Period]:
    """One hour after the other, each ending with these sums."""
    sums = [Tally(), *(Tally(*one) for one in tallies)]
    return [Period(hour * HOUR, (hour + 1) * HOUR, sums[hour], sums[hour + 1]) for hour in range(len(tallies))]


def drawn(*tallies: tuple[int, int, int]) -> Chart:
    found = chart(periods(*tallies))
    assert found
    return found


def test_the_fullest_hour_is_as_high_as_the_picture() -> None:
    bars = drawn((10, 0, 0), (15, 0, 0)).bars

    assert [bar.up for bar in bars] == [HEIGHT, HEIGHT / 2]
    assert [bar.top for bar in bars] == [0, HEIGHT / 2]


def test_one_signature_beside_a_million_is_still_seen() -> None:
    assert [bar.up for bar in drawn((1, 0, 0), (1_000_001, 0, 0)).bars] == [LEAST, HEIGHT]


def test_an_hour_without_entries_has_no_bar_and_no_line_in_the_table() -> None:
    found = drawn((5, 0, 0), (5, 0, 0), (9, 0, 0))

    assert found.bars[1].up == 0
    assert [bar.signed for bar in found.eventful] == [5, 4]


def test_what_left_hangs_below_the_ground() -> None:
    found = drawn((10, 0, 0), (10, 3, 2))

    assert [bar.down for bar in found.bars] == [0, HEIGHT / 2]
    assert found.box == f"0 0 {ROOM * PITCH} {HEIGHT + HEIGHT // 2}"


def test_more_put_back_than_taken_out_draws_nothing_below() -> None:
    found = drawn((10, 0, 4), (10, 0, 1))

    assert [bar.down for bar in found.bars] == [40, 0]
    assert found.eventful[1].struck == -3


def test_a_day_without_signatures_is_flat() -> None:
    assert [bar.up for bar in drawn((0, 0, 0)).bars] == [0]


def test_a_letters_first_hour_is_a_bar_and_no_block() -> None:
    found = drawn((7, 0, 0))

    assert found.box == f"0 0 {ROOM * PITCH} {HEIGHT}"
    assert found.is_short
    assert found.ground == f"M0 {HEIGHT}H{PITCH}"


def test_many_hours_fill_the_picture() -> None:
    found = drawn(*((hour, 0, 0) for hour in range(48)))

    assert found.box == f"0 0 {48 * PITCH} {HEIGHT}"
    assert not found.is_short


def test_no_periods_make_no_chart() -> None:
    assert chart([]) is None
