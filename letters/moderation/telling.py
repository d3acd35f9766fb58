"""What the owner of a mailbox hears of a decision on their signature; never a name, which may be somebody else's."""

from typing import Any

from letters.moderation.models import Decision
from letters.moderation.reasons import words_for
from letters.signing import links
from letters.signing.lookups import signature_with_letter
from letters.signing.mail import NAME_HIDDEN, REASON_CLEARED, RESTORED, STRUCK, owe_about
from letters.signing.models import Signature
from petition.outbox.composing import compose
from petition.outbox.kinds import NOT_YET, UNWANTED, Mail, Priority, Rendered, Unwanted, register
from petition.outbox.models import Message

State = Signature.State
Verdict = Decision.Verdict


def of_striking(decision: Decision) -> None:
    _owe(STRUCK, decision.subject_id, decision)


def of_restoring(decision: Decision) -> None:
    _owe(RESTORED, decision.subject_id, decision)


def of_hiding(decision: Decision) -> None:
    _owe(NAME_HIDDEN, decision.subject_id, decision)


def of_clearing(decision: Decision) -> None:
    _owe(REASON_CLEARED, decision.subject_id, decision)


def of_operators_strike(signature_id: int) -> None:
    _owe(STRUCK, signature_id)


def of_operators_restoration(signature_id: int) -> None:
    _owe(RESTORED, signature_id)


def struck(message: Message) -> Mail | Unwanted:
    signature = signature_with_letter(message.cause)
    if signature is None or signature.state != State.STRUCK:
        return UNWANTED
    own, language = _words(message), message.language
    return _mail(message, signature, words_for(Verdict.STRIKE, signature.ended_reason, own, language=language))


def restored(message: Message) -> Rendered:
    """Whoever never heard of the strike hears nothing of its end either."""
    signature = signature_with_letter(message.cause)
    if signature is None or signature.state in (State.STRUCK, State.WITHDRAWN):
        return UNWANTED
    told = Message.objects.filter(kind=STRUCK, cause=message.cause, id__lt=message.pk)
    if told.filter(state=Message.State.OWED).exists():
        return NOT_YET
    decision = _decision(message)
    was_told = told.filter(state=Message.State.SENT).exists()
    if decision is not None and decision.verdict != Verdict.RESTORE and not was_told:
        return UNWANTED
    return _mail(message, signature)


def name_hidden(message: Message) -> Mail | Unwanted:
    signature = signature_with_letter(message.cause)
    decision = _decision(message)
    if signature is None or not signature.name_hidden_at or (decision and decision.undone_at):
        return UNWANTED
    return _mail(message, signature, _words(message))


def reason_cleared(message: Message) -> Mail | Unwanted:
    signature = signature_with_letter(message.cause)
    if signature is None or signature.reason:
        return UNWANTED
    return _mail(message, signature, _words(message))


RENDERERS = {STRUCK: struck, RESTORED: restored, NAME_HIDDEN: name_hidden, REASON_CLEARED: reason_cleared}


def register_kinds() -> None:
    for kind, render in RENDERERS.items():
        register(kind, render, priority=Priority.DECISION)


def _owe(kind: str, signature_id: int, decision: Decision | None = None) -> None:
    """Owe it about the signature; an address that nobody confirmed gets no mail."""
    signature = Signature.objects.filter(pk=signature_id).first()
    if signature is not None and signature.confirmed_at is not None:
        owe_about(signature, kind, secrets={"decision": decision.pk} if decision else None)


def _decision(message: Message) -> Decision | None:
    return Decision.objects.filter(pk=message.secrets.get("decision", 0)).first()


def _words(message: Message) -> str:
    """Why, in the signer's language: the moderator's own words, or those of the catalogue."""
    decision = _decision(message)
    if decision is None:
        return ""
    return words_for(decision.verdict, decision.reason, decision.words, language=message.language)


def _mail(message: Message, signature: Signature, words: str = "") -> Mail:
    letter = signature.letter
    about: dict[str, Any] = {
        "title": letter.title,
        "is_public": letter.is_public,
        "letter_link": links.to_letter(letter),
        "words": words,
        "is_counted": signature.state == State.CONFIRMED,
    }
    varying = {"link": links.to_manage(signature)}
    return compose(f"mail/{message.kind.replace('.', '/')}", about, language=message.language, varying=varying)
