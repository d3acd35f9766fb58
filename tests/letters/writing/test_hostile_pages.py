"""Nothing hostile becomes an element of any page or mail: a text, a title, or the words that people say about it."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from accounts.models import User
from letters.models import Letter
from letters.moderation.rules import SERVICE_TIME
from letters.writing.actions import start
from tests.house.code import ROOT
from tests.letters.writing.hostile import HOSTILE
from tests.letters.writing.reading import Page
from tests.letters.writing.test_hostile_text import assert_harmless
from tests.makers import make_letter, make_team

pytestmark = pytest.mark.django_db

# Everything that somebody types and a mail may quote, under the names that templates have for it.
TYPED = ("words", "title", "note", "name", "team", "to", "reason", "author", "about", "notice", "label", "who", "by")
# What a mail says of itself, where its words can't do without.
SAID: dict[str, object] = {"service_time": SERVICE_TIME, "number": 25}
# The digest quotes nobody: it counts.
FOUND = (path for path in (ROOT / "templates/mail").glob("*/*.html") if path.stem != "digest")
MAILS = sorted(str(path.relative_to(ROOT / "templates")) for path in FOUND)
ALL = " ".join(text.replace("\n", " ") for text in HOSTILE)


def tags(html: str) -> list[str]:
    return [tag for tag, _ in Page(html).elements]


def body_of(page: str) -> str:
    """What the renderer set, from the element that holds a letter to the end of its article."""
    return page.partition('<div class="letter')[2].partition(">")[2].partition("</article>")[0].rpartition("</div>")[0]


@pytest.mark.parametrize("mail", MAILS)
def test_words_become_no_element_of_a_mail(mail: str) -> None:
    """The same elements come of plain words and of hostile ones."""
    plain, hostile = (render_to_string(mail, SAID | dict.fromkeys(TYPED, text)) for text in ("x", ALL))

    assert tags(hostile) == tags(plain)
    assert "javascript:" not in "".join(str(attributes) for _, attributes in Page(hostile).elements)


def test_the_public_page_of_a_hostile_letter_is_harmless(client: Client) -> None:
    letter = make_letter(title="<script>alert(1)</script>", body="\n\n".join(HOSTILE).replace("\0", ""))

    page = client.get(letter.get_absolute_url()).content.decode()

    assert_harmless(body_of(page))
    assert "<script>alert" not in page


def test_the_preview_is_harmless_too(client: Client, organizer: User) -> None:
    letter: Letter = start(make_team(organizer), person=organizer)
    client.force_login(organizer)
    address = reverse("studio:preview", args=(letter.pk,))

    accepted = 0
    for text in HOSTILE:
        typed = {"title": text[:200], "to": text[:500], "body": text, "note": "", "on": 0}
        answer = client.post(f"{address}?part=letter", typed)
        if answer.status_code == 200:
            accepted += 1
            assert_harmless(body_of(answer.content.decode()).replace(address.replace("preview", "image"), "/image/"))
            assert "<script" not in answer.content.decode()
    assert accepted > len(HOSTILE) // 2


def test_every_mail_was_found() -> None:
    assert len(MAILS) > 20
