from typing import Any

import pytest
from django.db.models import QuerySet

from letters.models import Letter, Signature
from letters.signing.queries import public_list
from petition.lib.compiled import ASKED, ASKED_TOO, OneRow, Rows
from tests.letters.signing.trying import at_once
from tests.makers import make_letter, make_signature, make_signatures, make_team


def with_text() -> QuerySet[Letter]:
    return Letter.objects.select_related("current", "team").filter(slug=str(ASKED))


letter_named = OneRow(with_text)


def values(row: Letter | Signature) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_it_finds_what_the_queryset_finds(letter: Letter) -> None:
    make_letter("another")

    found = letter_named("artists")

    assert found is not None
    assert values(found) == values(Letter.objects.get(slug="artists"))


def test_rows_it_points_at_come_along(letter: Letter, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        found = letter_named("artists")
        assert found is not None
        assert (found.current, found.team) == (letter.current, letter.team)


def test_a_second_value_is_put_in_its_own_place(letter: Letter) -> None:
    signature = make_signature(letter)
    by_letter = OneRow(lambda: Signature.objects.filter(pk=ASKED_TOO, letter=ASKED))

    assert by_letter(letter.pk, signature.pk) == signature
    assert by_letter(letter.pk, signature.pk + 1) is None
    assert by_letter(letter.pk + 1, signature.pk) is None


def test_json_is_read(letter: Letter) -> None:
    signature = make_signature(letter, answers={"1": "Night"})
    by_id = OneRow(lambda: Signature.objects.filter(pk=ASKED))

    found = by_id(signature.pk)

    assert found is not None
    assert found.answers == {"1": "Night"}


def test_a_row_that_points_at_nothing_says_so(db: None) -> None:
    Letter.objects.create(slug="draft", team=make_team(), origin="letters.example/letters/draft/log")

    found = letter_named("draft")

    assert found is not None
    assert found.current is None


def test_a_chain_of_rows_is_followed(letter: Letter) -> None:
    signature = make_signature(letter)
    by_id = OneRow(lambda: Signature.objects.select_related("letter__current").filter(pk=ASKED))

    found = by_id(signature.pk)

    assert found is not None
    assert (found.letter, found.letter.current) == (letter, letter.current)


def test_a_column_left_out_is_read_when_it_is_asked_for(letter: Letter, django_assert_num_queries: Any) -> None:
    without_text = OneRow(lambda: with_text().defer("current__body"))

    found = without_text("artists")

    assert found is not None
    assert found.current is not None
    assert letter.current is not None
    with django_assert_num_queries(1):
        assert found.current.body == letter.current.body


def test_a_row_it_found_is_saved_as_an_update(letter: Letter) -> None:
    found = letter_named("artists")
    assert found is not None

    found.notice = "changed"
    found.save()

    assert Letter.objects.get().notice == "changed"


def test_many_rows_come_in_their_order(letter: Letter) -> None:
    make_signatures(letter, 3)
    newest = Rows(lambda: public_list(Letter(pk=ASKED))[:2])

    assert newest(letter.pk) == list(public_list(letter)[:2])
    assert newest(letter.pk + 1) == []


def test_nothing_is_found_where_nothing_is(db: None) -> None:
    assert letter_named("nobody") is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", [OneRow, Rows])
def test_what_one_thread_has_made_runs_in_another(kind: type[OneRow[Letter] | Rows[Letter]]) -> None:
    """Every thread of a web process has a connection of its own."""
    letter, asked = make_letter("artists"), kind(with_text)
    asked("artists")

    (found,) = at_once(lambda: asked("artists"))

    assert letter in (found if isinstance(found, list) else [found])
