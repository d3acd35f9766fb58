import base64
import binascii

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition.lib.canonical import MOST, from_base64, to_base64, to_number


@given(st.binary(max_size=70))
def test_base64_comes_back(data: bytes) -> None:
    assert to_base64(data) == base64.b64encode(data).decode()
    assert from_base64(to_base64(data), len(data)) == data


@given(st.text(st.sampled_from("AQgw+/=-_ \n"), max_size=12))
def test_bytes_have_one_spelling(text: str) -> None:
    try:
        data = from_base64(text)
    except ValueError:
        return
    assert to_base64(data) == text


@pytest.mark.parametrize("text", ["AB==", "AAB=", "AA", "AA=", "AA===", "AA== ", "AAAA\n", "AA\nAA", "A-A_", "=", "é"])
def test_another_spelling_is_refused(text: str) -> None:
    with pytest.raises((ValueError, binascii.Error)):
        from_base64(text)


def test_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="3 bytes in base64 where 4 belong"):
        from_base64("AAAA", 4)


@given(st.integers(0, MOST))
def test_a_number_comes_back(number: int) -> None:
    assert to_number(str(number)) == number


@pytest.mark.parametrize(
    "text", ["", "00", "01", "+1", "-0", "-1", " 1", "1 ", "1\n", "1_0", "1.0", "1e3", "0x1", "²", "١"]
)
def test_a_number_has_one_spelling(text: str) -> None:
    with pytest.raises(ValueError, match="canonically"):
        to_number(text)


def test_a_number_has_a_bound() -> None:
    assert to_number("9", 9) == 9
    with pytest.raises(ValueError, match="above 9"):
        to_number("10", 9)
    with pytest.raises(ValueError, match="above"):
        to_number(str(2**63))
    assert to_number(str(2**63 - 1)) == MOST
