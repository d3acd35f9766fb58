"""The page on which a team puts together the head of its list."""

import pytest
from django.test import Client

from accounts.models import Team
from letters.models import FirstSigner, Letter
from letters.signing.actions.heading import rank_first_signers
from letters.signing.rules import MOST_FIRST_SIGNERS
from petition.lib.vault import letter_identity, seal
from tests.cast import ADA, NOOR
from tests.makers import make_letter, make_signature

pytestmark = pytest.mark.django_db


def page(letter: Letter, rest: str = "") -> str:
    return f"/studio/letters/{letter.pk}/first-signers/{rest}"


def names(letter: Letter) -> list[str]:
    return list(FirstSigner.objects.filter(letter=letter).order_by("rank").values_list("name", flat=True))


def test_somebody_is_added_and_is_pending(studio: Client, unpublished: Letter) -> None:
    studio.post(page(unpublished), {"name": ADA.name, "address": ADA.address})

    text = studio.get(page(unpublished)).content.decode()
    assert ADA.name in text
    assert "pending" in text
    assert ADA.address not in text


def test_whoever_has_signed_by_name_is_pending_no_more(studio: Client, unpublished: Letter) -> None:
    letter = make_letter(team=unpublished.team)
    studio.post(page(letter), {"name": "Ada", "address": ADA.address})
    make_signature(letter, ADA)
    rank_first_signers()

    assert f"signed as {ADA.name}" in studio.get(page(letter)).content.decode()


@pytest.mark.parametrize(
    ("name", "address", "field"),
    [
        ("", ADA.address, "name"),
        (ADA.name, "nowhere", "address"),
        (ADA.name, "", "address"),
        ("x.com", "a@b.cd", "name"),
    ],
)
def test_a_wrong_entry_comes_back_filled(
    studio: Client, unpublished: Letter, name: str, address: str, field: str
) -> None:
    response = studio.post(page(unpublished), {"name": name, "address": address})

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert names(unpublished) == []


def test_the_same_address_twice_is_a_message_at_the_field(studio: Client, unpublished: Letter) -> None:
    studio.post(page(unpublished), {"name": ADA.name, "address": ADA.address})
    response = studio.post(page(unpublished), {"name": "Again", "address": ADA.address.upper()})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["address"])
    assert names(unpublished) == [ADA.name]


def test_the_order_is_changed_and_somebody_taken_off(studio: Client, unpublished: Letter) -> None:
    for person in (ADA, NOOR):
        studio.post(page(unpublished), {"name": person.name, "address": person.address})
    noor = FirstSigner.objects.get(name=NOOR.name)

    studio.post(page(unpublished, "move/"), {"key": f"asked-{noor.pk}", "way": "up"})
    assert names(unpublished) == [NOOR.name, ADA.name]

    studio.post(page(unpublished, "remove/"), {"key": f"asked-{noor.pk}"})
    assert names(unpublished) == [ADA.name]


def test_whom_a_colleague_has_taken_off_is_not_moved(studio: Client, unpublished: Letter) -> None:
    assert studio.post(page(unpublished, "move/"), {"key": "asked-0", "way": "up"}).status_code == 302
    assert studio.post(page(unpublished, "remove/"), {"key": "signed-0"}).status_code == 302


def fill(letter: Letter) -> None:
    FirstSigner.objects.bulk_create(
        FirstSigner(letter=letter, rank=n, name=f"Number {n}", address=seal("x@y.z"), identity=letter_identity(n, "x"))
        for n in range(MOST_FIRST_SIGNERS)
    )


def test_a_full_head_offers_no_more_places_and_says_so_to_whoever_asks_for_one(
    studio: Client, unpublished: Letter
) -> None:
    fill(unpublished)

    answer = studio.post(page(unpublished), {"name": ADA.name, "address": ADA.address})

    assert answer.status_code == 422
    assert "At most 100 people stand at the head" in answer.content.decode()
    assert f'value="{ADA.name}"' in answer.content.decode()
    assert "Add to the list" not in studio.get(page(unpublished)).content.decode()


def test_a_signature_that_finds_the_head_full_stays_where_it_is_with_a_word(studio: Client, team: Team) -> None:
    signature = make_signature(make_letter(team=team))
    fill(signature.letter)
    signatures = f"/studio/letters/{signature.letter_id}/signatures/"

    told = studio.post(f"{signatures}{signature.pk}/first/", follow=True).content.decode()

    assert "At most 100 people stand at the head" in told
    assert "To the first signers" not in told


@pytest.mark.parametrize("display", ["initials", "anonymous"])
def test_only_who_shows_the_full_name_is_put_among_the_first(studio: Client, team: Team, display: str) -> None:
    letter = make_letter(team=team)
    signature = make_signature(letter, ADA, display=display)

    answer = studio.post(f"/studio/letters/{letter.pk}/signatures/{signature.pk}/first/", follow=True)

    signature.refresh_from_db()
    assert signature.first_rank is None
    assert "Only whoever shows the full name" in answer.content.decode()
    assert "To the first signers" not in answer.content.decode()


def test_an_archived_letter_takes_no_more_of_them(studio: Client, team: Team) -> None:
    letter = make_letter(team=team, state="archived")

    answer = studio.post(page(letter), {"name": ADA.name, "address": ADA.address})

    assert answer.status_code == 422
    assert "The letter is archived." in answer.content.decode()
    assert names(letter) == []
