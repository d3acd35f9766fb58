"""The public log of a letter, for people."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from letters.ledger import histories, keys, reading
from letters.ledger.charting import chart
from letters.ledger.commitments import read_card
from letters.ledger.growth import growth
from letters.ledger.listing import open_site_log
from letters.ledger.models import Log, Operation
from letters.ledger.statistics import contents
from letters.pages.explaining import FATES, HAPPENED, REASONS, explain, hour, reason
from letters.pages.finding import public_letter, public_log
from letters.pages.guards import public_page
from letters.pages.proving import Proof, prove
from petition.lib.tiles import ENTRIES, WIDTH, Tile, path_of

# What a page shows of those who have seen the log; all of them stand in the checkpoint itself.
COSIGNATURES_SHOWN = 12


@public_page
def log(request: HttpRequest, slug: str, turn: int | None = None) -> HttpResponse:
    letter = public_letter(slug)
    log = public_log(letter, turn)
    proof = prove(log, log.size - 1)
    shown = {"letter": letter, "log": log, "proof": proof, "vkey": keys.vkey(log.origin)}
    found = _numbers(log) | _witnesses(log) | _texts(log) | _last_bundle(log) | _neighbours(log)
    return render(request, "pages/log.html", shown | found)


@public_page
def entry(request: HttpRequest, slug: str, index: int, turn: int | None = None) -> HttpResponse:
    letter = public_letter(slug)
    log = public_log(letter, turn)
    proof = prove(log, index)
    shown = {"letter": letter, "log": log, "proof": proof, "lines": explain(proof.text, proof.entry)}
    return render(request, "pages/entry.html", shown | _told(proof) | _context(log, index))


def _numbers(log: Log) -> dict[str, object]:
    found, grown = contents(log), growth(log)
    strikes = [(REASONS[reason], many) for reason, many in found.strikes.items()]
    kinds = [(HAPPENED[kind], found.of(kind)) for kind in HAPPENED if found.of(kind)]
    growing = {"step": grown.step, "whole": chart(grown.whole), "hours": chart(grown.hours)}
    split = {"shown": found.shown, "unshown": log.count - found.shown, "gone": log.withdrawn + log.struck}
    return {"contents": found, "kinds": kinds, "strikes": strikes, "growth": growing, "split": split}


def _witnesses(log: Log) -> dict[str, object]:
    """Who saw this log, or the site's, in which its checkpoints are entries."""
    site = open_site_log()
    seen = histories.newest_cosignatures(log, COSIGNATURES_SHOWN)
    seen_site = histories.newest_cosignatures(site, COSIGNATURES_SHOWN) if site else []
    return {"note": reading.checkpoint_note(log), "site_log": site, "seen": seen, "seen_site": seen_site}


def _texts(log: Log) -> dict[str, object]:
    return {"texts": [(index, entry.fact, hour(entry)) for index, entry in histories.texts(log)]}


def _last_bundle(log: Log) -> dict[str, object]:
    last = log.size - 1
    return {"last_bundle": path_of(Tile(ENTRIES, last // WIDTH, last % WIDTH + 1))}


def _neighbours(log: Log) -> dict[str, object]:
    """The logs that a letter's count stood on before and after, if an operator had to close one."""
    return {"before": log.follows, "after": Log.objects.shown().filter(follows=log).first()}


def _told(proof: Proof) -> dict[str, object]:
    return {"happened": HAPPENED[proof.entry.fact.kind], "reason": reason(proof.entry), "hour": hour(proof.entry)}


def _context(log: Log, index: int) -> dict[str, object]:
    """What stands before and behind an entry, and what others say of the same signature."""
    operation = histories.operation_at(log, index)
    if operation is None:
        raise Http404
    neighbours = {"previous": index - 1 if index else None, "next": index + 1 if index + 1 < log.size else None}
    return neighbours | _history(operation) | {"operation": operation}


def _history(operation: Operation) -> dict[str, object]:
    """What the other entries say of the same signature, and how it is shown now."""
    signing = operation if operation.kind == "sign" else operation.of
    if signing is None:
        return {"signing": None}
    opening = histories.opening_of(signing)
    changes = histories.changes_of(signing)
    others = [(index, HAPPENED[entry.fact.kind], hour(entry)) for index, entry in changes if index != operation.index]
    card = read_card(opening.card) if opening else None
    shown = {"signing": signing, "changes": others, "opening": opening, "card": card}
    return shown | {"fate": _fate([change for change in changes if change[0] > (operation.index or 0)])}


def _fate(later: list[histories.Placed]) -> tuple[int, Promise, Promise | None] | None:
    """What became of a signature in the end: which entry says so, in words, and why it was taken out."""
    fates = [(index, FATES[entry.fact.kind], reason(entry)) for index, entry in later if entry.fact.kind in FATES]
    return fates[-1] if fates else None
