"""Updates on a letter's page and behind its link, and the letter as a feed."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from letters.models import Letter
from letters.updates.actions import keep
from letters.updates.actions.writing import News
from letters.writing.actions import add_image, amend, publish_response, reject, remove_image
from letters.writing.images import Picture
from petition.audit.actions import OPERATOR
from petition.lib.refusal import Refused
from tests.letters.updates.conftest import letter
from tests.letters.updates.newsroom import send_it, sent, sweep, written
from tests.makers import make_draft
from tests.moments import NOON

__all__ = ["letter"]

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def read(client: Client, rest: str = "") -> str:
    return client.get(f"/letters/artists/{rest}").content.decode()


def entries(client: Client) -> list[ElementTree.Element]:
    return ElementTree.fromstring(client.get("/letters/artists/feed.atom").content).findall(f"{ATOM}entry")  # noqa: S314


def said(entry: ElementTree.Element, part: str) -> str:
    return entry.findtext(f"{ATOM}{part}") or ""


def test_an_update_stands_on_the_page_from_its_first_mail_on(client: Client, letter: Letter) -> None:
    update = written(letter)
    assert "They answered" not in read(client)

    send_it(update)
    sweep()

    assert "We met <strong>twice</strong>." in read(client)


def test_the_newest_few_stand_on_the_page_and_all_behind_a_link(client: Client, letter: Letter) -> None:
    for number in range(4):
        sent(letter, News(f"News {number}", "Words."))

    page, listed = read(client), read(client, "updates/")

    assert [f"News {n}" in page for n in range(4)] == [False, True, True, True]
    assert page.index("News 3") < page.index("News 2")
    assert all(f"News {n}" in listed for n in range(4))
    assert '<a href="/letters/artists/updates/">' in page


def test_what_is_being_changed_stands_as_it_went_out(client: Client, letter: Letter, organizer: User) -> None:
    update = sent(letter)
    keep(update.pk, News("Not yet said", "Not yet said."), on=0, person=organizer)
    assert "Not yet said" not in read(client) + read(client, "updates/") + read(client, "feed.atom")

    send_it(update)
    sweep()

    assert ("Not yet said" in read(client), "They answered" in read(client)) == (True, False)


def test_what_the_desk_refused_afterwards_is_off_the_page(client: Client, letter: Letter) -> None:
    update = sent(letter)
    reject(update.submission_id or 0, by="user 1")
    sweep()

    assert "They answered" not in read(client) + read(client, "updates/") + read(client, "feed.atom")


def test_a_letter_without_updates_says_nothing_of_them(client: Client, letter: Letter) -> None:
    assert 'id="updates"' not in read(client)
    assert "None so far." in read(client, "updates/")


def test_the_page_names_its_feed(client: Client, letter: Letter) -> None:
    assert '<link rel="alternate" type="application/atom+xml"' in read(client)
    assert client.get("/letters/artists/feed.atom").headers["Content-Type"].startswith("application/atom+xml")


def test_the_feed_holds_versions_updates_and_answers_the_newest_first(
    client: Client, letter: Letter, organizer: User
) -> None:
    amend(letter, body="We wrote more.", note="More songs.", by=OPERATOR)
    sent(letter)
    publish_response(letter, author="The Opera", body="We will pay.", received_on=NOON.date(), person=organizer)

    titles = [said(entry, "title") for entry in entries(client)]

    assert titles == ["The Opera answered", "They answered", "Version 2", letter.title]


def test_an_entry_keeps_its_id_whatever_is_said_in_it(client: Client, letter: Letter, organizer: User) -> None:
    update = sent(letter)
    before = {said(entry, "id") for entry in entries(client)}
    keep(update.pk, News("Corrected", "Three times."), on=0, person=organizer)
    send_it(update)
    sweep(at=timezone.now() + timedelta(minutes=1))

    newest = next(entry for entry in entries(client) if said(entry, "title") == "Corrected")

    assert {said(entry, "id") for entry in entries(client)} == before
    assert said(newest, "id").startswith("tag:letters.example,")
    assert said(newest, "updated") > said(newest, "published")


def test_the_feed_is_valid_atom(client: Client, letter: Letter) -> None:
    sent(letter, News("Caps & <signs> ☠️", "▌║█║▌ \ufffe **PAY** <b>x</b>"))
    feed = ElementTree.fromstring(client.get("/letters/artists/feed.atom").content)  # noqa: S314

    assert feed.tag == f"{ATOM}feed"
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    dated = (feed, *feed.findall(f"{ATOM}entry"))
    for element in dated:
        assert all(said(element, part) for part in ("id", "title"))
        assert datetime.fromisoformat(said(element, "updated")).utcoffset() is not None
        assert all(link.get("href", "").startswith("http://") for link in element.findall(f"{ATOM}link"))
        assert element.find(f"{ATOM}link") is not None
    assert len({said(element, "id") for element in dated}) == len(dated) == 3
    rels = {link.get("rel") for link in feed.findall(f"{ATOM}link")}
    assert {"self", "alternate"} <= rels


def test_a_draft_has_no_feed(client: Client) -> None:
    draft = make_draft()
    assert client.get(f"/letters/{draft.slug}/feed.atom").status_code == 404
    assert client.get(f"/letters/{draft.slug}/updates/").status_code == 404


def test_its_images_are_seen_once_it_is_out_and_stay(client: Client, letter: Letter, organizer: User) -> None:
    image = add_image(letter, Picture(b"as if it were one", 8, 6), alt="A full square", person=organizer)
    update = written(letter, News("In the square", image.markdown))
    assert client.get(f"/image/{image.key}.webp").status_code == 404

    send_it(update)
    sweep()

    assert client.get(f"/image/{image.key}.webp").status_code == 200
    with pytest.raises(Refused, match="image-in-use"):
        remove_image(letter, image.key, by=OPERATOR)


def test_an_image_that_is_not_the_letters_is_not_sent(letter: Letter) -> None:
    with pytest.raises(Refused, match="update-images"):
        send_it(written(letter, News("In the square", f"![x](image:{'a' * 32}-8x6)")))
