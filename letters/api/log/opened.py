"""What entries stand for: the texts that were signed, and the names of public signers. Gone when their letter is."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse

from letters.api.log.door import ASK_AGAIN, demand_letter, demand_log, demand_number, machines, text
from letters.ledger import reading
from letters.ledger.openings import as_published
from letters.models import Translation, Version
from petition.lib.refusal import Refused
from petition.lib.tiles import WIDTH


@machines
def openings(request: HttpRequest, path: str, number: str) -> HttpResponse:
    """What opens the commitments in a bundle: of public signatures in force, and only as they are shown now."""
    wanted, log = demand_number(number), demand_log(path)
    demand_letter(log)
    first = wanted * WIDTH
    if first >= log.size:
        raise Refused("not-found", notice=f"The log holds {log.size} entries, {WIDTH} in a bundle.")
    found = [as_published(opening) for opening in reading.openings(log.pk, first, first + WIDTH)]
    return JsonResponse({"openings": found}, headers={"Cache-Control": ASK_AGAIN})


@machines
def document(request: HttpRequest, path: str, number: str) -> HttpResponse:
    """A text as it was hashed: the SHA-256 of these bytes stands in the log. `2.fr` is version 2 in French."""
    number, _, language = number.partition(".")
    wanted, letter = demand_number(number), demand_letter(demand_log(path))
    texts: QuerySet[Version] | QuerySet[Translation] = Version.objects.published()
    if language:
        texts = Translation.objects.newest_first().filter(language=language)
    found = texts.filter(letter=letter, number=wanted).first()
    if found is None:
        raise Refused("not-found")
    return text(found.document, keep=ASK_AGAIN)
