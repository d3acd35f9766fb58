"""What the mails of updates say, decided when they are sent; by then somebody may have left."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.safestring import SafeString

from letters.signing import links
from letters.signing.composing import list_of
from letters.signing.models import Signature
from letters.updates.lookups import readers
from letters.updates.mail import TO_SELF, UPDATE
from letters.updates.models import Sending, Update
from letters.writing.models import Letter
from letters.writing.plain import in_words
from letters.writing.rendering import render, without_pictures
from petition.lib.text import unlinked
from petition.outbox.composing import compose
from petition.outbox.headers import headers_to_leave
from petition.outbox.kinds import UNWANTED, Mail, Priority, Unwanted, register
from petition.outbox.models import Message

TEMPLATE = "mail/updates/update"


class Said(NamedTuple):
    """An update's words as a mail sets them."""

    title: str  # in which no mail program finds an address to link
    html: SafeString
    text: str


def update(message: Message) -> Mail | Unwanted:
    """Only the newest words go out, and only to those who stand under the letter and want to hear of it now."""
    signature = message.found or gather([message])[message.pk]
    if not isinstance(signature, Signature) or not wants(signature) or signature.wants_weekly:
        return UNWANTED
    sent = sent_in(message.mailing_id or 0)
    leave = links.to_unsubscribe(signature)
    varying = {"link": links.to_manage(signature), "unsubscribe": leave}
    context = about(signature.letter, said_in(sent.sending), sent.language)
    headers, list_name = headers_to_leave(leave), list_of(signature.letter)
    return compose(TEMPLATE, context, language=message.language, varying=varying, headers=headers, list_name=list_name)


def gather(messages: Sequence[Message]) -> dict[int, Signature | Unwanted]:
    """The signatures of those whom the mailings of these messages speak to now, by message."""
    causes: dict[int, list[int]] = defaultdict(list)
    for message in messages:
        causes[message.mailing_id or 0].append(message.cause)
    found = {mailing: readers(mailing, ids) for mailing, ids in causes.items()}
    return {message.pk: found[message.mailing_id or 0].get(message.cause, UNWANTED) for message in messages}


def to_self(message: Message) -> Mail | Unwanted:
    """The same mail for its writer, before anybody else has it; its links lead to nobody's signature."""
    found = Update.objects.select_related("letter__current", "letter__team").filter(pk=message.cause).first()
    if found is None or not found.letter.is_public:
        return UNWANTED
    return as_mail(found, language=message.language, is_test=True)


def as_mail(update: Update, *, language: str, is_test: bool = False) -> Mail:
    """What signers would get if it were sent as it stands; its links lead to nobody's signature."""
    here = links.to_letter(update.letter)
    context = about(update.letter, said(update.title, update.body), update.language)
    return compose(TEMPLATE, context | {"is_test": is_test, "link": here, "unsubscribe": here}, language=language)


def about(letter: Letter, said: Said, language: str) -> dict[str, Any]:
    """What the mail's templates print, the same for every signer."""
    return {
        "title": said.title,
        "html": said.html,
        "text": said.text,
        "written_in": language,
        "letter_title": unlinked(letter.title),
        "letter_link": links.to_letter(letter),
        "is_test": False,
    }


class Sent(NamedTuple):
    """Which words a mailing carries, and the language they are in."""

    sending: int
    language: str


@lru_cache(maxsize=64)
def sent_in(mailing_id: int) -> Sent:
    return Sent(*Sending.objects.values_list("pk", "update__language").get(mailing=mailing_id))


# A sending's words never change, and a million mails in a row are of very few sendings.
@lru_cache(maxsize=64)
def said_in(sending_id: int) -> Said:
    sending = Sending.objects.get(pk=sending_id)
    return said(sending.title, sending.body)


def said(title: str, body: str) -> Said:
    return Said(unlinked(title), without_pictures(render(body, title=title)), in_words(body, title=title))


def register_kinds() -> None:
    register(UPDATE, update, priority=Priority.UPDATE, gather=gather)
    register(TO_SELF, to_self, priority=Priority.DECISION)


def wants(signature: Signature) -> bool:
    in_force = signature.state == Signature.State.CONFIRMED and not signature.is_erased
    return in_force and signature.wants_news and signature.letter.is_public
