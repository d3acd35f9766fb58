from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters import writing
from letters.writing.rendering import PICTURES_WANTED, render
from letters.writing.renderings import Renderings
from tests.letters.writing.reading import Page, text_of

# Letters, marks, emoji, spaces and the punctuation that means nothing to Markdown.
PLAIN = st.characters(
    categories=["Lu", "Ll", "Lo", "Mn", "Sc", "So"], exclude_characters="\u2500", include_characters="☠️█║▌,;:?!'\"’—"
)
LINE = st.text(PLAIN, min_size=1, max_size=40).map(lambda line: f"We {line} you")
PROSE = st.lists(st.lists(LINE, min_size=1, max_size=5).map("\n".join), min_size=1, max_size=5)


@given(paragraphs=PROSE)
def test_plain_prose_reads_as_it_was_typed(paragraphs: list[str]) -> None:
    assert text_of(render("\n\n".join(paragraphs))) == "\n".join(paragraphs) + "\n"


@pytest.mark.parametrize(
    "line",
    [
        "☠️ we are tired ☠️",
        "ALL OF US, STRASSE AND STRAßE, İSTANBUL AND ıĞDIR",
        "A" * 300,
        "one word " * 40 + "end",
        "e\u0301 and \u00e9 are not the same bytes",
        "👩🏽‍🎨 🏳️‍🌈 🇺🇦",
        "هذه رسالة مفتوحة",
        "これは公開書簡です",
        "5 > 4 & 3 < 4, \"quoted\" and 'quoted'",
        "two  spaces\u00a0and a hard one",
        "░▒▓ one-sided bars stay",
    ],
)
def test_a_line_keeps_every_character(line: str) -> None:
    assert text_of(render(line)) == line + "\n"


def test_single_line_breaks_stay() -> None:
    assert render("one\ntwo\r\nthree") == "<p>one<br>\ntwo<br>\nthree</p>\n"


def test_indented_lines_are_verse_not_code() -> None:
    assert render("    two steps in") == "<p>two steps in</p>\n"


def test_a_first_heading_that_repeats_the_title_is_left_to_the_page() -> None:
    assert render("# PAY  *US*\n\n## WHY\n\nSo.", title="PAY US") == "<h2>WHY</h2>\n<p>So.</p>\n"


def test_any_other_first_heading_stays() -> None:
    assert render("# NOW\n\nSo.", title="PAY US").startswith("<h2>NOW</h2>")
    assert render("So.\n\n# PAY US", title="PAY US").endswith("<h2>PAY US</h2>\n")


def test_headings_follow_the_title_without_a_gap() -> None:
    page = Page(render("## A\n\n#### B\n\n## C\n\n###### D\n\n##### E"))

    assert [tag for tag, _ in page.elements] == ["h2", "h3", "h2", "h4", "h4"]


def test_lists_keep_where_they_start() -> None:
    assert '<ol start="3">' in render("3. Pay us\n4. Ask us")


def test_links_vouch_for_nothing() -> None:
    html = render("[us](https://union.example/a?b=1&c=2) <mailto:us@union.example>")

    assert html == (
        '<p><a href="https://union.example/a?b=1&amp;c=2" rel="nofollow noopener ugc">us</a> '
        '<a href="mailto:us@union.example" rel="nofollow noopener ugc">mailto:us@union.example</a></p>\n'
    )


def test_the_sample_letter_uses_every_device() -> None:
    source = Path(writing.__path__[0], "sample.md").read_text("utf-8")
    page = Page(render(source, title="OUR WORK IS NOT YOUR BETA TEST"))

    tags = [tag for tag, _ in page.elements]
    assert tags.count("h2") >= 3
    assert tags.count("li") >= 4
    assert "☠️" in page.text
    assert sum(attributes.get("class") == "glyphs" for attributes in page.all("p")) >= 3
    assert 350 <= len(source.split()) <= 600


def test_a_rendering_is_made_once() -> None:
    made: list[str] = []
    renderings = Renderings()

    pages = [renderings.get("body", "title", make=lambda body, _: made.append(body) or body) for _ in range(3)]

    assert (pages, made) == (["body"] * 3, ["body"])


def test_the_same_body_under_another_title_is_another_page() -> None:
    assert render("# A\n\nx", title="A") != render("# A\n\nx", title="B")


def test_the_oldest_renderings_make_room() -> None:
    renderings = Renderings(most=25)
    for body in ("first", "second", "third"):
        renderings.get(body, "", make=lambda body, _: body.ljust(10))
    renderings.get("huge", "", make=lambda body, _: body.ljust(99))

    assert renderings.size == 20
    assert renderings.get("third", "", make=lambda *_: "anew") == "third     "
    assert renderings.get("first", "", make=lambda *_: "anew") == "anew"


def test_an_image_whose_words_do_not_end_is_looked_for_no_further() -> None:
    """Without a bound a text of nothing but openings is searched from each of them to its end, for minutes."""
    assert PICTURES_WANTED.findall(f"![{'a' * 500}](image:x)") != []
    assert PICTURES_WANTED.findall(f"![{'a' * 5_000}](image:x)") == []
