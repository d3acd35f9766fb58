from typing import Any

import pytest

from letters.signing.forms import ConfirmForm, SignForm

FILLED = {
    "name": "Ada Lovelace",
    "email": "ada@example.org",
    "display": "name",
    "consent_text": "on",
    "consent_political": "on",
    "version": "1",
}


def mistakes(form_class: type[SignForm | ConfirmForm] = SignForm, **changes: Any) -> list[str]:
    form = form_class(FILLED | changes)
    return sorted(form.errors)


def test_a_name_an_address_and_both_consents_are_enough() -> None:
    form = SignForm(FILLED)

    assert form.is_valid(), form.errors
    request = form.request(language="fr")
    assert (request.address, request.shown.name, request.version, request.language) == (
        "ada@example.org",
        "Ada Lovelace",
        1,
        "fr",
    )
    assert not request.shown.wants_news


@pytest.mark.parametrize("field", ["name", "email", "display", "consent_text", "consent_political", "version"])
def test_what_must_be_there(field: str) -> None:
    assert mistakes(**{field: ""}) == [field]


def test_who_is_not_shown_at_all_may_leave_the_name_empty() -> None:
    assert mistakes(name="", display="anonymous") == []
    assert mistakes(name="", display="initials") == ["name"]


@pytest.mark.parametrize("name", ["Sinéad O'Connor", "نور حداد", "Σ", "bell hooks", "Zoë ☠️", "Z" * 100, "n̈ord"])
def test_names_of_any_script_and_length_up_to_a_hundred(name: str) -> None:
    assert mistakes(name=name) == []


@pytest.mark.parametrize("field", ["name", "title", "affiliation", "city", "country"])
@pytest.mark.parametrize("text", ["evil.com", "http://x", "www.x", "a\u202eb", "a\x07b", "Z" * 101, "q" + "\u0301" * 9])
def test_lines_that_harm_readers_are_refused(field: str, text: str) -> None:
    assert mistakes(**{field: text}) == [field]


def test_a_reason_may_name_a_web_address_and_span_lines() -> None:
    form = SignForm(FILLED | {"reason": "See example.org\r\nand weep"})

    assert form.is_valid()
    assert form.request().shown.reason == "See example.org and weep"


@pytest.mark.parametrize(
    ("field", "text"), [("reason", "Z" * 281), ("email", "a@b"), ("email", "a@b.example\nBcc: x@y.z")]
)
def test_other_mistakes_stay_with_their_field(field: str, text: str) -> None:
    assert mistakes(**{field: text}) == [field]


@pytest.mark.parametrize("field", ["name", "email", "title", "reason", "display", "version", "website"])
@pytest.mark.parametrize("text", ["nu\0ll", "\ud800", "9" * 5000])
def test_broken_input_is_a_form_error_and_no_crash(field: str, text: str) -> None:
    SignForm(FILLED | {field: text}).is_valid()


@pytest.mark.parametrize("version", ["0", "-1", "x", "99999999999999999999"])
def test_a_version_is_a_number_the_database_knows(version: str) -> None:
    assert mistakes(version=version) == ["version"]


def test_corrections_are_checked_like_the_first_try() -> None:
    assert mistakes(ConfirmForm, name="evil.com") == ["name"]
    assert mistakes(ConfirmForm, name="", display="name") == ["name"]
    assert mistakes(ConfirmForm, version="") == ["version"]


def test_what_a_program_fills_in_is_kept_for_the_guard() -> None:
    form = SignForm(FILLED | {"website": "http://spam.example"})

    assert form.is_valid()
    assert form.cleaned_data["website"] == "http://spam.example"
