import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.writing.rendering import render
from tests.letters.writing.reading import text_of

BAR = '<span class="glyphs__bar" aria-hidden="true">{}</span>'
WORDS = '<span class="glyphs__words">{}</span>'
GLYPHS = st.text("▌║█▓▒░│┃━╬■", min_size=2, max_size=60)


def test_words_between_bars_stand_apart_from_them() -> None:
    html = render("▌║█║▌ PAY US FOR R&D ☠️ ║▌█")

    left, words, right = BAR.format("▌║█║▌"), WORDS.format("PAY US FOR R&amp;D ☠️"), BAR.format("║▌█")
    assert html == f'<p class="glyphs">{left} {words} {right}</p>\n'


def test_a_bar_alone_is_nothing_to_hear() -> None:
    assert render("▌║█║▌ █║▌") == f'<p class="glyphs">{BAR.format("▌║█║▌ █║▌")}</p>\n'


def test_words_between_bars_may_be_strong_and_lead_somewhere() -> None:
    html = render("░▒▓ we *ask* [you](https://a.example) ▓▒░")

    assert '<span class="glyphs__words">we <em>ask</em> <a href="https://a.example"' in html


def test_a_bar_stands_between_the_lines_around_it() -> None:
    html = render("before\n▌║█ NOW █║▌\nafter\nand after")

    assert [line.split(">")[0] for line in html.splitlines()] == ["<p", '<p class="glyphs"', "<p", "and after</p"]
    assert text_of(html) == "before\n▌║█ NOW █║▌\nafter\nand after\n"


def test_a_heading_between_bars_is_heard_without_them() -> None:
    assert render("## ▌║█ NOW █║▌").startswith('<h2 class="glyphs"><span class="glyphs__bar"')


def test_bars_in_a_tight_list_keep_their_lines_apart() -> None:
    html = render("- first\n  ▌║█ NOW █║▌\n- second")

    assert "<p>first</p>" in html
    assert '<p class="glyphs">' in html
    assert "<li>second</li>" in html


@pytest.mark.parametrize(
    "line", ["▌║█ only before", "only after █║▌", "█ one each █", "a ▌║█ between █║▌ b", "▌", "☠️☠️☠️"]
)
def test_other_lines_stay_plain(line: str) -> None:
    assert render(line) == f"<p>{line}</p>\n"


@given(left=GLYPHS, words=st.text("ABC ß☠️", min_size=1, max_size=300).map(lambda text: f"A{text}Z"), right=GLYPHS)
def test_copied_text_keeps_every_character(left: str, words: str, right: str) -> None:
    line = f"{left} {words} \u00a0{right}"

    assert text_of(render(line)) == line + "\n"
