"""The queue of signatures, and one of them with everything about it."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from letters.desk.blocks import SignatureBlockForm
from letters.desk.bulk import BulkForm
from letters.desk.guards import for_moderators
from letters.desk.opening import Item, deed_of, item_page
from letters.desk.queue import SignaturesForm, lines
from letters.desk.records import just_now
from letters.desk.signatures import choices_on_signature, facts_about
from letters.desk.spine import ON_THE_SPINE, around, following
from letters.desk.verdicts import DecisionForm, sent_form
from letters.moderation.actions import decide
from letters.moderation.actions.together import AT_MOST
from letters.moderation.models import Claim, Subject
from letters.moderation.subjects import demand_of_another_team
from letters.moderation.waiting import COUNTED_UP_TO
from letters.signing.actions.looking import look_at_name
from letters.signing.models import Signature
from letters.signing.queries import LONGEST_WAITING_FIRST
from petition.lib.paging import keyset, ways
from petition.lib.refusal import Refused

NAME_READ = "name-read"  # what a session remembers until the page was shown once


@require_safe
@for_moderators
def signatures(request: HttpRequest) -> HttpResponse:
    return queue_page(request, BulkForm())


def queue_page(request: HttpRequest, bulk: BulkForm, *, status: int = 200, is_stale: bool = False) -> HttpResponse:
    """The queue with the form that decides about many at once; where that comes back it is filled."""
    form, deed = SignaturesForm(request.GET), deed_of(request)
    found = form.found(deed)
    rows = found.select_related("letter__current").defer("letter__current__body")
    page = keyset(rows, LONGEST_WAITING_FIRST, request.GET.get("after", ""))
    asked = form.asked()
    shown = {
        "form": form,
        "bulk": bulk,
        "picked": bulk.picked(),
        "is_stale": is_stale,
        "at_most": AT_MOST,
        "lines": lines(page.items, deed),
        "number": found.longest_waiting_first().values("pk")[: COUNTED_UP_TO + 1].count(),
        "most_counted": COUNTED_UP_TO,
        "asked": urlencode(asked),
        "done": just_now(request.GET.get("done", ""), person=deed.person, at=deed.at),
    }
    shown |= ways(page, reverse("desk:signatures"), asked)
    return render(request, "desk/signatures.html", shown, status=422 if form.errors else status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def signature(request: HttpRequest, signature_id: int) -> HttpResponse:
    """Open a signature, which claims it; or decide it. A name that is not shown stays unread."""
    found = found_by(deed_of(request).person, signature_id)
    if request.method != "POST":
        return _page(request, found)
    form = sent_form(request.POST, language=found.language)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    after = _spine(request, found)[1]
    try:
        decision = decide(form.wish(Subject.SIGNATURE, found.pk), person=deed_of(request).person)
    except Refused as refused:
        return _page(request, found_by(deed_of(request).person, found.pk), form, refused=refused)
    page = reverse("desk:signature", args=[after.pk]) if after else reverse("desk:signatures")
    return redirect(f"{page}?{urlencode(SignaturesForm(request.GET).asked() | {'done': decision.pk})}")


@require_POST
@for_moderators
def look(request: HttpRequest, signature_id: int) -> HttpResponse:
    """Let the next opening of this page show a name that its signer does not show; each look is part of the history."""
    found = found_by(deed_of(request).person, signature_id)
    look_at_name(found.pk, person=deed_of(request).person)
    request.session[NAME_READ] = found.pk
    return redirect(f"{reverse('desk:signature', args=[found.pk])}?{urlencode(SignaturesForm(request.GET).asked())}")


def found_by(person: User, signature_id: int) -> Signature:
    """A signature to a moderator of another team: the own team's signers are strangers to their desk, too."""
    rows = Signature.objects.select_related("letter__team", "letter__current", "letter__log", "version")
    found = get_object_or_404(rows.select_related("operation__log"), pk=signature_id)
    demand_of_another_team(Subject.SIGNATURE, found.pk, person)
    return found


def _page(
    request: HttpRequest,
    found: Signature,
    form: DecisionForm | None = None,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    choices = choices_on_signature(found)
    item = Item(Subject.SIGNATURE, found.pk, found.letter, choices, form, refused, language=found.language)
    queue, after = _spine(request, found)
    shown: dict[str, Any] = facts_about(found, deed_of(request)) | {
        "block_form": SignatureBlockForm(signature=found),
        "is_name_read": request.session.pop(NAME_READ, 0) == found.pk,
        "spine": lines(queue, deed_of(request)),
        "after": after,
        "asked": urlencode(SignaturesForm(request.GET).asked()),
    }
    return item_page(request, "desk/signature.html", item, shown, status=status)


def _spine(request: HttpRequest, found: Signature) -> tuple[list[Signature], Signature | None]:
    """The queue from where this signature stands in it, and what comes next that nobody else has open."""
    deed = deed_of(request)
    queue = SignaturesForm(request.GET).found(deed).longest_waiting_first()
    shown = around(queue, found, "awaits_since") if found.awaits_since else list(queue[:ON_THE_SPINE])
    others = Claim.objects.filter(kind=Subject.SIGNATURE, until__gt=deed.at).exclude(by=deed.person)
    taken = set(others.filter(subject_id__in=[row.pk for row in shown]).values_list("subject_id", flat=True))
    free = [row for row in shown if row.pk == found.pk or row.pk not in taken]
    return shown, following(free, found.pk) or queue.exclude(pk=found.pk).exclude(pk__in=taken).first()
