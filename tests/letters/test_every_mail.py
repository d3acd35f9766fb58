"""What every mail says, kept in plain files.

`RENEW_MAILS=1 make pytest ARGS=tests/letters/test_every_mail.py` renews them; MAIL_PAGES names a folder for the HTML.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from accounts import mail as of_accounts
from accounts.team_mail import PLACE_CHANGED, REMOVED, ROLE_CHANGED
from letters.models import Letter
from letters.moderation import answers, informing, telling
from letters.privacy.mail import CLOSED, CLOSING
from letters.signing.mail import (
    ALL_LINKS,
    ALREADY_SIGNED,
    EDITED,
    MANAGE_LINK,
    NEW_ADDRESS,
    PLEASE_CONFIRM,
    WITHDRAWN,
)
from letters.updates.mail import TO_SELF
from letters.writing.mail import PUBLISHED
from petition.outbox import kinds
from petition.outbox.kinds import Mail, kind_of
from tests.letters.every_mail import SCENES
from tests.makers import make_letter, make_team, make_user

pytestmark = pytest.mark.django_db

SNAPSHOTS = Path(__file__).parent / "snapshots"
RENEWS = bool(os.environ.get("RENEW_MAILS"))
PAGES = os.environ.get("MAIL_PAGES")  # a folder for the HTML, to be looked at

# What is another one in every run: tokens, numbers of rows, days and times.
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
VARYING = (
    (re.compile(r"(?<=/)[\w-]+\.[\w-]+\.[\w-]{43}(?=/)"), "TOKEN"),
    (re.compile(r"(?<=/)\d+(?=/)"), "N"),
    (re.compile(rf"\b\d{{1,2}} (?:{MONTHS})(?: \d{{4}})?\b"), "DAY"),
    (re.compile(r"\b\d{1,2}:\d\d\b"), "TIME"),
    (re.compile(r"https?://(?:localhost|127\.0\.0\.1)(?::\d+)?"), "https://letters.example"),
)

# Everything else can be left with one click. These are answers, or what somebody must be told of what is theirs.
OF_THEIR_OWN = {
    *of_accounts.ABOUT_PEOPLE,
    *(ROLE_CHANGED, REMOVED, PLACE_CHANGED),
    *(PLEASE_CONFIRM, ALREADY_SIGNED, MANAGE_LINK, ALL_LINKS, NEW_ADDRESS, WITHDRAWN, EDITED),
    *telling.RENDERERS,
    *(*informing.OF_DECISIONS, informing.UNDONE, informing.SUBMITTED, answers.REPORT_OUTCOME),
    *(CLOSING, CLOSED, PUBLISHED, TO_SELF),
}


@pytest.fixture
def letter() -> Letter:
    team = make_team(make_user())
    team.is_trusted = True
    team.save(update_fields=["is_trusted"])
    return make_letter("artists", team=team)


def rendered(kind: str, letter: Letter) -> Mail:
    mail = kind_of(kind).render(SCENES[kind](letter))
    assert isinstance(mail, Mail), mail
    if PAGES:
        (Path(PAGES) / f"{kind}.html").write_text(mail.html, encoding="utf-8")
    return mail


def lasting(mail: Mail) -> str:
    text = f"Subject: {mail.subject}\n\n{mail.text}"
    for pattern, word in VARYING:
        text = pattern.sub(word, text)
    return text


def registered() -> Iterator[str]:
    return (kind for kind in sorted(kinds._kinds) if not kind.startswith("testing."))


def test_every_kind_has_its_scene_and_its_snapshot() -> None:
    assert sorted(SCENES) == list(registered())
    assert sorted(path.stem for path in SNAPSHOTS.glob("*.txt")) == list(registered())


@pytest.mark.parametrize("kind", sorted(SCENES))
def test_a_mail_says_what_its_snapshot_says(letter: Letter, kind: str) -> None:
    text, path = lasting(rendered(kind, letter)), SNAPSHOTS / f"{kind}.txt"
    if RENEWS:
        path.write_text(text, encoding="utf-8")

    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", sorted(SCENES))
def test_a_mail_fetches_nothing_runs_nothing_and_knows_its_language(letter: Letter, kind: str) -> None:
    html = rendered(kind, letter).html

    assert re.search(r'<html lang="en" dir="ltr"', html)
    assert re.search(r'<body[^>]* style="', html)
    assert "prefers-color-scheme: dark" in html
    assert not re.search(r"<(?:script|img|iframe|link|object|form|video|svg)\b|\burl\(|@import|\bon\w+=", html)
    assert not re.search(r"\bsrc=|\bbackground=", html)


@pytest.mark.parametrize("kind", sorted(SCENES))
def test_a_mail_has_a_line_for_the_list_of_mails_and_says_at_its_foot_why_it_came(letter: Letter, kind: str) -> None:
    html = rendered(kind, letter).html

    assert re.search(r'class="preview"[^>]*>\s*[^\s<]', html)
    assert re.search(r'class="foot"[^>]*>\s*[^\s<]|class="foot"[^>]*><a', html)


@pytest.mark.parametrize("kind", sorted(SCENES))
def test_whatever_nobody_asked_for_is_left_with_one_click(letter: Letter, kind: str) -> None:
    mail = rendered(kind, letter)
    if kind in OF_THEIR_OWN:
        assert mail.headers == {}
        return

    link = mail.headers["List-Unsubscribe"].strip("<>")
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in mail.text
    assert link in mail.html
