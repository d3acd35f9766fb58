"""The queue of letters handed in, one of them with everything about it, and a letter that is public or was."""

from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from letters.desk.guards import for_moderators
from letters.desk.images import with_images
from letters.desk.news import news_of
from letters.desk.opening import Item, deed_of, item_page
from letters.desk.records import just_now
from letters.desk.spine import KINDS, LETTERS_OLDEST_FIRST, LettersForm, around, following, letter_lines
from letters.desk.verdicts import DecisionForm, choices_on_letter, choices_on_submission, sent_form
from letters.moderation.actions import decide
from letters.moderation.models import Subject
from letters.writing.differences import difference
from letters.writing.drafts import Submission
from letters.writing.models import Letter, Version
from petition.lib.paging import keyset, ways
from petition.lib.refusal import Refused


@require_safe
@for_moderators
def letters(request: HttpRequest) -> HttpResponse:
    form, deed = LettersForm(request.GET), deed_of(request)
    rows = form.found(deed).defer("body")
    page = keyset(rows, LETTERS_OLDEST_FIRST, request.GET.get("after", ""))
    asked = form.asked()
    shown = {
        "form": form,
        "lines": letter_lines(page.items, deed),
        "asked": urlencode(asked),
        "for_others": Submission.objects.awaiting().filter(not_for=deed.person).count(),
        "done": just_now(request.GET.get("done", ""), person=deed.person, at=deed.at),
    }
    shown |= ways(page, reverse("desk:letters"), asked)
    return render(request, "desk/letters.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def submission(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Open a text, which claims it; or decide it."""
    rows = Submission.objects.select_related("letter__team", "letter__current", "letter__log", "based_on", "by")
    found = get_object_or_404(rows, pk=submission_id)
    if found.not_for_id == deed_of(request).person.pk:
        raise Refused("another-moderator")
    if request.method != "POST":
        return _submission(request, found)
    form = sent_form(request.POST, language=found.letter.language)
    if not form.is_valid():
        return _submission(request, found, form, status=422)
    after = _spine(request, found)[1]
    try:
        decision = decide(form.wish(Subject.SUBMISSION, found.pk), person=deed_of(request).person)
    except Refused as refused:
        return _submission(request, rows.get(pk=found.pk), form, refused=refused)
    page = reverse("desk:submission", args=[after.pk]) if after else reverse("desk:letters")
    return redirect(f"{page}?{urlencode(LettersForm(request.GET).asked() | {'done': decision.pk})}")


def _submission(
    request: HttpRequest,
    found: Submission,
    form: DecisionForm | None = None,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    item = Item(Subject.SUBMISSION, found.pk, found.letter, choices_on_submission(found), form, refused)
    lines, after = _spine(request, found)
    shown: dict[str, Any] = {
        "submission": found,
        "kind_words": KINDS[Submission.Kind(found.kind)],
        "version": with_images(found, found.letter_id),
        "changes": _changes(found),
        "news": news_of(found) if found.is_news else None,
        "spine": letter_lines(lines, deed_of(request)),
        "after": after,
        "asked": urlencode(LettersForm(request.GET).asked()),
    }
    return item_page(request, "desk/submission.html", item, shown, status=status)


def _spine(request: HttpRequest, found: Submission) -> tuple[list[Submission], Submission | None]:
    """The queue from where this item stands in it, and what comes next."""
    queue = LettersForm(request.GET).found(deed_of(request)).defer("body").oldest_first()
    lines = around(queue, found, "at")
    return lines, following(lines, found.pk) or queue.exclude(pk=found.pk).first()


def _changes(found: Submission) -> list[Any]:
    is_other_language = found.kind == Submission.Kind.TRANSLATION
    if found.based_on is None or is_other_language or found.is_news or found.kind == Submission.Kind.APPEAL:
        return []
    return difference(found.based_on, cast(Version, found))


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """A letter that was published: what is known of it, and the way to take it down or to bring it back."""
    rows = Letter.objects.once_public().select_related("team", "current", "log")
    found = get_object_or_404(rows, pk=letter_id)
    if request.method != "POST":
        return _letter(request, found)
    form = sent_form(request.POST, language=found.language)
    if not form.is_valid():
        return _letter(request, found, form, status=422)
    try:
        decision = decide(form.wish(Subject.LETTER, found.pk), person=deed_of(request).person)
    except Refused as refused:
        return _letter(request, rows.get(pk=found.pk), form, refused=refused)
    return redirect(f"{reverse('desk:letter', args=[found.pk])}?done={decision.pk}")


def _letter(
    request: HttpRequest,
    found: Letter,
    form: DecisionForm | None = None,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    item = Item(Subject.LETTER, found.pk, found, choices_on_letter(found), form, refused)
    return item_page(
        request, "desk/letter.html", item, {"version": with_images(found.current, found.pk)}, status=status
    )
