"""The images of public letters."""

from django.http import HttpRequest, HttpResponse

from letters.pages.guards import public_page
from letters.writing.pictures import is_public, opened
from petition.http import picture


@public_page
def image(request: HttpRequest, key: str) -> HttpResponse:
    """Kept for a second only, like every public page: what is taken down is gone, its images too."""
    file = opened(key) if is_public(key) else None
    return picture(file)
