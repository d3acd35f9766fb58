"""News to signers: the list, one update with how far it has come, and the desk it is written on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import may
from accounts.roles import Act
from letters.studio.guards import for_letter, person_of
from letters.studio.handing_back import hands_text_back, wants_json
from letters.studio.news import as_opened, as_page, one_update
from letters.studio.offers import offer_of, offered_words
from letters.studio.progress import progress_of
from letters.studio.refusals import said
from letters.updates.actions import delete as delete_draft
from letters.updates.actions import keep, look, start
from letters.updates.actions.writing import Kept, News, Outcome, text_of
from letters.updates.composing import as_mail
from letters.updates.forms import NewsForm
from letters.updates.models import Update
from letters.updates.rules import is_editable
from letters.updates.wording import STATES
from letters.writing.models import Letter
from petition.inbox import FRAME_SECURITY
from petition.lib.refusal import Refused

# A team that sends weekly fills it in four years; older ones stand on the letter's page.
MOST_LISTED = 200


@require_safe
@for_letter
def updates(request: HttpRequest, letter: Letter) -> HttpResponse:
    found = Update.objects.filter(letter=letter).select_related("by", "submission").newest_first()[:MOST_LISTED]
    lines = [(update, STATES[Update.State(update.state)], progress_of(update)) for update in found]
    may_write = letter.is_public and may(person_of(request), Act.WRITE, letter.team)
    shown = {"letter": letter, "lines": lines, "may_write": may_write, "offer": offer_of(letter)}
    return render(request, "studio/updates.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@hands_text_back
@for_letter
def new(request: HttpRequest, letter: Letter) -> HttpResponse:
    """Nothing is begun before something is kept; `?milestone=` lays out words about a count."""
    words = offered_words(letter, request.GET.get("milestone", ""))
    form = NewsForm(request.POST or None, initial=words, language=letter.language)
    if form.is_valid():
        try:
            begun = start(letter.pk, form.text(), person=person_of(request))
        except Refused as refused:
            form.add_error(None, said(refused))
        else:
            return redirect("studio:write_update", letter.pk, begun.pk)
    return render(
        request, "studio/new_update.html", {"letter": letter, "form": form}, status=422 if form.errors else 200
    )


@require_safe
@for_letter
def update(request: HttpRequest, letter: Letter, update_id: int) -> HttpResponse:
    """The whole page; `?part=progress` only how far it has come, for a script that asks every few seconds."""
    found = update_of(letter, update_id)
    look(found)
    if request.GET.get("part") == "progress":
        state = STATES[Update.State(found.state)]
        shown = {"letter": letter, "update": found, "progress": progress_of(found), "state": state}
        return render(request, "components/progress.html", shown)
    return render(request, "studio/update.html", one_update(letter, found, person_of(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@hands_text_back
@for_letter
def write(request: HttpRequest, letter: Letter, update_id: int) -> HttpResponse:
    found = update_of(letter, update_id)
    if request.method != "POST":
        as_kept = text_of(found)._asdict() | {"on": found.changes}
        return _desk(request, letter, found, NewsForm(initial=as_kept, language=found.language))
    form = NewsForm(request.POST, language=found.language)
    if not form.is_valid():
        mistakes = JsonResponse({"error": "mistakes", "fields": form.errors}, status=422)
        return mistakes if wants_json(request) else _desk(request, letter, found, form, status=422)
    kept = keep(found.pk, form.text(), on=form.cleaned_data["on"], person=person_of(request))
    return _as_json(kept) if wants_json(request) else _answer(request, letter, found, form, kept)


@require_http_methods(["GET", "HEAD", "POST"])
@for_letter
def preview(request: HttpRequest, letter: Letter, update_id: int) -> HttpResponse:
    """The update as it was kept, or as somebody has just typed it: as the letter's page sets it, or as the mail."""
    found = update_of(letter, update_id)
    form = NewsForm(request.POST or None, language=found.language)
    text = form.text() if form.is_valid() else text_of(found)
    if request.GET.get("as") != "mail":
        template = "components/news.html" if request.method == "POST" else "studio/preview_update.html"
        return render(request, template, {"news": as_page(letter, found, text), "heading": "2"})
    found.letter, found.title, found.body = letter, text.title, text.body
    headers = {"Content-Security-Policy": FRAME_SECURITY, "X-Frame-Options": "SAMEORIGIN"}
    return HttpResponse(as_opened(as_mail(found, language=found.language)), headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@for_letter
def delete(request: HttpRequest, letter: Letter, update_id: int) -> HttpResponse:
    """Ask first; a second click finds it gone, and leads to the same list."""
    if request.method != "POST":
        return _asked(request, letter, update_of(letter, update_id))
    found = Update.objects.filter(pk=update_id, letter=letter).first()
    if found is not None:
        try:
            delete_draft(found.pk, person=person_of(request))
        except Refused as refused:
            return _asked(request, letter, found, refused=said(refused), status=409)
        messages.success(request, _("The draft is deleted."))
    return redirect("studio:updates", letter.pk)


def update_of(letter: Letter, update_id: int) -> Update:
    return get_object_or_404(Update.objects.select_related("submission", "by"), pk=update_id, letter=letter)


def _asked(
    request: HttpRequest, letter: Letter, found: Update, *, refused: str = "", status: int = 200
) -> HttpResponse:
    shown = {"letter": letter, "update": found, "refused": refused, "is_deletable": found.is_deletable()}
    return render(request, "studio/delete_update.html", shown, status=status)


def _desk(
    request: HttpRequest,
    letter: Letter,
    found: Update,
    form: NewsForm,
    stands: News | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    shown = {"letter": letter, "update": found, "form": form, "stands": stands}
    shown |= {"is_editable": is_editable(found.state), "is_deletable": found.is_deletable()}
    shown |= {"images": letter.images.order_by("-id")}
    shown |= {"news": as_page(letter, found, text_of(found))}
    return render(request, "studio/write_update.html", shown, status=status)


def _answer(request: HttpRequest, letter: Letter, found: Update, form: NewsForm, kept: Kept) -> HttpResponse:
    if kept.outcome is not Outcome.CLASH:
        messages.success(request, _("Saved."))
        return redirect(request.path)
    text = form.text()
    again = NewsForm(initial=text._asdict() | {"on": kept.changes}, language=found.language)
    return _desk(request, letter, found, again, kept.text, status=409)


def _as_json(kept: Kept) -> JsonResponse:
    told = {"outcome": kept.outcome, "revision": kept.changes, "yours": kept.changes, "colleagues": []}
    told |= {"text": kept.text._asdict(), "at": kept.at.isoformat()}
    return JsonResponse(told, status=409 if kept.outcome is Outcome.CLASH else 200)
