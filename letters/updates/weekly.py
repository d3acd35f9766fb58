"""One mail a week for whoever follows several letters and asked for no more than that."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from letters.signing import links
from letters.signing.mail import UPDATE, WEEKLY
from letters.signing.mailboxes import signatures_of
from letters.signing.models import Signature
from letters.updates.composing import said_in, wants
from letters.updates.models import Audience, Sending
from letters.updates.queries import SendingQuerySet
from petition.lib.hours import WEEK, last
from petition.lib.sweeping import sweep_each
from petition.lib.text import unlinked
from petition.lib.vault import exact_identity, site_identity, unseal
from petition.outbox.actions import owe
from petition.outbox.composing import compose
from petition.outbox.headers import headers_to_leave
from petition.outbox.kinds import UNWANTED, Mail, Priority, Unwanted, register
from petition.outbox.models import Message

# A week of news ends on Friday morning, before most of the world stops reading mail: Monday is 0.
ENDS_ON, ENDS_AT = 4, 8
# Characters of an update; the rest is on the letter's page.
SHOWN = 400
# Whatever is longer is no word but a script without spaces.
_LAST_WORD = re.compile(r"(?:\s\S{0,200}|.)\Z", re.DOTALL)


def ended(at: datetime) -> datetime:
    """When the newest week of news that is over had its end."""
    return last(at, hour=ENDS_AT, weekday=ENDS_ON)


def tell(*, at: datetime | None = None) -> int:
    """Owe every mailbox that asked for it one mail about the week that is over; how many signatures were looked at."""
    end = ended(at or timezone.now())
    letters = _news(end - WEEK, end).values_list("update__letter", flat=True)
    followed = Signature.objects.reading_weekly(end - WEEK).filter(letter__in=set(letters))
    ids = followed.order_by("pk").values_list("pk", flat=True)
    return sweep_each(ids.iterator(), partial(_tell, end=end), what="tell the week to signature")


@transaction.atomic
def _tell(signature_id: int, *, end: datetime) -> int:
    """Whichever signature of a mailbox comes first carries its mail; the key keeps the others from owing it again."""
    signature = Signature.objects.filter(pk=signature_id, address__isnull=False).first()
    if signature is None:
        return 0
    sealed = bytes(signature.address or b"")
    address = unseal(sealed)
    key = f"{WEEKLY} {end:%Y-%m-%d} {exact_identity(address).hex()}"
    identity = site_identity(address)
    owe(WEEKLY, to=sealed, cause=signature_id, identity=identity, language=signature.language, key=key)
    return 1


def weekly(message: Message) -> Mail | Unwanted:
    """What this mailbox follows is looked up when the mail is sent, and only the mailbox learns of it."""
    if not message.recipient:
        return UNWANTED
    end = ended(message.created_at)
    following = [row for row in signatures_of(message.address) if wants(row) and _held_until(row, end) > end - WEEK]
    items = [item for row in following for item in _items(row, end)]
    if not items:
        return UNWANTED
    leave = links.to_leave_all(following[0])
    context = {"items": items, "number": len(items), "unsubscribe": leave}
    headers = headers_to_leave(leave)
    return compose("mail/updates/weekly", context, language=message.language, headers=headers, list_name="weekly")


def _held_until(signature: Signature, end: datetime) -> datetime:
    """Whoever went back to each as it comes has had later news by itself."""
    return end if signature.wants_weekly else min(end, signature.weekly_until or end - WEEK)


def _items(signature: Signature, end: datetime) -> Iterator[dict[str, Any]]:
    """What was published for this signer in the week, after they had signed, and was not mailed to them before."""
    letter = signature.letter
    told = Message.objects.filter(kind=UPDATE, cause=signature.pk, state=Message.State.SENT)
    mailings = set(told.values_list("mailing", flat=True))
    signed_at = signature.confirmed_at or end
    news = _news(max(signed_at, end - WEEK), _held_until(signature, end)).filter(update__letter=letter)
    for sending in news.order_by("update__published_at"):
        if mailings.isdisjoint(_said_by(sending)) and _is_for(sending, signature):
            said = said_in(sending.pk)
            yield {
                "title": said.title,
                "html": said.html,
                "text": _beginning(said.text),
                "written_in": sending.language,
                "letter_title": unlinked(letter.title),
                "link": links.to_updates(letter),
            }


def _said_by(sending: Sending) -> set[int | None]:
    """Its own mailing, and of one that went to the rest the earlier ones, too."""
    earlier = sending.update.mailings_before(sending) if sending.to_the_rest else []
    return {sending.mailing_id, *earlier}


def _beginning(text: str) -> str:
    """As much as is shown, up to the end of a word: half an address would open something else."""
    if len(text) <= SHOWN:
        return text
    return f"{_LAST_WORD.sub('', text[: SHOWN + 1])} …"


def _news(since: datetime, until: datetime) -> SendingQuerySet:
    return Sending.objects.public().filter(update__published_at__gte=since, update__published_at__lt=until)


def _is_for(sending: Sending, signature: Signature) -> bool:
    """The same choice that `audiences` makes in SQL."""
    value = sending.audience_value
    return {
        Audience.EVERYBODY: True,
        Audience.LANGUAGE: signature.language == value,
        Audience.COUNTRY: signature.country.lower() == value.lower(),
        Audience.FIRST_SIGNERS: signature.first_rank is not None,
    }[Audience(sending.audience)]


def register_kinds() -> None:
    register(WEEKLY, weekly, priority=Priority.UPDATE, keyed_by_mailbox=True)
