import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.writing.rendering import cleaned, render
from tests.letters.writing.hostile import HOSTILE
from tests.letters.writing.reading import Page

ALLOWED = {
    **{tag: set() for tag in ("br", "ul", "li", "blockquote", "em", "strong", "hr", "code", "pre")},
    **{tag: {"class"} for tag in ("p", "h2", "h3", "h4")},
    "ol": {"start"},
    "a": {"href", "rel"},
    "img": {"src", "alt", "width", "height", "loading"},
    "span": {"class", "aria-hidden"},
}
CLASSES = {None, "glyphs", "glyphs__bar", "glyphs__words"}
MARKUP = st.lists(st.sampled_from([*HOSTILE, "\n", "\n\n", "> ", "- ", "# ", "**", "`", "[", "](", ")", "▌║█", " "]))


def assert_harmless(html: str) -> None:
    page = Page(html)
    assert not page.strange
    for tag, attributes in page.elements:
        assert attributes.keys() <= ALLOWED[tag]
        assert attributes.get("class") in CLASSES
        if tag == "a" and "href" in attributes:
            assert (attributes["href"] or "").lower().startswith(("https://", "http://", "mailto:"))
            assert attributes["rel"] == "nofollow noopener ugc"
        if tag == "img":
            assert re.fullmatch(r"/image/[0-9a-f]{32}\.webp", attributes["src"] or "")
            assert (attributes["alt"] or "").strip()


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_becomes_an_element(text: str) -> None:
    assert_harmless(render(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_hides_in_a_title(text: str) -> None:
    assert_harmless(render(f"# {text}\n\nWe ask.", title=text))


@given(parts=MARKUP)
def test_nothing_hostile_comes_of_their_mixture(parts: list[str]) -> None:
    assert_harmless(render("".join(parts)))


@given(text=st.text())
def test_nothing_hostile_comes_of_anything_typed(text: str) -> None:
    assert_harmless(render(text))


@pytest.mark.parametrize("address", ["/signature/steal/", "//evil.example", "#sign", "javascript:alert(1)", "https:x"])
def test_the_last_gate_lets_no_such_link_through_either(address: str) -> None:
    assert 'href="' not in cleaned(f'<a href="{address}">x</a>')


def test_raw_html_is_shown_as_it_was_typed() -> None:
    assert Page(render("We <3 you, <b>really</b>")).text.strip() == "We <3 you, <b>really</b>"


@pytest.mark.parametrize("address", ["//evil.example/x.webp", "/signature/steal/", "data:image/png,x", "x.webp"])
def test_the_last_gate_lets_no_such_picture_through_either(address: str) -> None:
    assert "src=" not in cleaned(f'<img src="{address}" alt="x" onload="alert(1)">')


def test_a_picture_of_ours_has_its_words_and_its_size() -> None:
    (picture,) = Page(render(f'![A "wall" of \\] names](image:{"0" * 32}-60x40)')).all("img")

    assert picture["alt"] == 'A "wall" of ] names'
    assert (picture["src"], picture["width"], picture["height"]) == (f"/image/{'0' * 32}.webp", "60", "40")


def test_a_picture_of_others_is_a_link_and_asks_nobody_for_anything() -> None:
    page = Page(render("![our poster](https://pictures.example/poster.png)"))

    assert [tag for tag, _ in page.elements] == ["p", "a"]


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 100
