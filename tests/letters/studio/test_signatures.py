"""The signatures of a letter in the studio: as they are shown to everybody, with what organizers may do."""

import pytest
from django.test import Client

from accounts.models import Membership, Team, User
from letters.models import Letter, Signature
from tests.cast import ADA, NOOR, Person
from tests.letters.signing.trying import row_of
from tests.makers import make_letter, make_signature, make_signatures, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(team: Team) -> Letter:
    return make_letter("mine", team=team)


def page(mine: Letter, rest: str = "") -> str:
    return f"/studio/letters/{mine.pk}/signatures/{rest}"


def as_role(client: Client, team: Team, role: str) -> Client:
    person = make_user(Person("Vera", "vera@studio.example"))
    Membership.objects.create(team=team, user=person, role=role)
    client.force_login(person)
    return client


def test_organizers_read_what_everybody_reads(studio: Client, mine: Letter) -> None:
    make_signature(mine, ADA, city="London", reason="Because.")
    make_signature(mine, NOOR, display="anonymous", city="Basra")

    text = studio.get(page(mine)).content.decode()

    assert all(word in text for word in (ADA.name, "London", "Because."))
    assert not [word for word in (NOOR.name, "Basra", ADA.address, NOOR.address) if word in text]


def test_a_name_not_shown_is_found_by_no_search(studio: Client, mine: Letter) -> None:
    make_signature(mine, NOOR, display="initials")

    assert "N. H." not in studio.get(page(mine, "?q=noor")).content.decode()
    assert "N. H." in studio.get(page(mine, "?only=initials")).content.decode()


def test_a_long_list_goes_on_and_keeps_its_narrowing(studio: Client, mine: Letter) -> None:
    make_signatures(mine, 120)
    Signature.objects.update(reason="Because.")

    first = studio.get(page(mine, "?only=reason"))
    second = studio.get(first.context["next"])

    assert "only=reason" in first.context["next"]
    assert (len(first.context["page"].items), len(second.context["page"].items)) == (100, 20)


def test_first_signers_are_listed_in_their_order(studio: Client, mine: Letter) -> None:
    make_signature(mine, ADA, first_rank=2)
    make_signature(mine, NOOR, first_rank=1)

    items = studio.get(page(mine, "?only=first")).context["page"].items
    assert [signature.name for signature in items] == [NOOR.name, ADA.name]


@pytest.mark.parametrize("query", ["?after=zzz", "?after=" + "x" * 600])
def test_a_broken_cursor_is_a_bad_request(studio: Client, mine: Letter, query: str) -> None:
    assert studio.get(page(mine, query)).status_code == 400


@pytest.mark.parametrize("query", ["?only=" + "x" * 300, "?only=%F0%9F%98%80", "?q=%27%5C", "?only=country:%27"])
def test_nonsense_narrows_to_something_and_breaks_nothing(studio: Client, mine: Letter, query: str) -> None:
    assert studio.get(page(mine, query)).status_code == 200


def test_an_organizer_hides_a_name_for_a_look(studio: Client, mine: Letter, organizer: User) -> None:
    signature = make_signature(mine, ADA)

    response = studio.post(page(mine, f"{signature.pk}/hide/"), {"place": "q=ada&only="})

    assert response["Location"] == f"{page(mine)}?q=ada&only="
    assert row_of(mine).awaits_since is not None
    assert ADA.name not in studio.get(page(mine)).content.decode()


def test_an_organizer_puts_a_signer_among_the_first(studio: Client, mine: Letter) -> None:
    signature = make_signature(mine, ADA)

    assert studio.post(page(mine, f"{signature.pk}/first/")).status_code == 302

    assert row_of(mine).first_rank == 1


@pytest.mark.parametrize("verb", ["hide", "first"])
def test_a_signature_of_another_letter_is_not_found(studio: Client, mine: Letter, verb: str) -> None:
    other = make_signature(make_letter(), ADA)

    assert studio.post(page(mine, f"{other.pk}/{verb}/")).status_code == 404


def test_the_table_is_streamed_to_owners(studio: Client, mine: Letter) -> None:
    make_signature(mine, ADA)

    response = studio.post(page(mine, "export/"))

    assert (response.streaming, response["Content-Disposition"]) == (True, 'attachment; filename="signatures-mine.csv"')
    assert ADA.name in b"".join(response.streaming_content).decode()  # type: ignore[arg-type]
    assert studio.get(page(mine, "export/")).status_code == 405


@pytest.mark.parametrize("role", ["editor", "viewer"])
def test_nobody_else_in_the_team_takes_the_table(client: Client, team: Team, mine: Letter, role: str) -> None:
    assert as_role(client, team, role).post(page(mine, "export/")).status_code == 403


def test_a_link_made_for_one_person_tells_nobody_who_came_by_it(studio: Client, mine: Letter) -> None:
    """A group too small to be counted is not listed either: the wish is no wish, and all are shown."""
    make_signature(mine, ADA, came_from="for-ada")
    make_signature(mine, NOOR)

    assert len(studio.get(page(mine, "?only=from:for-ada")).context["page"].items) == 2
