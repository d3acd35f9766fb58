"""Two people write one draft at the same moment, over real HTTP: nothing that was sent is lost."""

import json
import re
from functools import partial

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, User
from letters.models import Draft, Letter
from letters.writing.actions import keep
from letters.writing.merging import DraftText
from tests.cast import ADA
from tests.letters.signing.trying import at_once
from tests.live import Site
from tests.makers import make_user

pytestmark = pytest.mark.django_db(transaction=True)

EDITS = 6


class Writer:
    """Somebody at the editor: sends what the script sends, and heeds the answer as the script does."""

    def __init__(self, site: Site, letter: Letter, person: User, paragraph: int) -> None:
        client = Client()
        client.force_login(person)
        self.site, self.paragraph, self.sent = site, paragraph, list[str]()
        self.address = reverse("studio:write", args=(letter.pk,))
        self.session = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
        page = site.get(self.address, Cookie=self.session)
        token = re.search(r"csrftoken=(\w+)", str(page.headers["Set-Cookie"]))
        assert token
        self.session += f"; csrftoken={token[1]}"
        self.token = token[1]
        self.on, self.body = 1, "One.\n\nTwo.\n"

    def write(self) -> None:
        for number in range(EDITS):
            paragraphs = self.body.split("\n\n")
            paragraphs[self.paragraph] = f"{paragraphs[self.paragraph].strip()} {self.paragraph}.{number}\n"
            self.send("\n\n".join(text.strip() for text in paragraphs) + "\n")

    def send(self, body: str) -> dict[str, object]:
        self.sent.append(body)
        fields = {"title": "", "to": "", "note": "", "body": body, "on": self.on, "csrfmiddlewaretoken": self.token}
        answer = self.site.post(self.address, fields, Cookie=self.session, Accept="application/json")
        said: dict[str, object] = json.loads(answer.text)
        assert answer.status in (200, 409), said
        self.on, self.body = int(str(said["revision"])), str(said["text"]["body"])  # type: ignore[index]
        return said


@pytest.fixture
def begun(draft: Draft, organizer: User) -> Draft:
    keep(draft.pk, DraftText(body="One.\n\nTwo.\n"), on=0, person=organizer)
    Membership.objects.create(team=draft.letter.team, user=make_user(ADA), role="editor")
    return draft


def test_two_editors_at_different_places_lose_no_word(live_site: Site, begun: Draft, organizer: User) -> None:
    olive = Writer(live_site, begun.letter, organizer, 0)
    ada = Writer(live_site, begun.letter, make_user(ADA), 1)

    at_once(olive.write, ada.write)

    begun.refresh_from_db()
    for writer in (olive, ada):
        for number in range(EDITS):
            assert f"{writer.paragraph}.{number}" in begun.body
    kept = set(begun.revisions.values_list("body", flat=True))
    assert {*olive.sent, *ada.sent} <= kept


def test_two_editors_at_one_place_both_find_their_text(live_site: Site, begun: Draft, organizer: User) -> None:
    writers = [Writer(live_site, begun.letter, person, 0) for person in (organizer, make_user(ADA))]

    answers = at_once(*(partial(writer.send, f"{number} says.") for number, writer in enumerate(writers)))

    assert sorted(str(answer["outcome"]) for answer in answers) == ["clash", "kept"]
    assert {"0 says.", "1 says."} <= set(begun.revisions.values_list("body", flat=True))
