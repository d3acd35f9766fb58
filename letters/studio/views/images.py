"""The images of a letter: sent in, looked at by the team, taken away again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from letters.studio.forms import ImageForm
from letters.studio.guards import for_letter, person_of
from letters.studio.refusals import said
from letters.writing.actions import add_image, remove_image
from letters.writing.models import Letter
from letters.writing.pictures import opened
from petition.http import picture
from petition.lib.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@for_letter
def images(request: HttpRequest, letter: Letter) -> HttpResponse:
    form = ImageForm(request.POST, request.FILES) if request.method == "POST" else ImageForm()
    if not form.is_valid():
        return _page(request, letter, form, status=422 if form.is_bound else 200)
    try:
        add_image(letter, form.picture, alt=form.cleaned_data["alt"], person=person_of(request))
    except Refused as refused:
        form.add_error(None, said(refused))
        return _page(request, letter, form, status=409)
    return redirect("studio:images", letter.pk)


@require_POST
@for_letter
def remove(request: HttpRequest, letter: Letter, key: str) -> HttpResponse:
    try:
        remove_image(letter, key, by=f"user {person_of(request).pk}")
    except Refused as refused:
        return _page(request, letter, ImageForm(), refused=said(refused), status=409)
    return redirect("studio:images", letter.pk)


@require_safe
@for_letter
def image(request: HttpRequest, letter: Letter, key: str) -> HttpResponse:
    """An image for the team, whatever state its letter is in."""
    file = opened(key) if letter.images.filter(key=key).exists() else None
    return picture(file)


def _page(request: HttpRequest, letter: Letter, form: ImageForm, *, status: int, refused: str = "") -> HttpResponse:
    shown = {"letter": letter, "form": form, "refused": refused, "images": letter.images.order_by("-id")}
    return render(request, "studio/images.html", shown, status=status)
