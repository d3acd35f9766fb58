import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from letters.models import Letter, Version
from letters.writing.documents import canonical, content_hash, tidy

LIBRARY = {
    "origin": "letters.example.org/log/demo",
    "number": 1,
    "language": "en",
    "title": "Keep the library open",
    "to": "The City Council",
    "body": "We ask the council to keep the library open on Sundays.\n",
}
LIBRARY_HASH = "0ddda0544a816c8baa1fe50731f2bff8f3681f6801c28f84419dc8dd80ce6044"
LINES = st.text(st.characters(exclude_characters="\n\r\0", exclude_categories=["Cs"]), min_size=1, max_size=60)
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=400)


def test_the_canonical_form_is_the_published_one() -> None:
    assert canonical(**LIBRARY) == (
        "open-letter/v1 text\norigin letters.example.org/log/demo\nversion 1\nlang en\ntitle Keep the library open\n"
        "to The City Council\n\nWe ask the council to keep the library open on Sundays.\n"
    )


def test_the_hash_is_the_one_other_programs_compute() -> None:
    assert content_hash(**LIBRARY) == LIBRARY_HASH


@pytest.mark.parametrize("body", ["a\r\nb", "a\rb", "a\nb", "a\nb\n", "a\r\nb\r\n\r\n"])
def test_line_ends_do_not_change_the_hash(body: str) -> None:
    assert content_hash(**LIBRARY | {"body": body}) == content_hash(**LIBRARY | {"body": "a\nb\n"})


@pytest.mark.parametrize("part", ["origin", "language", "title", "to"])
def test_a_line_break_cannot_imitate_the_next_line(part: str) -> None:
    with pytest.raises(ValueError, match="more than one line"):
        content_hash(**LIBRARY | {part: "one\ntwo"})


def test_a_composed_letter_stays_apart_from_a_combined_one() -> None:
    assert content_hash(**LIBRARY | {"title": "\u00e9"}) != content_hash(**LIBRARY | {"title": "e\u0301"})


@given(body=TEXTS)
def test_tidying_twice_is_tidying_once(body: str) -> None:
    assert tidy(tidy(body)) == tidy(body)


@given(one=st.tuples(LINES, LINES, TEXTS), other=st.tuples(LINES, LINES, TEXTS))
def test_different_texts_have_different_documents(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    def document(title: str, to: str, body: str) -> str:
        return canonical(**LIBRARY | {"title": title, "to": to, "body": tidy(body)})

    same = (*one[:2], tidy(one[2])) == (*other[:2], tidy(other[2]))
    assert (document(*one) == document(*other)) is same


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=LINES, to=LINES, body=TEXTS, number=st.integers(2, 2**31 - 1))
def test_the_database_computes_the_same_hash(letter: Letter, title: str, to: str, body: str, number: int) -> None:
    text = {"origin": letter.origin, "number": number, "language": "en", "title": title, "to": to, "body": tidy(body)}
    version = Version(letter=letter, content_hash=content_hash(**text), published_at=letter.published_at, **text)

    with transaction.atomic():
        version.save()  # the constraint hashes_are_true computes it again
        transaction.set_rollback(True)  # the same number may be drawn twice

    assert version.pk
