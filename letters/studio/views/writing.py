"""The desk on which a letter's text is written."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from letters.studio.drafts import beside_the_text, draft_of
from letters.studio.guards import for_letter, person_of
from letters.studio.handing_back import hands_text_back, wants_json
from letters.studio.previewing import as_it_will_print
from letters.writing.actions import be_seen, keep
from letters.writing.actions.drafting import Kept, Outcome
from letters.writing.drafts import Draft
from letters.writing.forms import DraftForm
from letters.writing.models import Letter
from letters.writing.revisions import colleagues_at, text_of
from letters.writing.rules import is_editable

STATUS = {Outcome.CLASH: 409}


@require_http_methods(["GET", "HEAD", "POST"])
@hands_text_back
@for_letter
def write(request: HttpRequest, letter: Letter, language: str = "") -> HttpResponse:
    draft = draft_of(letter, language, person=person_of(request))
    if request.method != "POST":
        be_seen(draft, person=person_of(request))
        as_kept = text_of(draft).as_dict() | {"on": draft.revision}
        return _page(request, draft, DraftForm(initial=as_kept, language=draft.language), 200)
    form = DraftForm(request.POST, language=draft.language)
    if not form.is_valid():
        mistakes = JsonResponse({"error": "mistakes", "fields": form.errors}, status=422)
        return mistakes if wants_json(request) else _page(request, draft, form, 422)
    kept = keep(draft.pk, form.text(), on=form.cleaned_data["on"], person=person_of(request))
    be_seen(draft, person=person_of(request))
    return _as_json(request, draft, kept) if wants_json(request) else _answer(request, draft, form, kept)


def _page(request: HttpRequest, draft: Draft, form: DraftForm, status: int) -> HttpResponse:
    letter = draft.letter
    shown = {"letter": letter, "draft": draft, "form": form, "is_editable": is_editable(letter)}
    shown |= {"colleagues": _colleagues(request, draft), "images": letter.images.order_by("-id")}
    shown |= beside_the_text(draft) | as_it_will_print(draft, text_of(draft))
    return render(request, "studio/write.html", shown, status=status)


def _answer(request: HttpRequest, draft: Draft, form: DraftForm, kept: Kept) -> HttpResponse:
    if kept.outcome is Outcome.CLASH:
        shown = {"letter": draft.letter, "draft": draft, "kept": kept, "yours": form.text()}
        return render(request, "studio/clash.html", shown, status=409)
    is_merged = kept.outcome is Outcome.MERGED
    words = _("Saved, together with what a colleague saved in between.") if is_merged else _("Saved.")
    messages.success(request, words)
    return redirect(request.path)


def _as_json(request: HttpRequest, draft: Draft, kept: Kept) -> JsonResponse:
    said = {"outcome": kept.outcome, "revision": kept.revision, "yours": kept.yours, "text": kept.text.as_dict()}
    said |= {"at": kept.at.isoformat(), "colleagues": _colleagues(request, draft)}
    return JsonResponse(said, status=STATUS.get(kept.outcome, 200))


def _colleagues(request: HttpRequest, draft: Draft) -> list[str]:
    return colleagues_at(draft, than=person_of(request).pk, at=timezone.now())
