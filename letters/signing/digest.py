"""What happened to an organizer's letters: one mail a day or a week, when something did."""

from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length
from django.utils import timezone

from accounts.models import User
from accounts.roles import Act
from letters.signing import links, mail
from letters.signing.models import Milestone, Signature
from letters.signing.queries import SignatureQuerySet, count_of
from letters.signing.showing import shown_name
from letters.writing.models import Letter
from letters.writing.queries import LetterQuerySet
from petition.lib.hours import DAY, WEEK, last
from petition.lib.sweeping import sweep_each
from petition.lib.text import unlinked
from petition.outbox.actions import owe
from petition.outbox.composing import compose
from petition.outbox.headers import headers_to_leave
from petition.outbox.kinds import UNWANTED, Mail, Priority, Unwanted, register
from petition.outbox.models import Message

# O'clock UTC, before the working day of most of Europe; a week ends on Monday, which is 0.
ENDS_AT, ENDS_ON = 6, 0
# A reason worth reading is more than a cheer, and a few of them are more than a number.
REASON_FROM, REASONS = 30, 3


class Span(NamedTuple):
    since: datetime
    until: datetime


def span_of(often: str, at: datetime) -> Span:
    """The newest day or week that is over."""
    if often == User.Digest.DAILY:
        end = last(at, hour=ENDS_AT)
        return Span(end - DAY, end)
    end = last(at, hour=ENDS_AT, weekday=ENDS_ON)
    return Span(end - WEEK, end)


def tell(*, at: datetime | None = None) -> int:
    """Owe each organizer whose letters grew, or reached something, one digest of the time that is over."""
    at = at or timezone.now()
    return sum(_tell_all(often, span_of(often, at)) for often in (User.Digest.DAILY, User.Digest.WEEKLY))


def _tell_all(often: str, span: Span) -> int:
    letters = set(_eventful(Letter.objects.all(), span).values_list("team", flat=True))
    people = User.objects.filter(digest=often, is_active=True, closing_at=None, memberships__team__in=letters)
    ids = people.order_by("pk").values_list("pk", flat=True).distinct()
    return sweep_each(list(ids), partial(_tell, often=often, span=span), what="send the digest to person")


@transaction.atomic
def _tell(person_id: int, *, often: str, span: Span) -> int:
    person = User.objects.filter(pk=person_id, digest=often).first()
    if person is None or not _letters_of(person, span).exists():
        return 0
    key = f"{mail.DIGEST} {often} {span.until:%Y-%m-%d} {person.pk}"
    owe(mail.DIGEST, to=person.email, cause=person.pk, language=person.language, key=key)
    return 1


def digest(message: Message) -> Mail | Unwanted:
    """Counted when it is sent: who withdrew or hid since is in no number and no line."""
    person = User.objects.filter(pk=message.cause, is_active=True, closing_at=None).first()
    if person is None or person.digest == User.Digest.NEVER:
        return UNWANTED
    span = span_of(person.digest, message.created_at)
    items = [_item(letter, span) for letter in _letters_of(person, span)]
    if not items:
        return UNWANTED
    leave = links.to_choose_mail(person, links.OF_DIGESTS)
    context = {
        "items": items,
        "number": sum(item["number"] for item in items),
        "is_daily": person.digest == User.Digest.DAILY,
        "waiting": [unlinked(_working_title(letter)) for letter in _waiting(person)],
        "unsubscribe": leave,
    }
    headers = headers_to_leave(leave)
    return compose("mail/signing/digest", context, language=message.language, headers=headers, list_name="digest")


def _letters_of(person: User, span: Span) -> LetterQuerySet:
    """Those that this person may write, for a viewer's mailbox is nobody's desk."""
    letters = _eventful(Letter.objects.where_may(person, Act.WRITE), span)
    return letters.select_related("current").distinct().order_by("pk")


def _eventful(letters: LetterQuerySet, span: Span) -> LetterQuerySet:
    signed = _signed(OuterRef("pk"), span)
    reached = Milestone.objects.filter(letter=OuterRef("pk"), reached_at__gte=span.since, reached_at__lt=span.until)
    return letters.public().filter(Q(Exists(signed)) | Q(Exists(reached)))


def _waiting(person: User) -> LetterQuerySet:
    """Letters that go no further until their team does something."""
    return Letter.objects.where_may(person, Act.WRITE).filter(state=Letter.State.CHANGES_ASKED).order_by("pk")


def _working_title(letter: Letter) -> str:
    draft = letter.drafts.filter(language=letter.language).first()
    return (draft.title if draft else "") or letter.title


def _item(letter: Letter, span: Span) -> dict[str, Any]:
    reached = letter.milestones.filter(reached_at__gte=span.since, reached_at__lt=span.until)
    return {
        "title": unlinked(letter.title),
        "link": links.to_studio(letter),
        "number": _signed(letter, span).count(),
        "count": count_of(letter.pk),
        "milestones": list(reached.order_by("number").values_list("number", flat=True)),
        "reasons": [
            {"name": unlinked(shown_name(row)), "text": unlinked(row.reason)} for row in _worth_reading(letter, span)
        ],
    }


def _signed(letter: Letter | OuterRef, span: Span) -> SignatureQuerySet:
    signed = Signature.objects.in_force().filter(letter=letter)
    return signed.filter(confirmed_at__gte=span.since, confirmed_at__lt=span.until)


def _worth_reading(letter: Letter, span: Span) -> SignatureQuerySet:
    """Only what the public reads beside a name; whoever signs unnamed is quoted nowhere."""
    shown = _signed(letter, span).filter(display=Signature.Display.NAME, name_hidden_at=None, reported_at=None)
    long = shown.filter(reason_awaits=False).annotate(length=Length("reason")).filter(length__gte=REASON_FROM)
    return long.order_by("-length", "pk")[:REASONS]


def register_kinds() -> None:
    register(mail.DIGEST, digest, priority=Priority.REMINDER)
