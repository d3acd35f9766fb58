"""The next version of a public letter: what it changes is shown before anything is sent."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from letters.studio.guards import for_letter, person_of
from letters.studio.letter_forms import AmendForm
from letters.studio.refusals import said
from letters.writing import actions as writing
from letters.writing.differences import difference_to_come
from letters.writing.drafts import Submission
from letters.writing.models import Letter
from petition.lib.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@for_letter
def amend(request: HttpRequest, letter: Letter) -> HttpResponse:
    draft = letter.drafts.filter(language=letter.language).first()
    form = AmendForm(request.POST or None, initial={"note": draft.note if draft else ""})
    if form.is_valid():
        try:
            writing.submit(letter.pk, **form.cleaned_data, person=person_of(request))
        except Refused as refused:
            form.add_error(None, said(refused))
        else:
            messages.success(request, _done(letter))
            return redirect("studio:letter", letter.pk)
    changes = difference_to_come(letter.current, draft) if draft and letter.current else []
    waiting = letter.submissions.awaiting().filter(kind=Submission.Kind.AMENDMENT).first()
    shown = {"letter": letter, "draft": draft, "form": form, "changes": changes, "waiting": waiting}
    return render(request, "studio/amend.html", shown, status=422 if form.errors else 200)


def _done(letter: Letter) -> str:
    if letter.team.is_trusted:
        return _("The new version is public; whoever signed the older one hears of it by mail.")
    return _("The new version is with the desk. Until it is approved, the letter stays as it is.")
