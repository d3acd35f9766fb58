"""Where each language of a letter stands: begun, with the desk, public, behind."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from letters.writing.actions.steps import says_the_same
from letters.writing.differences import Hunk, difference
from letters.writing.drafts import Draft, Submission
from letters.writing.models import Letter, Translation
from petition.lib import languages

Kind = Submission.Kind


@dataclass(frozen=True)
class Standing:
    """One language: its draft, what readers have, and what waits at the desk."""

    code: str
    draft: Draft
    published: Translation | None
    waiting: Submission | None
    is_current: bool  # what readers have translates the version that stands
    is_changed: bool  # the draft says something that readers do not have
    since: list[Hunk]  # what was amended since the version on which the draft stands

    @property
    def in_words(self) -> str | Promise:
        if self.waiting:
            return _("With the desk")
        if self.published is None:
            return _("Draft")
        if not self.is_current:
            return _("Outdated: the letter was amended since")
        return _("Published; the draft says something else") if self.is_changed else _("Published")

    @property
    def may_be_submitted(self) -> bool:
        return not self.waiting and (self.is_changed or not self.is_current)


def standings_of(letter: Letter) -> list[Standing]:
    """Every language that was begun, in the order of their codes."""
    published = {one.language: one for one in letter.translations.newest_of_each_language()}
    waiting = {one.language: one for one in letter.submissions.awaiting().filter(kind=Kind.TRANSLATION)}
    drafts = letter.drafts.exclude(language=letter.language).select_related("based_on").order_by("language")
    return [_standing(letter, draft, published.get(draft.language), waiting.get(draft.language)) for draft in drafts]


def not_begun(letter: Letter) -> list[tuple[str, str]]:
    begun = {letter.language, *letter.drafts.values_list("language", flat=True)}
    return [(code, languages.native_name(code)) for code in languages.known() if code not in begun]


def _standing(letter: Letter, draft: Draft, published: Translation | None, waiting: Submission | None) -> Standing:
    is_current = bool(published and letter.current and published.number == letter.current.number)
    is_changed = published is None or not says_the_same(draft, published)
    return Standing(draft.language, draft, published, waiting, is_current, is_changed, _since(letter, draft))


def _since(letter: Letter, draft: Draft) -> list[Hunk]:
    before, now = draft.based_on, letter.current
    return difference(before, now) if before and now and before != now else []
