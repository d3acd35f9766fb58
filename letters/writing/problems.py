"""What keeps a draft from being handed in, each as a sentence for its writers."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from letters.writing import rules
from letters.writing.drafts import Draft
from letters.writing.merging import has_marks
from letters.writing.models import Letter
from letters.writing.rendering import PICTURES_WANTED, pictures_in
from petition.lib.refusal import Refused


@dataclass(frozen=True)
class Problem:
    field: str
    words: str


def problems_of(draft: Draft) -> list[Problem]:
    """In the order of the page; an empty list means that the draft may be handed in."""
    missing = (
        ("title", draft.title, _("The letter has no title.")),
        ("to", draft.to, _("Say whom the letter is written to.")),
        ("body", draft.body, _("The letter is empty.")),
    )
    found = [Problem(field, words) for field, text, words in missing if not text.strip()]
    if not draft.letter.published_at and not draft.letter.team.name.strip():
        found.append(Problem("team", _("Nobody could read who publishes it: name yourself, or your team.")))
    if has_marks(draft.body):
        found.append(Problem("body", _("Two texts still stand beside each other between marks (⁂⁂⁂).")))
    return found + [Problem("body", words) for words in image_problems(draft.letter, draft.body)]


def demand_printable(draft: Draft) -> None:
    """The desk, and after it the public, get no empty page, no torn text and no picture without words."""
    rules.demand_whole(draft)
    if problems := problems_of(draft):
        raise Refused("letter-incomplete", problems=[problem.words for problem in problems])


def image_problems(letter: Letter, body: str) -> list[str]:
    """What readers of a text would not see, or not hear of."""
    shown = list(pictures_in(body))
    found = []
    if len(PICTURES_WANTED.findall(body)) > len(shown):
        found.append(_("An image has no words that say what it shows, or its line is broken."))
    known = set(letter.images.values_list("key", flat=True))
    if any(picture["key"] not in known for picture in shown):
        found.append(_("An image in the text is none of this letter’s. Add it on the page of images."))
    return found
