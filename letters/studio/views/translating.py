"""The languages of a letter: where each stands, and how another is begun and handed in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import acts_of
from accounts.roles import Act
from letters.studio.guards import for_letter, person_of
from letters.studio.letter_forms import LanguageForm, SubmitForm
from letters.studio.refusals import said
from letters.studio.translations import not_begun, standings_of
from letters.writing import actions as writing
from letters.writing.models import Letter
from letters.writing.rules import may_translate
from petition.lib.refusal import Refused


@require_safe
@for_letter
def translations(request: HttpRequest, letter: Letter) -> HttpResponse:
    return _show(request, letter)


@require_POST
@for_letter
def begin_translation(request: HttpRequest, letter: Letter) -> HttpResponse:
    form = LanguageForm(request.POST, choices=not_begun(letter))
    if not form.is_valid():
        return _show(request, letter, form=form, status=422)
    draft = writing.begin_translation(letter.pk, form.cleaned_data["language"], person=person_of(request))
    return redirect("studio:write", letter.pk, draft.language)


@require_POST
@for_letter
def submit_translation(request: HttpRequest, letter: Letter, language: str) -> HttpResponse:
    if language == letter.language or not letter.drafts.filter(language=language).exists():
        raise Http404
    form = SubmitForm(request.POST)
    typed = {"words_for": language, "words": request.POST.get("words", "")}
    if not form.is_valid():
        return _show(request, letter, refused=form.errors["words"][0], status=422, **typed)
    try:
        writing.submit_translation(letter.pk, language, **form.cleaned_data, person=person_of(request))
    except Refused as refused:
        return _show(request, letter, refused=said(refused), status=409, **typed)
    messages.success(request, _done(letter))
    return redirect("studio:translations", letter.pk)


def _show(request: HttpRequest, letter: Letter, *, status: int = 200, **more: Any) -> HttpResponse:
    acts = acts_of(person_of(request), letter.team)
    shown = {
        "letter": letter,
        "standings": standings_of(letter),
        "form": LanguageForm(choices=not_begun(letter)),
        "may_write": Act.WRITE in acts,
        "may_submit": may_translate(letter) and Act.PUBLISH in acts,
    }
    return render(request, "studio/translations.html", shown | more, status=status)


def _done(letter: Letter) -> str:
    if letter.team.is_trusted:
        return _("The translation is public.")
    return _("The translation is with the desk.")
