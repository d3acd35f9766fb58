"""What a log has signed, and the tiles from which everybody can check it: these stay whatever becomes of a letter."""

from django.http import HttpRequest, HttpResponse

from letters.api.log.door import FOR_TWO_SECONDS, demand_log, demand_number, machines, text
from letters.ledger import keys, reading, receipts, rotating
from letters.ledger.models import Log
from petition.http import LASTS
from petition.lib import tiles
from petition.lib.refusal import Refused
from petition.lib.tiles import WIDTH, Tile

# A part of a tile is the beginning of the later whole: it never changes either.
FOR_EVER = "public, max-age=31536000, immutable"
FOR_AN_HOUR = "public, max-age=3600"


@machines
def checkpoint(request: HttpRequest, path: str) -> HttpResponse:
    return text(reading.checkpoint_note(demand_log(path)), keep=FOR_TWO_SECONDS)


@machines
def cosigned(request: HttpRequest, path: str) -> HttpResponse:
    """The newest checkpoint that a witness has seen, which may be older than the newest of all."""
    log = demand_log(path)
    size = reading.newest_cosigned(log)
    if size is None:
        raise Refused("not-found", notice="No witness has cosigned a checkpoint of this log yet.")
    return text(reading.checkpoint_note(log, size), keep=FOR_TWO_SECONDS)


@machines
def follows(request: HttpRequest, path: str) -> HttpResponse:
    """The last checkpoint of the log that went before, which is closed."""
    log = demand_log(path)
    if log.follows is None:
        raise Refused("not-found", notice="This log is the first; it follows none.")
    return text(rotating.last_note(log.follows), keep=FOR_AN_HOUR)


@machines
def vkey(request: HttpRequest, path: str) -> HttpResponse:
    return text(f"{keys.vkey(demand_log(path).origin)}\n", keep=FOR_AN_HOUR)


@machines
def tile(request: HttpRequest, path: str, tile: str) -> HttpResponse:
    wanted = _demand_tile(f"tile/{tile}")
    data = reading.tile(demand_log(path), wanted)
    if data is None:
        raise Refused("not-found")
    request.META[LASTS] = wanted.width == WIDTH
    return HttpResponse(data, content_type="application/octet-stream", headers={"Cache-Control": FOR_EVER})


@machines
def receipt(request: HttpRequest, path: str, index: str) -> HttpResponse:
    """The proof of an entry, without what opens it; under a cosigned checkpoint if one covers it."""
    wanted, log = demand_number(index), demand_log(path)
    found = reading.receipt(log, wanted, size=reading.newest_cosigned(log, least=wanted + 1))
    if found is None:
        raise Refused("not-found", notice=f"The log holds {log.size} entries; the first is number 0.")
    response = text(receipts.encode(found), keep=FOR_TWO_SECONDS)
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(log, wanted)}"'
    return response


def _demand_tile(path: str) -> Tile:
    try:
        return tiles.parse_path(path)
    except ValueError as error:
        raise Refused("not-found") from error


def _file_name(log: Log, index: int) -> str:
    names = [name for name in log.path.split("/") if name not in ("", "letters", "log")]
    return f"receipt-{'-'.join(names) or 'site'}-{index}.tlog-proof"
