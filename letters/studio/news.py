"""What the page of one update shows its team."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils import timezone

from accounts.access import may
from accounts.models import User
from accounts.roles import Act
from letters.moderation.models import Decision, Subject
from letters.studio.progress import progress_of
from letters.updates.actions.writing import News
from letters.updates.audiences import count
from letters.updates.forms import AudienceForm, SendForm
from letters.updates.models import Update
from letters.updates.rules import AT_REST, is_editable
from letters.updates.wording import STATES, audience_in_words, other_language
from letters.writing.models import Letter
from letters.writing.pictures import images_at
from petition.outbox.headers import sender
from petition.outbox.kinds import Mail

BODY = re.compile("<body[^>]*>")


@dataclass(frozen=True)
class AsPage:
    """An update as the letter's page sets it; its images are shown to the team alone until then."""

    title: str
    body: str
    language: str
    published_at: datetime
    images_at: str


class Rest(NamedTuple):
    """Those who have nothing yet of an update that was cancelled."""

    number: int
    is_in_the_same_words: bool


def as_page(letter: Letter, update: Update, text: News) -> AsPage:
    address = images_at("studio:image", letter.pk)
    return AsPage(text.title, text.body, update.language, update.published_at or timezone.now(), address)


def as_opened(mail: Mail) -> str:
    """Its HTML, with the lines above it that a mail program shows."""
    name, address = parseaddr(sender(mail))
    shown = {"subject": mail.subject, "name": name, "address": address}
    lines = render_to_string("studio/_mail_lines.html", shown)
    return BODY.sub(lambda body: body[0] + lines, mail.html, count=1)


def one_update(letter: Letter, update: Update, person: User) -> dict[str, Any]:
    """Everything about it; how many would hear of it is counted only where it can still be sent."""
    may_write, may_publish = may(person, Act.WRITE, letter.team), may(person, Act.PUBLISH, letter.team)
    may_change = is_editable(update.state)
    may_send = may_publish and may_change and not update.is_said_already()
    return {
        "letter": letter,
        "update": update,
        "news": as_page(letter, update, News(update.title, update.body)),
        "state": STATES[Update.State(update.state)],
        "audience": audience_in_words(update),
        "other_language": other_language(update),
        "number": count(letter.pk, update) if may_change or update.state in AT_REST else None,
        "counted_at": timezone.now(),
        "progress": progress_of(update),
        "decision": _decision_on(update),
        "may_write": may_write and may_change,
        "may_delete": may_write and update.is_deletable(),
        "may_send": may_send,
        "rest": _rest_of(update) if may_send else None,
        "may_publish": may_publish,
        "audience_form": AudienceForm(letter=letter, update=update) if may_write and may_change else None,
        "send_form": SendForm(letter=letter, update=update),
    }


def _rest_of(update: Update) -> Rest | None:
    """Only of what was broken off between the first reader and the last."""
    before = update.newest_sending()
    if before is None or not update.is_broken_off():
        return None
    number = count(update.letter_id, update, told=update.mailings_before())
    if not 0 < number < count(update.letter_id, update):
        return None
    return Rest(number, is_in_the_same_words=(before.title, before.body) == (update.title, update.body))


def _decision_on(update: Update) -> Decision | None:
    """What the desk said last, while its team has it back."""
    if update.submission_id is None or update.state in AT_REST:
        return None
    return Decision.objects.on(Subject.SUBMISSION, update.submission_id).standing().newest_first().first()
