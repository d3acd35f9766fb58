"""What the mails of signing say, decided when they are sent; by then nobody may want them any more."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.uninvited import has_refused, link_to_refuse
from letters.ledger.models import Operation
from letters.signing import links, mail
from letters.signing.announcing import changed_words
from letters.signing.lookups import signature_with_letter
from letters.signing.mailboxes import signatures_of
from letters.signing.models import FirstSigner, Signature
from letters.signing.receipts import MEDIA_TYPE, ReceiptFile, receipt_file
from letters.signing.rules import PENDING_KEPT
from letters.signing.showing import chosen_name, chosen_place, chosen_role
from letters.writing.models import Letter
from letters.writing.rules import may_confirm, may_sign
from petition.lib.emails import exact
from petition.lib.text import unlinked
from petition.lib.tokens import Purpose
from petition.outbox.composing import compose
from petition.outbox.headers import headers_to_leave
from petition.outbox.kinds import NOT_YET, UNWANTED, Attachment, Mail, NotYet, Priority, Rendered, Unwanted, register
from petition.outbox.models import Message

State = Signature.State

# Printed as they are, and different in every mail; the rest is often the same for all signers of a letter.
VARYING = ("link", "unsubscribe", "deny")


def please_confirm(message: Message) -> Mail | Unwanted:
    """Nothing that anybody typed stands in this one: the mailbox has not said yet that it was asked for."""
    signature = signature_with_letter(message.cause)
    if signature is None or signature.state != State.PENDING:
        return UNWANTED
    if not may_confirm(signature.letter, message.created_at):
        return UNWANTED
    days = (Purpose.CONFIRM.lifetime or timedelta()).days
    return _compose(message, signature, _to_decide(message) | {"days": days})


def reminder(message: Message) -> Mail | Unwanted:
    """Asked for by nobody, so that whoever decided, left, or would come too late hears no more of it."""
    signature, now = signature_with_letter(message.cause), timezone.now()
    if signature is None or signature.is_erased or signature.state != State.PENDING or signature.wants_quiet:
        return UNWANTED
    until = signature.created_at + PENDING_KEPT
    if now >= until or not may_confirm(signature.letter, now):
        return UNWANTED
    leave = links.to_unsubscribe(signature)
    about = {"until": until.replace(minute=0, second=0, microsecond=0), "unsubscribe": leave}
    return _compose(message, signature, _to_decide(message) | about, headers_to_leave(leave))


def _to_decide(message: Message) -> dict[str, Any]:
    """The two ways out of a mail to somebody who has not confirmed."""
    return {"link": links.to_confirm(message.cause, message.pk), "deny": links.to_deny(message.cause)}


def already_signed(message: Message) -> Mail | Unwanted:
    signature = signature_with_letter(message.cause)
    if signature is None or signature.state not in (State.CONFIRMED, State.HELD):
        return UNWANTED
    return _compose(message, signature, {"link": links.to_manage(signature)})


def manage_link(message: Message) -> Mail | Unwanted:
    signature = signature_with_letter(message.cause)
    if signature is None or signature.state == State.PENDING:
        return UNWANTED
    return _compose(message, signature, {"link": links.to_manage(signature)})


def all_links(message: Message) -> Mail | Unwanted:
    """One link for each signature of a mailbox that asked; a mailbox without any hears nothing."""
    if not message.recipient:
        return UNWANTED
    links_of = [(row.letter.title, _link(row, message.address)) for row in signatures_of(message.address)]
    shown = {"signatures": [(title, link) for title, link in links_of if link]}
    return compose("mail/signing/all_links", shown, language=message.language) if shown["signatures"] else UNWANTED


def receipt(message: Message) -> Rendered:
    """The thank-you with the receipt; the mailbox has confirmed, so it reads how the signature is shown."""
    found = _in_force(message)
    if not isinstance(found, tuple):
        return found
    signature, file = found
    context = {"link": links.to_manage(signature), "number": signature.number, **_proven(signature, file)}
    if not signature.wants_news:
        return _compose(message, signature, context, file=file)
    leave = links.to_unsubscribe(signature)
    return _compose(message, signature, context | {"unsubscribe": leave}, headers_to_leave(leave), file=file)


def list_of(letter: Letter) -> str:
    """By this mail programs and their filters know the mails about one letter."""
    return f"{letter.slug}.letters"


def edited(message: Message) -> Rendered:
    """Whoever changes a signature makes an entry of it, so its owner hears of each."""
    found = _in_force(message)
    if not isinstance(found, tuple):
        return found
    signature, file = found
    context = {"link": links.to_manage(signature), **_proven(signature, file)}
    return _compose(message, signature, context, file=file)


def withdrawn(message: Message) -> Rendered:
    signature = signature_with_letter(message.cause)
    if signature is None or signature.state != State.WITHDRAWN:
        return UNWANTED
    context: dict[str, Any] = {"link": links.to_manage(signature)}
    if signature.operation_id is None:
        return _compose(message, signature, context)  # it was never counted, so the log has nothing to say of it
    end = Operation.objects.filter(of=signature.operation_id).select_related("log").order_by("-id").first()
    if end is None or end.index is None:
        return NOT_YET
    entry_link = links.to_entry(signature.letter, end.log.origin, end.index)
    return _compose(message, signature, context | {"index": end.index, "entry_link": entry_link})


def amended(message: Message) -> Mail | Unwanted:
    """What the text says now that it did not say when this was signed; of two such mails only the newer one goes."""
    signature = signature_with_letter(message.cause)
    if signature is None or signature.state != State.CONFIRMED or not signature.letter.is_public:
        return UNWANTED
    if signature.wants_quiet:
        return UNWANTED
    standing = signature.letter.current_id
    if signature.version_id == standing or standing is None or _is_outdated(message):
        return UNWANTED
    changes = changed_words(signature.version_id, standing)
    leave = links.to_unsubscribe(signature)
    about = {"link": links.to_manage(signature), "unsubscribe": leave, "changes": changes.hunks, "note": changes.note}
    return _compose(message, signature, about, headers_to_leave(leave))


def first_signer(message: Message) -> Mail | Unwanted:
    """Words of nobody but the moderated letter's title and the team's name: the mailbox asked for nothing."""
    rows = FirstSigner.objects.select_related("letter__current", "letter__team")
    first = rows.filter(pk=message.cause).first()
    if first is None or not may_sign(first.letter, timezone.now()):
        return UNWANTED
    letter = first.letter
    if has_refused(letter.team_id, message.address):
        return UNWANTED
    if Signature.objects.filter(letter=letter, identity=bytes(first.identity), confirmed_at__isnull=False).exists():
        return UNWANTED
    leave = link_to_refuse(letter.team_id, message.address)
    context = {"title": letter.title, "team": unlinked(str(letter.team)), "letter_link": links.to_letter(letter)}
    context |= {"unsubscribe": leave}
    headers = headers_to_leave(leave)
    return compose("mail/signing/first_signer", context, language=message.language, headers=headers)


def new_address(message: Message) -> Mail | Unwanted:
    """Nothing that a stranger typed, because the mailbox may belong to anybody."""
    signature = signature_with_letter(message.cause)
    if signature is None or not signature.may_be_edited:
        return UNWANTED
    return _compose(message, signature, {"link": links.to_move(signature.pk, message.pk)})


RENDERERS = {
    mail.PLEASE_CONFIRM: (please_confirm, Priority.CONFIRMATION),
    mail.REMINDER: (reminder, Priority.REMINDER),
    mail.LAST_REMINDER: (reminder, Priority.REMINDER),
    mail.ALREADY_SIGNED: (already_signed, Priority.CONFIRMATION),
    mail.MANAGE_LINK: (manage_link, Priority.CONFIRMATION),
    mail.NEW_ADDRESS: (new_address, Priority.CONFIRMATION),
    mail.ALL_LINKS: (all_links, Priority.CONFIRMATION),
    mail.RECEIPT: (receipt, Priority.RECEIPT),
    mail.WITHDRAWN: (withdrawn, Priority.RECEIPT),
    mail.EDITED: (edited, Priority.RECEIPT),
    mail.AMENDED: (amended, Priority.UPDATE),
    mail.FIRST_SIGNER: (first_signer, Priority.REMINDER),
}


def register_kinds() -> None:
    for kind, (render, priority) in RENDERERS.items():
        register(
            kind,
            render,
            priority=priority,
            limited=priority == Priority.CONFIRMATION or kind in mail.TO_CONFIRM,
            of_mailbox=kind == mail.ALL_LINKS,
            keyed_by_mailbox=kind == mail.FIRST_SIGNER,
        )


def _link(signature: Signature, address: str) -> str:
    """The link that helps; a try that nobody confirmed opens only through a mail that went to this very mailbox."""
    if signature.state != State.PENDING:
        return "" if signature.state == State.REFUSED and not signature.confirmed_at else links.to_manage(signature)
    asked = Message.objects.filter(kind__in=mail.TO_CONFIRM, cause=signature.pk).exclude(recipient=b"").order_by("-id")
    same = (message for message in asked if exact(message.address) == exact(address))
    return next((links.to_confirm(signature.pk, message.pk) for message in same), "")


def _is_outdated(message: Message) -> bool:
    return Message.objects.filter(kind=message.kind, cause=message.cause, pk__gt=message.pk).exists()


def _in_force(message: Message) -> tuple[Signature, ReceiptFile] | NotYet | Unwanted:
    """A signature that counts, with its receipt; nothing is sent before the log has its entry."""
    signature = signature_with_letter(message.cause)
    if signature is None or signature.state != State.CONFIRMED or signature.is_erased:
        return UNWANTED
    file = receipt_file(signature)
    return (signature, file) if file else NOT_YET


def _compose(
    message: Message,
    signature: Signature,
    context: dict[str, Any],
    headers: dict[str, str] | None = None,
    *,
    file: ReceiptFile | None = None,
) -> Mail:
    letter = signature.letter
    about = {"title": letter.title, "is_public": letter.is_public, "letter_link": links.to_letter(letter), **context}
    # What comes with a receipt says how somebody is shown, and no process keeps that: they may be erased tomorrow.
    varying = {} if file else {name: about.pop(name) for name in VARYING if name in about}
    template = f"mail/{message.kind.replace('.', '/')}"
    attachments = (Attachment(file.name, file.text.encode(), MEDIA_TYPE),) if file else ()
    return compose(
        template,
        about,
        language=message.language,
        varying=varying,
        headers=headers,
        attachments=attachments,
        list_name=list_of(letter),
    )


def _proven(signature: Signature, file: ReceiptFile) -> dict[str, Any]:
    """How the signature reads, in characters that no mail program makes a link of, and where its proof is."""
    parts = {"name": chosen_name(signature), "role": chosen_role(signature), "place": chosen_place(signature)}
    entry_link = links.to_entry(signature.letter, file.origin, file.index)
    where = {"index": file.index, "entry_link": entry_link, "verify_link": links.to_verify()}
    return {part: unlinked(text) for part, text in parts.items()} | where
