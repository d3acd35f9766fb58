"""What a text part says of Markdown: words, and addresses where they lead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.writing.plain import in_words

KEY = "0" * 32


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("We met **twice**, *briefly*, by `chance`.", "We met twice, briefly, by chance."),
        ("[Their words](https://example.org/a)", "Their words (https://example.org/a)"),
        ("<https://example.org/a> and https://example.org/b", "https://example.org/a and https://example.org/b"),
        ("[Write](mailto:us@example.org) or <us@example.org>", "Write (us@example.org) or us@example.org"),
        ("# Now\n\nOne\ntwo\\\nthree", "Now\n\nOne\ntwo\nthree"),
        ("- a\n- b\n  - c\n\n4. x\n5. y", "- a\n- b\n  - c\n\n4. x\n5. y"),
        ("- a\n\n- b\n\n  c", "- a\n\n- b\n\n  c"),
        ("> a\n>\n> b", "> a\n>\n> b"),
        ("a\n\n---\n\n```\n**b**\n```", "a\n\n* * *\n\n**b**"),
        (f"![A full \\[square\\]](image:{KEY}-800x600)", "[A full [square]]"),
        ("▌║█║▌ **PAY US** ▌║█║▌ ☠️", "▌║█║▌ PAY US ▌║█║▌ ☠️"),
        ("1 \\* 2 &amp; <b>3</b>", "1 * 2 & <b>3</b>"),
        ("", ""),
    ],
)
def test_marks_are_gone_and_words_stay(typed: str, read: str) -> None:
    assert in_words(typed) == read


def test_a_heading_that_repeats_the_title_is_left_to_the_mail() -> None:
    assert in_words("# They *answered*\n\nYes.", title="They answered") == "Yes."


@given(body=st.text(st.sampled_from("ab *_[]()<>#-1.\n\t!/\\&|")))
def test_any_text_has_words(body: str) -> None:
    said = in_words(body)

    assert said == said.rstrip("\n")
    assert [char for char in said if char in "ab"] == [char for char in body if char in "ab"]
