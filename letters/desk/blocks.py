"""Blocks of domains and addresses: what is typed, what a block would hit, and how the list of them reads."""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from letters.desk.history import names_of
from letters.desk.promises import promise, promised
from letters.desk.queue import STATES
from letters.guard.models import WORDS_AT_MOST, Block
from letters.guard.providers import large_within
from letters.guard.reasons import REASONS, words_of
from letters.moderation.wishes import Deed
from letters.signing.hits import MOST_OPENED, Hits, of_address, of_domain
from letters.signing.models import Signature
from letters.writing.models import Letter
from petition.audit.models import AuditEvent
from petition.lib import emails
from petition.lib.vault import seal, unseal

PROMISE, PURPOSE = "block", "block preview"
MOST_LINES = 50  # letters with the most hits; what a block would do is clear long before
ADDRESS, DOMAIN = "address", "domain"
AN_ADDRESS = re.compile(r"\S@\S")


class NoteField(forms.CharField):
    """Words for moderators; an address in them would be read for as long as the history is kept."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 2})
        super().__init__(max_length=WORDS_AT_MOST, widget=widget, **options)

    def clean(self, value: Any) -> str:
        words = str(super().clean(value))
        if AN_ADDRESS.search(words):
            raise ValidationError(_("Name no address here: what you write is kept, and read by all moderators."))
        return words


class BlockForm(forms.Form):
    use_required_attribute = False

    subject = forms.CharField(
        label=_("Domain or address"),
        help_text=_("spam.example blocks all domains below it, too; name@spam.example one mailbox, however spelled."),
        max_length=emails.MOST_CHARACTERS,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Say which domain or which address.")},
    )
    reason = forms.ChoiceField(
        label=_("For this reason"),
        choices=[("", _("Choose")), *REASONS.items()],
        error_messages={"required": _("Choose a reason."), "invalid_choice": _("Choose a reason.")},
    )
    note = NoteField(label=_("Note for moderators"), required=False)

    def clean_subject(self) -> str:
        """The address as typed, or the domain in ASCII."""
        typed = str(self.cleaned_data["subject"])
        try:
            return emails.parse(typed) if "@" in typed else emails.parse_domain(typed)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class SignatureBlockForm(BlockForm):
    """The same about the mailbox of a signature, which nobody has to read for it."""

    def __init__(self, data: Any = None, *, signature: Signature) -> None:
        super().__init__(data, auto_id="block_%s")
        self.address = unseal(signature.address) if signature.address else ""
        domain = emails.domain_of(self.address)
        self.fields["subject"] = forms.ChoiceField(
            label=_("Block"),
            choices=((ADDRESS, _("Its address")), (DOMAIN, domain)),
            initial=ADDRESS,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
        )
        self.order_fields(("subject", "reason", "note"))

    def clean_subject(self) -> str:
        is_domain = self.cleaned_data["subject"] == DOMAIN
        return emails.domain_of(self.address) if is_domain else self.address


class LiftForm(forms.Form):
    use_required_attribute = False

    note = NoteField(
        label=_("Why it is lifted"), error_messages={"required": _("Say why; the history keeps it beside your name.")}
    )

    def __init__(self, data: Any = None, *, block_id: int) -> None:
        super().__init__(data, auto_id=f"lift{block_id}_%s")


@dataclass(frozen=True)
class Line:
    """A block as the list shows it; of an address only that it is one."""

    block: Block
    why: str
    who: str
    form: LiftForm


def lines(blocks: Iterable[Block], sent: LiftForm | None = None) -> list[Line]:
    """Each with a form to lift it, or with the one that comes back."""
    found = list(blocks)
    events = AuditEvent.objects.filter(subject_kind="block", subject_id__in=[block.pk for block in found])
    actors = dict(events.of("guard.block").values_list("subject_id", "actor"))
    names = names_of(actors.values())
    who = {number: names.get(actor, actor) for number, actor in actors.items()}
    return [
        Line(block, words_of(block.reason), who.get(block.pk, ""), sent or LiftForm(block_id=block.pk))
        for block in found
    ]


@dataclass(frozen=True)
class Hit:
    letter: Letter
    state: str | Promise
    number: int


@dataclass(frozen=True)
class Preview:
    """What a block would have refused, and what speaks against it."""

    domain: str  # empty for an address, which is not said again
    why: str
    note: str
    token: str
    hits: Hits
    lines: list[Hit]
    more: int  # signatures under letters that are not listed
    providers: list[str]
    standing: list[Line]  # blocks that refuse it already
    most_opened: int = MOST_OPENED


def preview(form: BlockForm, deed: Deed) -> Preview:
    subject, reason, note = (form.cleaned_data[name] for name in ("subject", "reason", "note"))
    domain = "" if "@" in subject else subject
    hits = of_domain(domain, at=deed.at) if domain else of_address(subject)
    shown = _listed(hits)
    exact = Block.objects.of(subject)
    above = Block.objects.covering(emails.domain_of(subject))
    said = {"subject": b64encode(seal(subject, PURPOSE)).decode(), "reason": reason, "note": note}
    return Preview(
        domain,
        words_of(reason),
        note,
        promise(PROMISE, said, deed),
        hits,
        shown,
        hits.number - sum(line.number for line in shown),
        large_within(domain) if domain else [],
        lines((exact | above).newest_first()),
    )


def opened(token: str, deed: Deed) -> dict[str, str] | None:
    """The subject, the reason and the note of a preview; an address travelled sealed."""
    said = promised(PROMISE, token, deed)
    if said is None:
        return None
    return {name: said[name] for name in ("reason", "note")} | {"subject": unseal(b64decode(said["subject"]), PURPOSE)}


def _listed(hits: Hits) -> list[Hit]:
    """The letters and states with the most of them first."""
    most = hits.numbers.most_common(MOST_LINES)
    letters = Letter.objects.select_related("current").in_bulk([letter_id for (letter_id, _state), _many in most])
    return [Hit(letters[letter_id], STATES[Signature.State(state)], many) for (letter_id, state), many in most]
