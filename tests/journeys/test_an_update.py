"""An organizer sends news to ten thousand signers: paused, gone on with, and every number adds up in the end."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from accounts.models import Team, User
from letters.models import Letter, Signature, Update
from petition.lib.vault import seal
from petition.outbox.models import Message
from tests.bench.crowd import sign
from tests.faults.mailing import beat, environment, worker
from tests.faults.running import until
from tests.journeys.conftest import faults_at_every_sight
from tests.journeys.hands import Hand
from tests.journeys.sessions import sign_in
from tests.live import Site
from tests.makers import make_letter, make_team
from tests.sink import Sink, serving

MANY = 10_000
PATIENCE = 600.0  # seconds, on a machine that does other things, too

ADDRESSED = """
    UPDATE letters_signature SET address = given.address
      FROM unnest(%s::bigint[], %s::bytea[]) AS given (id, address) WHERE letters_signature.id = given.id
"""


@pytest.fixture
def letter(live_site: Site, organizer: User) -> Letter:
    team = make_team(organizer)
    Team.objects.filter(pk=team.pk).update(is_trusted=True)
    letter = make_letter("artists", team=team)
    sign(letter, MANY, wants_news=True)
    with connection.cursor() as cursor:
        ids = list(Signature.objects.filter(letter=letter).order_by("pk").values_list("pk", flat=True))
        sealed = [seal(f"signer{n}@host{n % 50}.example") for n in range(MANY)]
        cursor.execute(ADDRESSED, [ids, sealed])
    return letter


@pytest.fixture
def sink(live_site: Site, tmp_path: Path) -> Iterator[Sink]:
    """Where the mail of real workers goes, with a clock that rings them."""
    sink = Sink()
    with serving(sink) as port:
        env = environment(port) | {"EMAIL_TIMEOUT": "30"}  # a slow moment here is no fault of the server
        with worker(tmp_path, env), beat(tmp_path, env):
            yield sink


@pytest.fixture
def hand(browser: Browser, live_site: Site, letter: Letter, organizer: User) -> Iterator[Hand]:
    page = browser.new_page()
    page.set_default_timeout(30_000)
    sign_in(page.context, organizer, live_site)
    page.goto(live_site.url + reverse("studio:updates", args=[letter.pk]))
    yield Hand(page)
    page.close()


def number(page: Page, name: str) -> int:
    return int(re.sub(r"\D", "", page.locator(f"[data-number='{name}']").inner_text()))


def state(page: Page, words: str) -> None:
    expect(page.locator("#progress")).to_have_text(words, timeout=PATIENCE * 1_000)


def write_and_send(hand: Hand) -> None:
    hand.follow("Write an update")
    hand.write("Title", "They answered")
    hand.write("Text", "We met **twice**.")
    hand.press("Save it and go on")
    expect(hand.page.locator("[data-writer-page] strong")).to_have_text("twice")
    hand.follow("Whom it is for, and sending it")
    assert faults_at_every_sight(hand.page) == []
    hand.page.get_by_role("button", name="Send to 10").dblclick()


def test_to_ten_thousand(hand: Hand, sink: Sink, letter: Letter) -> None:
    write_and_send(hand)
    state(hand.page, "Going out")
    until(lambda: len(sink.recipients) > 300, PATIENCE)

    hand.press("Pause")
    state(hand.page, "Paused")
    hand.page.wait_for_timeout(3_000)  # what was in a worker's hands is out
    reached = len(sink.recipients)
    hand.page.wait_for_timeout(3_000)
    assert len(sink.recipients) == reached < MANY
    assert faults_at_every_sight(hand.page) == []

    hand.press("Go on")
    state(hand.page, "Sent")

    shown = {name: number(hand.page, name) for name in ("sent", "waiting", "refused", "left")}
    assert shown == {"sent": MANY, "waiting": 0, "refused": 0, "left": 0}
    owed = Message.objects.filter(kind="updates.update")
    assert (owed.count(), owed.filter(state="sent").count()) == (MANY, MANY)
    assert len(sink.recipients) == len(set(sink.recipients)) == MANY
    assert Update.objects.get().state == "sent"
