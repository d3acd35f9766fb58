"""The pages anybody reads: the same bytes for everybody."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from letters.pages.finding import public_letter
from letters.pages.forms import CLOSING_SOON, MOST_SIGNED, SORTS, BrowseForm, SearchForm
from letters.pages.guards import public_page
from letters.pages.labels import label_in
from letters.pages.slips import empty_slip
from letters.pages.tongues import tongues_of
from letters.signing import queries as signing
from letters.signing.asking import questions_of
from letters.signing.lookups import first_names, newest_names
from letters.updates.lookups import ON_THE_PAGE, published_updates
from letters.writing.differences import difference
from letters.writing.lookups import responses_to
from letters.writing.models import Letter
from letters.writing.queries import LetterQuerySet
from letters.writing.rules import CONFIRM_HOURS, may_confirm, may_sign
from petition.lib.paging import keyset, numbered_ways, ways

# As many as a front page holds before it turns into a list.
ON_THE_FRONT = 7
LETTERS_A_PAGE = 20
NAMES_A_PAGE = 100


@public_page
def front(request: HttpRequest) -> HttpResponse:
    newest = list(Letter.objects.public().newest_first().select_related("log")[:ON_THE_FRONT])
    at = timezone.now()
    # What can still be signed goes first; a closed letter leads only where no other stands.
    lead = next((letter for letter in newest if letter.is_open(at)), newest[0] if newest else None)
    letters = [letter for letter in newest if letter is not lead]
    return render(request, "pages/front.html", {"lead": lead, "letters": letters})


@public_page
def letters(request: HttpRequest) -> HttpResponse:
    sort, number = BrowseForm(request.GET).wish()
    page = Paginator(_sorted(sort).select_related("log"), LETTERS_A_PAGE).get_page(number)
    shown = {"page": page, "sort": sort, "sorts": SORTS}
    return render(request, "pages/letters.html", shown | numbered_ways(page, {"sort": sort}))


@public_page
def letter(request: HttpRequest, slug: str) -> HttpResponse:
    letter = public_letter(slug)
    return render(request, "pages/letter.html", _face(request, letter, letter.language))


@public_page
def translation(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The same letter, its names and its slip, read in another language."""
    letter = public_letter(slug)
    if language == letter.language:
        return redirect("pages:letter", slug)
    found = letter.translations.newest_first().filter(language=language).first()
    if found is None or letter.current is None:
        raise Http404
    shown = {"version": found, "is_translation": True, "is_outdated": found.number < letter.current.number}
    return render(request, "pages/translation.html", _face(request, letter, language) | shown)


@public_page
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    letter = public_letter(slug)
    versions = list(letter.versions.published().newest_first())
    found = next((version for version in versions if version.number == number), None)
    if found is None:
        raise Http404
    before = next((version for version in versions if version.number == number - 1), None)
    changes = difference(before, found) if before else []
    shown = {"letter": letter, "version": found, "versions": versions, "before": before, "changes": changes}
    return render(request, "pages/version.html", shown)


@public_page
def signatures(request: HttpRequest, slug: str) -> HttpResponse:
    letter = public_letter(slug)
    form = SearchForm(request.GET)
    words, cursor = form.words(), request.GET.get("after", "")
    found = signing.search(letter, words) if words else signing.public_list(letter).filter(first_rank=None)
    page = keyset(found, cursor=cursor, size=NAMES_A_PAGE)
    firsts = [] if words or cursor else signing.first_signers(letter)
    shown = {"form": form, "words": words, "page": page, "firsts": firsts, "is_top": not cursor}
    shown |= {"questions": questions_of(letter)}
    return render(
        request, "pages/signatures.html", _with_count(letter) | shown | ways(page, "", {"q": words} if words else None)
    )


@public_page
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about.html")


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")


@public_page
def how(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/how.html")


def _face(request: HttpRequest, letter: Letter, language: str) -> dict[str, object]:
    names = {"firsts": first_names(letter.pk), "names": newest_names(letter.pk)}
    beside: dict[str, Any] = {"tongues": tongues_of(letter, current=language), "responses": responses_to(letter.pk)}
    beside |= _newest_updates(letter)
    signing = {"slip": empty_slip(letter), "label": label_in(request.GET)}
    return _with_count(letter) | _what_may_be_done(letter) | names | beside | signing


def _newest_updates(letter: Letter) -> dict[str, Any]:
    """The newest few, and whether there are more."""
    found = published_updates(letter.pk)
    return {"updates": found[:ON_THE_PAGE], "has_more_updates": len(found) > ON_THE_PAGE}


def _with_count(letter: Letter) -> dict[str, object]:
    """The letter and its count, read apart because a letter nobody has signed may have no sums yet."""
    return {"letter": letter, "version": letter.current, "count": signing.count_of(letter.pk)}


def _what_may_be_done(letter: Letter) -> dict[str, object]:
    at = timezone.now()
    may = {"is_open": may_sign(letter, at), "may_confirm": may_confirm(letter, at)}
    return {**may, "confirm_hours": CONFIRM_HOURS}


def _sorted(sort: str) -> LetterQuerySet:
    if sort == CLOSING_SOON:
        return Letter.objects.closing_soon(timezone.now())
    public = Letter.objects.public()
    return public.most_signed() if sort == MOST_SIGNED else public.newest_first()
