"""Blocks of domains and addresses: the list of them, a new one and what it would hit, and lifting one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from letters.desk.blocks import BlockForm, LiftForm, SignatureBlockForm, lines, opened, preview
from letters.desk.guards import by_moderator, for_moderators
from letters.desk.opening import deed_of
from letters.desk.views.signatures import found_by
from letters.guard import actions
from letters.guard.models import Block
from letters.signing.models import Signature
from petition.audit.models import AuditEvent
from petition.lib.numbers import number_in
from petition.lib.paging import keyset, ways
from petition.lib.refusal import Refused

NEWEST_FIRST = ("-id",)


@require_safe
@for_moderators
def blocks(request: HttpRequest) -> HttpResponse:
    return _page(request, BlockForm())


@require_POST
@for_moderators
def preview_block(request: HttpRequest) -> HttpResponse:
    """Say what a block would hit; nothing changes yet, and what was typed stands in no address."""
    return _preview(request, BlockForm(request.POST))


@require_POST
@for_moderators
def preview_block_of(request: HttpRequest, signature_id: int) -> HttpResponse:
    """The same about the mailbox of a signature."""
    signature = found_by(deed_of(request).person, signature_id)
    if signature.is_erased:
        raise Refused("signature-gone")
    return _preview(request, SignatureBlockForm(request.POST, signature=signature), signature)


@require_POST
@for_moderators
def do_block(request: HttpRequest) -> HttpResponse:
    """Do what the preview promised; the same page sent twice blocks once."""
    said = opened(request.POST.get("token", ""), deed_of(request))
    if said is None:
        return _page(request, BlockForm(), is_stale=True, status=409)
    block = actions.block(said["subject"], reason=said["reason"], note=said["note"], by=by_moderator(request))
    return redirect(f"{reverse('desk:blocks')}?done={block.pk}")


@require_POST
@for_moderators
def lift_block(request: HttpRequest, block_id: int) -> HttpResponse:
    form = LiftForm(request.POST, block_id=block_id)
    block = Block.objects.filter(pk=block_id).first()
    if block is not None and not form.is_valid():
        return render(request, "desk/lift.html", {"lines": lines([block], form)}, status=422)
    if block is not None:
        actions.unblock(block.pk, note=form.cleaned_data["note"], by=by_moderator(request))
    elif not AuditEvent.objects.about("block", block_id).exists():
        raise Http404
    return redirect("desk:blocks")


def _preview(request: HttpRequest, form: BlockForm, signature: Signature | None = None) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form, signature=signature, status=422)
    shown = {"preview": preview(form, deed_of(request)), "signature": signature}
    return render(request, "desk/block.html", shown)


def _page(
    request: HttpRequest,
    form: BlockForm,
    *,
    signature: Signature | None = None,
    is_stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The list, with the form of a new block; where that comes back it is filled."""
    page = keyset(Block.objects.all(), NEWEST_FIRST, request.GET.get("after", ""))
    done = number_in(request.GET.get("done", ""))
    shown = {
        "form": form,
        "signature": signature,
        "is_stale": is_stale,
        "done": Block.objects.filter(pk=done).first() if done else None,
        "lines": lines(page.items),
    }
    return render(request, "desk/blocks.html", shown | ways(page, reverse("desk:blocks")), status=status)
