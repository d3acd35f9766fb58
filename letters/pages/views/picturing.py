"""The images of public letters."""

from django.http import Http404, HttpRequest, HttpResponse

from letters.pages.guards import public_page
from letters.writing.pictures import is_public, opened


@public_page
def image(request: HttpRequest, key: str) -> HttpResponse:
    """Kept for a second only, like every public page: what is taken down is gone, its images too."""
    file = opened(key) if is_public(key) else None
    if file is None:
        raise Http404
    with file:
        return HttpResponse(file.read(), content_type="image/webp")
