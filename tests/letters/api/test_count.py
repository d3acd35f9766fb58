from datetime import timedelta

from django.test import Client
from django.utils import timezone

from letters.models import Letter
from letters.writing.actions import take_down
from petition.audit.actions import OPERATOR
from tests.makers import make_letter, make_signature, make_signatures


def address(letter: Letter) -> str:
    return f"/letters/{letter.slug}/count.json"


def test_it_says_how_many_signed_and_whether_more_may(client: Client, letter: Letter) -> None:
    make_signatures(letter, 3)
    make_signature(letter, state="pending")

    answer = client.get(address(letter))

    assert answer.json() == {"count": 3, "size": 4, "state": "published"}


def test_a_letter_nobody_has_signed_counts_none(client: Client, letter: Letter) -> None:
    assert client.get(address(letter)).json()["count"] == 0


def test_a_passed_closing_date_reads_closed_before_any_sweep(client: Client, db: None) -> None:
    letter = make_letter(closes_at=timezone.now() - timedelta(seconds=1))

    assert client.get(address(letter)).json()["state"] == "closed"


def test_it_is_offered_in_one_format(client: Client, letter: Letter) -> None:
    assert client.get(address(letter).replace(".json", ".xml")).status_code == 404


def test_any_cache_may_keep_it_for_a_second(client: Client, letter: Letter) -> None:
    answer = client.get(address(letter))

    assert answer["Cache-Control"] == "public, max-age=1"
    assert not answer.cookies


def test_scripts_of_other_sites_may_read_it(client: Client, letter: Letter) -> None:
    assert client.get(address(letter))["Access-Control-Allow-Origin"] == "*"


def test_it_costs_two_queries(client: Client, letter: Letter, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        client.get(address(letter))


def test_a_letter_taken_down_has_no_number(client: Client, letter: Letter) -> None:
    take_down(letter, notice="A court said so.", by=OPERATOR)

    answer = client.get(address(letter))

    assert answer.status_code == 410
    assert "count" not in answer.json()


def test_a_draft_has_no_number(client: Client, db: None) -> None:
    draft = make_letter(state=Letter.State.DRAFT)

    assert client.get(address(draft)).status_code == 404
