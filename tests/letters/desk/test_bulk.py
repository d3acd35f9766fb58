"""Deciding about many signatures at once."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from letters.desk.bulk import opened
from letters.models import Letter, Signature
from letters.moderation.actions import claim, together
from letters.moderation.models import Decision, Subject
from letters.moderation.wishes import Deed
from letters.signing.queries import count_of, differing_from_the_log
from tests.cast import ADA, NOOR, SUZIE, Person
from tests.letters.desk.sitting import sit
from tests.letters.moderation.desks import MIA, moderator, strike
from tests.makers import make_letter, make_signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def mo(client: Client) -> User:
    return sit(client)


@pytest.fixture
def held(letter: Letter) -> list[Signature]:
    return [make_signature(letter, person, state="held", rule="network") for person in (ADA, NOOR, SUZIE)]


def asked(client: Client, picks: list[Signature], what: str, query: str = "", **fields: Any) -> Any:
    fields = {"what": what, "which": "picked", "pick": [row.pk for row in picks]} | fields
    return client.post(reverse("desk:bulk") + query, fields)


def token_in(answer: Any) -> str:
    return re.findall(r'name="token" value="([^"]+)"', answer.content.decode())[0]


def done(client: Client, token: str) -> Any:
    return client.post(reverse("desk:do_bulk"), {"token": token})


def states() -> list[str]:
    return list(Signature.objects.order_by("pk").values_list("state", flat=True))


def test_a_preview_says_what_would_change_and_changes_nothing(
    client: Client, mo: User, letter: Letter, held: list[Signature]
) -> None:
    counted = make_signature(letter, Person("Tom", "tom@example.org"), reported_at=held[0].created_at)
    claim(Subject.SIGNATURE, held[2].pk, person=moderator(MIA))

    page = asked(client, [*held, counted], "strike fraud").content.decode()

    assert "3 signatures would be decided" in page
    assert re.findall(r"<td>(\d+)</td>", page) == ["1", "2", "1", "0"]  # one counted, two held; the count falls to 0
    assert "another moderator has it open" in page
    assert (states(), Decision.objects.exists()) == (["held"] * 3 + ["confirmed"], False)


def test_what_was_promised_is_done_with_one_decision_each(
    client: Client, mo: User, letter: Letter, held: list[Signature]
) -> None:
    answer = done(client, token_in(asked(client, held[:2], "release", note="Looked fine.")))

    decisions = Decision.objects.all()
    assert (states(), count_of(letter.pk)) == (["confirmed", "confirmed", "held"], 2)
    assert {(row.by, row.note, row.bulk) for row in decisions} == {(mo, "Looked fine.", decisions[0].bulk)}
    assert "2 signatures: released" in client.get(answer.headers["Location"]).content.decode()


def test_the_same_page_sent_twice_decides_once(client: Client, mo: User, letter: Letter, held: list[Signature]) -> None:
    token = token_in(asked(client, held, "release"))

    first, second = done(client, token), done(client, token)

    assert first.headers["Location"] == second.headers["Location"]
    assert (Decision.objects.count(), count_of(letter.pk)) == (3, 3)


def test_an_end_half_way_is_gone_on_with(
    client: Client, mo: User, held: list[Signature], monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_in(asked(client, held, "refuse terms"))
    decide, calls = together.decide, []

    def dying(*args: Any, **options: Any) -> Decision:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("killed")
        return decide(*args, **options)

    monkeypatch.setattr(together, "decide", dying)
    with pytest.raises(RuntimeError):
        done(client, token)
    assert states() == ["refused", "held", "held"]

    assert done(client, token).status_code == 302
    assert (states(), Decision.objects.count()) == (["refused"] * 3, 3)


def test_what_takes_too_long_is_gone_on_with_by_the_next_click(client: Client, mo: User, held: list[Signature]) -> None:
    promised = opened(token_in(asked(client, held, "refuse terms")), Deed(mo, held[0].created_at))
    assert promised
    progress = together.decide_together(promised.number, promised.wish, promised.seen, person=mo, seconds=-1)

    assert (progress.done, progress.to_do, states()) == (0, 3, ["held"] * 3)


def test_what_others_decide_meanwhile_is_left_out(
    client: Client, mo: User, letter: Letter, held: list[Signature]
) -> None:
    token = token_in(asked(client, held, "release"))
    strike(held[0], moderator(MIA))
    claim(Subject.SIGNATURE, held[1].pk, person=moderator(MIA))

    page = client.get(done(client, token).headers["Location"]).content.decode()

    assert states() == ["struck", "held", "confirmed"]
    assert "2 were left out" in page


def test_a_whole_bulk_is_taken_back_but_for_what_was_decided_since(
    client: Client, mo: User, letter: Letter, held: list[Signature]
) -> None:
    counted = [make_signature(letter, Person("S", f"s{n}@example.org"), reported_at=held[0].created_at) for n in (1, 2)]
    where = done(client, token_in(asked(client, [*held, *counted], "strike fraud"))).headers["Location"]
    assert count_of(letter.pk) == 0
    ours = Decision.objects.get(subject_id=held[0].pk)
    strike_back = Decision.objects.create(
        kind="signature", subject_id=held[0].pk, letter=letter, verdict="keep", by=moderator(MIA)
    )
    assert strike_back.pk > ours.pk

    page = client.post(where + "undo/", follow=True).content.decode()

    assert states() == ["struck", "held", "held", "confirmed", "confirmed"]
    assert (count_of(letter.pk), differing_from_the_log()) == (2, [])
    assert "4 were taken back" in page
    assert "One was left out" in page


def test_all_that_match_are_chosen_up_to_a_thousand(
    client: Client, mo: User, letter: Letter, held: list[Signature], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_signature(make_letter("other"), ADA, state="held", rule="network")
    assert "3 signatures" in asked(client, [], "release", "?letter=artists", which="all").content.decode()

    monkeypatch.setattr("letters.desk.bulk.AT_MOST", 2)
    assert "2 signatures" in asked(client, [], "release", "?letter=artists", which="all").content.decode()


@pytest.mark.parametrize(
    ("picks", "fields"),
    [(0, {}), (2, {"what": ""}), (2, {"what": "strike"}), (2, {"what": "explode now"}), (2, {"which": "none"})],
)
def test_a_choice_that_makes_no_sense_comes_back_as_it_was_ticked(
    client: Client, mo: User, held: list[Signature], picks: int, fields: dict[str, str]
) -> None:
    answer = asked(client, held[:picks], **({"what": "strike fraud"} | fields))  # type: ignore[arg-type]

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "field__error" in page
    assert len(re.findall(r'name="pick"[^>]* checked', page)) == picks


def test_numbers_of_nothing_are_not_chosen(client: Client, mo: User, held: list[Signature]) -> None:
    answer = client.post(reverse("desk:bulk"), {"what": "release", "which": "picked", "pick": ["9" * 30, "x", "0"]})

    assert answer.status_code == 422


def test_a_preview_of_somebody_else_and_a_forged_one_do_nothing(
    client: Client, mo: User, held: list[Signature]
) -> None:
    token = token_in(asked(client, held, "release"))
    sit(client, MIA)

    for sent in (token, token[:-3] + "abc", "", "x" * 1_000):
        assert done(client, sent).status_code == 409
    assert states() == ["held"] * 3


def test_a_bulk_that_is_not_there_is_not_found(client: Client, mo: User) -> None:
    for number in (1, 2**70):
        assert client.get(f"/desk/signatures/together/{number}/").status_code == 404
        assert client.post(f"/desk/signatures/together/{number}/undo/").status_code == 404
