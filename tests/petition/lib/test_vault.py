import base64

import pytest
from django.conf import LazySettings
from hypothesis import given
from hypothesis import strategies as st

from petition.lib import vault
from petition.lib.vault import CannotOpen

OLD, NEW = b"o" * 32, b"n" * 32
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS, st.text("abc ", max_size=8))
def test_what_is_sealed_opens_again(plain: str, purpose: str) -> None:
    assert vault.unseal(vault.seal(plain, purpose), purpose) == plain


def test_the_same_address_never_looks_the_same_twice() -> None:
    assert vault.seal("ada@example.org") != vault.seal("ada@example.org")


def test_a_sealed_text_shows_nothing_of_itself() -> None:
    sealed = vault.seal("ada@example.org")
    assert b"ada" not in sealed
    assert b"ada" not in base64.b64encode(sealed)


def test_it_opens_for_its_purpose_alone() -> None:
    with pytest.raises(CannotOpen):
        vault.unseal(vault.seal("ada@example.org", "address"), "code")


@given(st.data())
def test_one_flipped_bit_is_noticed(data: st.DataObject) -> None:
    sealed = bytearray(vault.seal("ada@example.org"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(CannotOpen):
        vault.unseal(bytes(sealed))


@given(st.binary(max_size=60))
def test_any_other_bytes_do_not_open(noise: bytes) -> None:
    with pytest.raises(CannotOpen):
        vault.unseal(noise)


def test_every_cut_is_noticed() -> None:
    sealed = vault.seal("ada@example.org")
    for length in range(len(sealed)):
        with pytest.raises(CannotOpen):
            vault.unseal(sealed[:length])


def test_a_new_key_seals_while_an_old_one_still_opens(settings: LazySettings) -> None:
    settings.ADDRESS_KEYS = (OLD,)
    sealed = vault.seal("ada@example.org")
    settings.ADDRESS_KEYS = (NEW, OLD)
    fresh = vault.reseal(memoryview(sealed))
    assert vault.unseal(memoryview(sealed)) == vault.unseal(fresh) == "ada@example.org"
    assert (vault.is_stale(memoryview(sealed)), vault.is_stale(fresh)) == (True, False)


def test_a_key_that_is_gone_opens_nothing(settings: LazySettings) -> None:
    settings.ADDRESS_KEYS = (OLD,)
    sealed = vault.seal("ada@example.org")
    settings.ADDRESS_KEYS = (NEW,)
    with pytest.raises(CannotOpen, match="key"):
        vault.unseal(sealed)


def test_one_person_has_one_identity_per_letter() -> None:
    assert vault.letter_identity(1, "Ada+x@Example.org") == vault.letter_identity(1, "ada@example.org")
    assert vault.letter_identity(1, "ada@example.org") != vault.letter_identity(2, "ada@example.org")


def test_identities_of_different_scopes_link_nothing() -> None:
    address = "ada@example.org"
    seen = {vault.site_identity(address), vault.exact_identity(address), vault.letter_identity(1, address)}
    assert len(seen) == 3


def test_the_exact_identity_tells_aliases_apart() -> None:
    assert vault.exact_identity("ada+x@example.org") != vault.exact_identity("ada@example.org")
    assert vault.exact_identity("ada@EXAMPLE.org") == vault.exact_identity("ada@example.org")


def test_an_identity_depends_on_the_key(settings: LazySettings) -> None:
    before = vault.site_identity("ada@example.org")
    settings.IDENTITY_KEY = NEW
    assert vault.site_identity("ada@example.org") != before
    assert len(before) == 32


def test_scope_and_address_do_not_run_together() -> None:
    assert vault.identity("letter 1", "2@example.org") != vault.identity("letter 12", "@example.org")
