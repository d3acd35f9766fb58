import pytest

from letters.models import Signature
from letters.signing.fields import ConfirmedFields, columns
from letters.signing.showing import shown_name, shown_place, shown_reason, shown_role

NOOR = {"name": "Noor Haddad", "title": "Painter", "affiliation": "Free Studio", "city": "Basra", "country": "Iraq"}


@pytest.mark.parametrize(
    ("display", "name", "role", "place"),
    [
        ("name", "Noor Haddad", "Painter, Free Studio", "Basra, Iraq"),
        ("initials", "N. H.", "Painter, Free Studio", "Basra, Iraq"),
        ("anonymous", "", "", ""),
    ],
)
def test_a_signature_reads_as_its_signer_chose(display: str, name: str, role: str, place: str) -> None:
    signature = Signature(**NOOR, display=display)

    assert (shown_name(signature), shown_role(signature), shown_place(signature)) == (name, role, place)


def test_what_is_missing_leaves_no_comma() -> None:
    assert shown_role(Signature(name="Ada", affiliation="Free Studio")) == "Free Studio"


def test_a_reason_with_a_web_address_waits_for_a_look() -> None:
    facts = columns(ConfirmedFields("Noor", reason="See example.org"))

    assert shown_reason(Signature(**facts)) == ""
    assert shown_reason(Signature(**facts | {"reason_awaits": False})) == "See example.org"


@pytest.mark.parametrize(("display", "found_by"), [("name", "noor haddad"), ("initials", "n h"), ("anonymous", "")])
def test_a_hidden_name_is_not_in_the_search_column(display: str, found_by: str) -> None:
    assert columns(ConfirmedFields("Noor Haddad", display))["search"] == found_by


def test_a_name_of_ligatures_fits_the_search_column() -> None:
    assert len(columns(ConfirmedFields("ﷺ" * 100))["search"]) <= 240
