"""The public logs of a letter whose count moved from one to another, as people read them."""

import re

import pytest
from django.test import Client

from letters.ledger.actions import open_log
from letters.models import Letter
from letters.signing.rotating import rotate
from tests.cast import ADA
from tests.makers import make_signature


def test_after_a_rotation_each_log_keeps_its_address_and_they_lead_to_each_other(
    client: Client, letter: Letter
) -> None:
    make_signature(letter, ADA)
    rotate(letter.pk)
    base = f"/letters/{letter.slug}/log"

    old, new = client.get(f"{base}/").content.decode(), client.get(f"{base}/2/").content.decode()

    assert "This log was closed on" in old
    assert f'href="{base}/2/">The number stands on the log that follows it.' in old
    assert f'href="{base}/">an earlier one of' in new
    assert "for every signature this site still knows" in new
    assert client.get(f"{base}/entry/1/").status_code == client.get(f"{base}/2/entry/1/").status_code == 200
    assert client.get(f"{base}/3/").status_code == 404


@pytest.mark.parametrize("path", ["", "signatures/"])
def test_after_a_rotation_number_and_names_lead_to_the_log_they_stand_on(
    client: Client, letter: Letter, path: str
) -> None:
    make_signature(letter, ADA)
    rotate(letter.pk)

    page = client.get(f"/letters/{letter.slug}/{path}").content.decode()

    (index,) = re.findall(r'data-entry="(\d+)"', page)
    (address,) = re.findall(rf'href="(\S+/entry/{index}/)"', page)
    assert address == f"/letters/{letter.slug}/log/2/entry/{index}/"
    assert ADA.name in client.get(address).content.decode()
    assert f'href="/letters/{letter.slug}/log/2/"' in page


def test_nobody_is_led_to_a_log_that_is_still_being_filled(client: Client, letter: Letter) -> None:
    following = open_log(f"{letter.origin}/2", follows=letter.log)

    assert client.get(f"{following.path}/").status_code == 404
    assert following.path not in client.get(f"/letters/{letter.slug}/log/").content.decode()
