"""A draft as the public page would show it: the same templates, the same renderer."""

from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from letters.signing.asking import questions_of
from letters.signing.forms import SignForm
from letters.signing.queries import count_of
from letters.writing.drafts import Draft
from letters.writing.merging import DraftText
from letters.writing.models import Letter
from letters.writing.pictures import images_at


@dataclass(frozen=True)
class Unpublished:
    """What a page asks of a version; its images are shown to the team alone."""

    number: int
    language: str
    title: str
    to: str
    body: str
    published_at: datetime
    images_at: str
    is_draft: bool = True  # its number leads nowhere yet


def as_it_will_print(draft: Draft, text: DraftText) -> dict[str, object]:
    """What letter_head.html and letter_body.html need."""
    number = _number(draft)
    address = images_at("studio:image", draft.letter_id)
    title, to = text.title or _("Title"), text.to or "…"
    version = Unpublished(number, draft.language, title, to, text.body, timezone.now(), address)
    return {"letter": draft.letter, "version": version}


def whole_page(draft: Draft, text: DraftText) -> dict[str, object]:
    """What pages/letter.html needs; whoever signs there signs nothing."""
    count = count_of(draft.letter_id) if draft.letter.log_id else 0
    shown = {"count": count, "is_open": True, "firsts": [], "names": [], "slip": _slip(draft.letter)}
    return as_it_will_print(draft, text) | shown


def _number(draft: Draft) -> int:
    """A translation stands beside the version that it translates, an amendment comes after it."""
    stands, is_translation = draft.letter.current, draft.language != draft.letter.language
    if stands is None:
        return 1
    return stands.number if is_translation else stands.number + 1


def _slip(letter: Letter) -> SafeString:
    form = SignForm(initial={"version": 0}, questions=questions_of(letter))
    slip = render_to_string("components/sign_slip.html", {"letter": letter, "form": form})
    return format_html("<div inert>{}</div>", slip)
