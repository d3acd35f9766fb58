"""One letter in many languages: the same names, the same slip, one count."""

import pytest
from django.test import Client

from letters.models import Letter, Signature
from letters.writing.actions import amend
from letters.writing.actions.steps import Typed
from letters.writing.actions.translating import publish_translation
from petition.audit.actions import OPERATOR
from tests.makers import make_signature
from tests.moments import NOON

pytestmark = pytest.mark.django_db
ADDRESS = "/letters/artists/in/ar/"


@pytest.fixture
def arabic(letter: Letter) -> Letter:
    text = Typed("ادفعوا للجوقة", "الأوبرا", "نحن نغني.")
    publish_translation(letter, text, number=1, language="ar", by=OPERATOR, at=NOON)
    return letter


def read(client: Client, address: str = ADDRESS) -> str:
    return client.get(address).content.decode()


def test_a_translation_reads_from_its_own_side(client: Client, arabic: Letter) -> None:
    page = read(client)

    assert '<h1 class="title title--letter title--plain" lang="ar">ادفعوا للجوقة</h1>' in page
    assert 'lang="ar" dir="rtl"><p>نحن نغني.</p>' in page


def test_readers_switch_from_each_language_to_every_other(client: Client, arabic: Letter) -> None:
    for page in (read(client), read(client, "/letters/artists/")):
        assert 'href="/letters/artists/"' in page
        assert f'href="{ADDRESS}"' in page
        assert page.count('rel="alternate" hreflang="') == 2
    assert 'class="tongues"' not in read(client, "/letters/artists/v/1/")


def test_names_slip_and_count_are_those_of_the_letter(client: Client, arabic: Letter) -> None:
    make_signature(arabic, name="Ada Lovelace")

    page = read(client)

    assert "Ada Lovelace" in page
    assert 'action="/letters/artists/sign/"' in page
    assert 'name="version" value="1"' in page
    assert "the letter as it stands in" in page
    assert Signature.objects.get().version == arabic.current


def test_a_translation_of_an_older_version_says_so(client: Client, arabic: Letter) -> None:
    assert "This translates version" not in read(client)

    amend(arabic, body="More.", note="n", by=OPERATOR)

    page = read(client)
    assert "This translates version 1; the letter stands at version 2 now." in page
    assert 'name="version" value="2"' in page


def test_the_letters_own_language_is_the_letters_own_page(client: Client, arabic: Letter) -> None:
    assert client.get("/letters/artists/in/en/").url == "/letters/artists/"  # type: ignore[attr-defined]


def test_a_language_nobody_translated_into_is_not_found(client: Client, arabic: Letter) -> None:
    assert client.get("/letters/artists/in/fr/").status_code == 404
