"""Each name shown leads to its entry of the log, and only names that are shown do."""

import re

import pytest
from django.test import Client

from letters.models import Letter
from tests.cast import ADA, NOOR
from tests.makers import make_signature, make_signatures

LISTS = ("", "signatures/")


def items(client: Client, letter: Letter, path: str) -> list[str]:
    page = client.get(f"/letters/{letter.slug}/{path}").content.decode()
    return re.findall(r"<li class=\"(?:names__one|names__other|register__entry)\".*?</li>", page, re.DOTALL)


@pytest.mark.parametrize("path", LISTS)
def test_every_public_name_carries_and_links_its_entry(client: Client, letter: Letter, path: str) -> None:
    make_signature(letter, ADA, first_rank=1)
    made = [*make_signatures(letter, 3), make_signature(letter, NOOR, display="initials")]

    found = items(client, letter, path)

    assert len(found) == len(made) + 1
    for item in found:
        (index,) = re.findall(r'data-entry="(\d+)"', item)
        assert f'href="/letters/{letter.slug}/log/entry/{index}/"' in item


@pytest.mark.parametrize("path", LISTS)
def test_an_entry_is_that_of_the_name_beside_it(client: Client, letter: Letter, path: str) -> None:
    make_signatures(letter, 4)

    for item in items(client, letter, path):
        (index,) = re.findall(r'data-entry="(\d+)"', item)
        (name,) = re.findall(r"<bdi>(Signer \d)</bdi>", item)
        assert name in client.get(f"/letters/{letter.slug}/log/entry/{index}/").content.decode()


@pytest.mark.parametrize("rank", [None, 1])
@pytest.mark.parametrize("path", LISTS)
def test_who_is_not_named_is_not_tied_to_an_entry(client: Client, letter: Letter, path: str, rank: int | None) -> None:
    make_signature(letter, ADA, display="anonymous", first_rank=rank)

    (item,) = items(client, letter, path)

    assert "data-entry" not in item
    assert "/log/entry/" not in item


def test_a_number_is_told_beside_the_name(client: Client, letter: Letter) -> None:
    make_signatures(letter, 2)

    assert [re.findall(r"No\. \d+<", item)[0] for item in items(client, letter, "signatures/")] == ["No. 2<", "No. 1<"]


@pytest.mark.parametrize("path", LISTS)
def test_a_name_whose_entry_still_waits_stands_there_without_a_link(client: Client, letter: Letter, path: str) -> None:
    signature = make_signature(letter, ADA)
    type(signature.operation).objects.filter(pk=signature.operation_id).update(index=None, number=None)

    (item,) = items(client, letter, path)

    assert ADA.name in item
    assert "/log/entry/" not in item
