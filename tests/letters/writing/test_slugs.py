import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.writing.slugs import SLUG, SLUG_AT_MOST, slug_for


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Artists Are Not Your Unpaid R&D", "artists-are-not-your-unpaid-rd"),
        ("  ¡Páguennos  YA! ☠️ ", "paguennos-ya"),
        ("snake_case__and--hyphens", "snake-case-and-hyphens"),
        ("word " * 40, "-".join(["word"] * 16)),
        ("x" * 200, "x" * 80),
    ],
)
def test_a_slug_is_made_of_the_titles_words(title: str, slug: str) -> None:
    assert slug_for(title) == slug


def test_a_title_without_latin_letters_is_named_by_its_hash() -> None:
    assert slug_for("رسالة مفتوحة") != slug_for("公開書簡")
    assert slug_for("公開書簡").startswith("letter-")


@given(title=st.text())
def test_every_title_has_a_slug_that_fits(title: str) -> None:
    slug = slug_for(title)

    assert SLUG.fullmatch(slug)
    assert len(slug) <= SLUG_AT_MOST
