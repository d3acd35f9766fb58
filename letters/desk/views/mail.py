"""Mail, for administrators: what waits and what comes back; trying again, and dropping."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from letters.desk.guards import for_moderators, moderator_of
from letters.desk.mail import MailForm, board, do, sure
from petition.lib.numbers import number_in


@require_safe
@for_moderators
def mail(request: HttpRequest) -> HttpResponse:
    done = request.GET.get("done", "")
    is_known = done in ("retry", "drop")
    shown = {"done": done if is_known else "", "number": number_in(request.GET.get("number", "")) or 0}
    return render(request, "desk/mail.html", board() | shown)


@require_POST
@for_moderators
def preview_mail(request: HttpRequest) -> HttpResponse:
    """Say what would happen; nothing has yet."""
    return render(request, "desk/mail_sure.html", sure(MailForm(request.POST).meant()))


@require_POST
@for_moderators
def do_mail(request: HttpRequest) -> HttpResponse:
    meant = MailForm(request.POST).meant()
    number = do(meant, administrator=moderator_of(request))
    return redirect(f"{reverse('desk:mail')}?done={meant['deed']}&number={number}")
