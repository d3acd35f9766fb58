from hypothesis import given
from hypothesis import strategies as st

from letters.models import Version
from letters.writing.differences import Hunk, Kind, difference, difference_in_words, excerpt

WORDS = st.lists(st.sampled_from(["pay", "us", "now,", "please.", "\n", "\n\n", " ", "労働", "é", "▌║█"]), max_size=40)


def version(body: str, title: str = "Pay us", to: str = "You") -> Version:
    return Version(title=title, to=to, body=body)


def changes(old: Version, new: Version) -> list[tuple[str, str]]:
    return [(hunk.kind, hunk.text) for hunk in difference(old, new) if hunk.kind != Kind.SAME]


def test_one_word_more_is_one_word_added() -> None:
    assert difference(version("We ask for pay.\n"), version("We ask for fair pay.\n")) == [
        Hunk(Kind.SAME, "Pay us\n\nYou\n\nWe ask for "),
        Hunk(Kind.ADDED, "fair "),
        Hunk(Kind.SAME, "pay.\n"),
    ]


def test_what_went_stands_before_what_came() -> None:
    assert changes(version("by May\n"), version("by June\n")) == [("removed", "May"), ("added", "June")]


def test_a_new_paragraph_is_added_whole() -> None:
    assert changes(version("One.\n\nTwo.\n"), version("One.\n\nNew here.\n\nTwo.\n")) == [("added", "New here.\n\n")]


def test_a_new_title_and_addressee_show_too() -> None:
    assert changes(version("x\n"), version("x\n", title="Pay them", to="Us")) == [
        ("removed", "us"),
        ("added", "them"),
        ("removed", "You"),
        ("added", "Us"),
    ]


def test_a_script_without_spaces_is_compared_by_character() -> None:
    assert changes(version("私たちは働いた\n"), version("私たちは共に働いた\n")) == [("added", "共に")]


def test_a_script_without_spaces_is_shown_around_what_changed() -> None:
    hunks = difference(version("働" * 300 + "\n\nA\n"), version("働" * 300 + "\n\nB\n"))

    shown = excerpt(hunks)[0].text
    assert shown.startswith("… 働働")
    assert len(shown) < 200


def test_nothing_changed_is_all_the_same() -> None:
    assert {hunk.kind for hunk in difference(version("Same.\n"), version("Same.\n"))} == {"same"}


@given(old=WORDS.map("".join), new=WORDS.map("".join))
def test_the_hunks_hold_both_texts_to_the_character(old: str, new: str) -> None:
    hunks = difference(version(old), version(new))

    assert "".join(hunk.text for hunk in hunks if hunk.kind != Kind.ADDED) == f"Pay us\n\nYou\n\n{old}"
    assert "".join(hunk.text for hunk in hunks if hunk.kind != Kind.REMOVED) == f"Pay us\n\nYou\n\n{new}"


def test_texts_too_long_to_compare_by_word_are_shown_by_paragraph() -> None:
    old = " ".join(f"word{n % 997}" for n in range(12_000))
    new = " ".join(f"word{n % 991}" for n in range(12_000))

    hunks = difference(version(old), version(new))

    assert [hunk.kind for hunk in hunks] == [Kind.SAME, Kind.REMOVED, Kind.ADDED]
    assert hunks[1].text == old


def test_in_words_no_marks_are_shown() -> None:
    old, new = version("We ask for *pay*.\n"), version("# Pay us\n\nWe ask for **fair** *pay*.\n")

    assert difference_in_words(old, new) == [
        Hunk(Kind.SAME, "Pay us\n\nYou\n\nWe ask for "),
        Hunk(Kind.ADDED, "fair "),
        Hunk(Kind.SAME, "pay.\n"),
    ]


def test_where_only_marks_have_changed_they_are_what_is_shown() -> None:
    (removed, added) = (
        hunk for hunk in difference_in_words(version("pay *us*\n"), version("pay us\n")) if hunk.kind != Kind.SAME
    )

    assert (removed.text, added.text) == ("*us*", "us")


def test_words_and_the_gap_behind_them_are_told_apart() -> None:
    assert (Hunk(Kind.ADDED, "pay us \n\n").words, Hunk(Kind.ADDED, "pay us \n\n").gap) == ("pay us", " \n\n")
