import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition.lib import emails

WORDS = st.text(string.ascii_letters + string.digits, min_size=1, max_size=12)
DOMAINS = st.sampled_from(["example.org", "bücher.example", "gmail.com", "GoogleMail.com", "straße.example", "例え.jp"])


@pytest.mark.parametrize("typed", ["Ada+x@Example.org", "ada@example.org", "ADA@EXAMPLE.ORG", " ada@example.org. "])
def test_spellings_of_one_mailbox_are_one(typed: str) -> None:
    assert emails.normalise(typed) == "ada@example.org"


@pytest.mark.parametrize("typed", ["a.d.a@googlemail.com", "ada@gmail.com", "A.da+letters@GMail.com"])
def test_gmail_ignores_dots_and_has_two_names(typed: str) -> None:
    assert emails.normalise(typed) == "ada@gmail.com"


def test_dots_count_everywhere_else() -> None:
    assert emails.normalise("a.da@example.org") != emails.normalise("ada@example.org")


def test_a_mailbox_that_is_all_tag_keeps_its_name() -> None:
    assert emails.normalise("+news@example.org") != emails.normalise("+other@example.org")


def test_a_domain_equals_its_punycode() -> None:
    assert emails.normalise("ada@bücher.example") == emails.normalise("ada@xn--bcher-kva.example")
    assert emails.normalise("ada@BÜCHER.example") == emails.normalise("ada@bücher.example")


def test_sharp_s_is_a_domain_of_its_own() -> None:
    assert emails.normalise("ada@straße.example") != emails.normalise("ada@strasse.example")


@given(WORDS, WORDS, DOMAINS)
def test_case_and_tag_never_make_a_second_person(local: str, tag: str, domain: str) -> None:
    plain = emails.normalise(f"{local}@{domain}")
    assert emails.normalise(f"{local.upper()}+{tag}@{domain.upper() if domain.isascii() else domain}") == plain


@given(st.text(string.ascii_letters + string.digits + "!#$%&'*+-/=?^_`{|}~.", min_size=1), DOMAINS)
def test_normalising_twice_changes_nothing(local: str, domain: str) -> None:
    once = emails.normalise(f"{local}@{domain}")
    assert emails.normalise(once) == once


@given(st.text())
def test_any_text_is_either_an_address_or_a_friendly_no(text: str) -> None:
    answer = address_or_sentence(text)
    assert answer == text.strip() or answer.endswith(".")


def address_or_sentence(text: str) -> str:
    try:
        return emails.parse(text)
    except ValueError as error:
        return str(error)


@given(WORDS, WORDS, DOMAINS)
def test_ordinary_addresses_are_taken_as_typed(local: str, tag: str, domain: str) -> None:
    typed = f"{local}.{tag}+{tag}@{domain}"
    assert emails.parse(f"  {typed}\n") == typed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "ada@localhost",
        "ada@exa mple.org",
        "ada@example.org\r\nBcc: all@example.org",
        "ada\0@example.org",
        "ada\ud800@example.org",
        "ada@\ud800.org",
        "Ada <ada@example.org>",
        "ada@[192.0.2.1]",
        '"ada b"@example.org',
        "ada@example.org, bob@example.org",
        "ädä@example.org",
        "a" * 65 + "@example.org",
        "a@" + "b" * 60 + ("." + "b" * 60) * 4 + ".org",
    ],
)
def test_what_is_no_single_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"address"):
        emails.parse(text)


def test_the_exact_address_keeps_its_tag_and_case() -> None:
    assert emails.exact("Ada+x@BÜCHER.example") == "Ada+x@xn--bcher-kva.example"


def test_a_domain_names_those_above_it() -> None:
    assert emails.parents_of("a.b.example.org") == ["a.b.example.org", "b.example.org", "example.org"]


@pytest.mark.parametrize("address", ["a@mailinator.com", "a@MAILINATOR.com", "a@eu.inbox.mailinator.com"])
def test_throwaway_domains_are_known_with_all_below_them(address: str) -> None:
    assert emails.is_disposable(address)


@pytest.mark.parametrize("address", ["a@example.org", "a@gmail.com", "a@mailinator.example", "a@mailinator.com.de"])
def test_other_domains_are_not_disposable(address: str) -> None:
    assert not emails.is_disposable(address)
