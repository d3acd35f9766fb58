"""What programs may ask."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from letters.api.log.door import OPEN
from letters.signing.queries import count_and_size
from letters.writing.models import Letter
from letters.writing.rules import demand_public

# Open pages ask every two seconds; a second of it may come from anybody's cache.
FRESH_FOR = "public, max-age=1"
HEADERS = {"Cache-Control": FRESH_FOR, **OPEN}


@require_safe
def count(request: HttpRequest, slug: str) -> JsonResponse:
    letter = demand_public(
        Letter.objects.only("id", "state", "closes_at", "notice", "on_paper").filter(slug=slug).first()
    )
    count, size = count_and_size(letter.pk)
    told = {"count": count, "size": size, "state": _state(letter)}
    # Attested by the team and in no log, so it is never part of the count.
    paper = {"paper": letter.on_paper} if letter.on_paper else {}
    return JsonResponse(told | paper, headers=HEADERS)


count.is_public = True  # type: ignore[attr-defined]  # petition/http.py asks for it


def _state(letter: Letter) -> str:
    """The state as readers see it: a passed closing date counts before any sweep has noticed it."""
    is_over = letter.state == Letter.State.PUBLISHED and not letter.is_open(timezone.now())
    return Letter.State.CLOSED if is_over else letter.state
