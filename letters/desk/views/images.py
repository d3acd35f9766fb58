"""The images of letters that the public does not see yet, or not any more, for whoever decides on them."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from letters.desk.guards import for_moderators
from letters.writing.drafts import Image
from letters.writing.pictures import opened
from petition.http import picture


@require_safe
@for_moderators
def image(request: HttpRequest, letter_id: int, key: str) -> HttpResponse:
    file = opened(key) if Image.objects.filter(letter=letter_id, key=key).exists() else None
    return picture(file)
