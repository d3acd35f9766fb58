import pytest

from petition.lib import languages


@pytest.mark.parametrize("code", ["en", "pt-br", "zh-hant", "ar", "fa", "yi", "yo", "am"])
def test_living_languages_are_known(code: str) -> None:
    assert languages.is_known(code)


@pytest.mark.parametrize("code", ["", "xx", "EN", "english", "zh-cn", "en\0", "../en"])
def test_other_codes_are_not(code: str) -> None:
    assert not languages.is_known(code)


@pytest.mark.parametrize(
    ("code", "name"), [("fr", "français"), ("zh-hans", "简体中文"), ("ps", "پښتو"), ("mt", "Malti"), ("xx", "xx")]
)
def test_a_language_is_called_what_its_speakers_call_it(code: str, name: str) -> None:
    assert languages.native_name(code) == name


@pytest.mark.parametrize("code", ["ar", "he", "fa", "ur", "ps", "yi", "ckb", "dv"])
def test_these_are_read_from_the_right(code: str) -> None:
    assert languages.direction(code) == "rtl"


@pytest.mark.parametrize("code", ["en", "ja", "ti", "am", "xx"])
def test_the_rest_is_read_from_the_left(code: str) -> None:
    assert languages.direction(code) == "ltr"


def test_every_known_code_has_a_name_and_a_place_in_order() -> None:
    codes = languages.known()
    assert codes == sorted(set(codes))
    assert all(languages.is_known(code) and languages.native_name(code) for code in codes)
    assert max(map(len, codes)) <= 16
