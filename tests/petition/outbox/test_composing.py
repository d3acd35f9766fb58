"""Composing: three templates become one mail that looks like the site, in light and dark."""

import re
from copy import deepcopy
from pathlib import Path

import pytest
from django.conf import LazySettings

from petition.outbox.composing import compose
from petition.outbox.kinds import Mail

URL = "https://letters.example/confirm/abc/"


@pytest.fixture(autouse=True)
def templates(settings: LazySettings) -> None:
    settings.TEMPLATES = deepcopy(settings.TEMPLATES)
    settings.TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")


def hello(name: str = "Ada", language: str = "en") -> Mail:
    return compose("mail/testing/hello", {"name": name, "url": URL}, language=language)


def test_a_subject_is_one_line_whatever_was_typed() -> None:
    assert hello("Ada\r\nBcc: mallory@example.org").subject == "Hello Ada Bcc: mallory@example.org"


def test_what_was_typed_is_escaped_in_html_and_as_it_is_in_text() -> None:
    mail = hello("<b>O'Dwyer & Sons</b>")

    assert "Hello <b>O'Dwyer & Sons</b>" in mail.text
    assert "<b>" not in mail.html
    assert "&lt;b&gt;" in mail.html


def test_the_text_has_no_heap_of_empty_lines() -> None:
    assert "\n\n\n" not in hello().text
    assert hello().text.endswith("abc/\n")


def test_every_mail_knows_the_site(settings: LazySettings) -> None:
    assert f"{settings.SITE_NAME} {settings.SITE_URL}" in hello().text


def test_styles_stand_in_the_elements_because_mail_programs_drop_sheets() -> None:
    html = hello().html

    assert re.search(r'<h1 class="title" dir="auto" style="[^"]*font: ?900', html)
    assert re.search(r'class="button__link"[^>]* style="[^"]*color: ?#fffdf7', html)


def test_the_dark_style_sheet_stays_a_sheet() -> None:
    html = hello().html

    assert html.count("<style") == 1
    assert "@media (prefers-color-scheme: dark)" in html
    assert '<meta name="color-scheme" content="light dark">' in html


def test_a_mail_loads_nothing_from_anywhere() -> None:
    html = hello().html

    assert not re.search(r"<(img|link|script|iframe)|url\(|@import", html)
    assert set(re.findall(r'(?:href|src)="([^"]+)"', html)) == {URL, "http://localhost:8000/"}


def test_the_button_has_its_address_as_plain_text_below() -> None:
    assert f">{URL}</a>" in hello().html


def test_a_mail_speaks_its_readers_language_in_the_right_direction() -> None:
    html = hello(language="ar").html

    assert '<html lang="ar" dir="rtl">' in html
    assert "نعم" in html


def kept(name: str, url: str, language: str = "en") -> Mail:
    return compose("mail/testing/hello", {"name": name}, language=language, varying={"url": url})


def test_a_mail_made_from_a_kept_pattern_is_the_same() -> None:
    whole = compose("mail/testing/hello", {"name": "Ada", "url": f"{URL}?a=1&b=2"}, language="en")

    assert [kept("Ada", f"{URL}?a=1&b=2") for _ in range(2)] == [whole, whole]


def test_one_readers_link_is_in_no_other_readers_mail() -> None:
    ada, noor = kept("Ada", f"{URL}ada/"), kept("Ada", f"{URL}noor/")

    assert f"{URL}ada/" in ada.html
    assert f"{URL}ada/" not in noor.html + noor.text
    assert kept("Noor", f"{URL}noor/").subject == "Hello Noor"


def test_a_kept_pattern_is_of_one_language() -> None:
    kept("Ada", URL)

    assert '<html lang="ar" dir="rtl">' in kept("Ada", URL, "ar").html


def test_what_varies_breaks_no_subject() -> None:
    mail = compose("mail/testing/hello", {"url": URL}, language="en", varying={"name": "Ada\r\nBcc: mallory"})

    assert mail.subject == "Hello Ada Bcc: mallory"


def test_a_varying_value_is_escaped_too() -> None:
    mail = kept("Ada", '"><script>')

    assert "<script>" not in mail.html
    assert '"><script>' in mail.text
