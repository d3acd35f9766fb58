"""What a witness and a verifier are configured with: keys, and whose cosignatures make a checkpoint good."""

from email.utils import parseaddr

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from letters.api.log.door import demand_log, machines, text
from letters.ledger.keys import vkey
from letters.ledger.models import Cosignature, Log
from petition.lib.witness import Witness

FOR_A_MINUTE = "public, max-age=60"
# A log is shown to a witness once a minute at most, in up to three tries.
QUERIES_PER_DAY = 3 * 24 * 60
# Letters in the list, newest first: as many as there are keys at hand, and witnesses forget none that they once read.
MOST_LETTERS = 1_000

# The name in the policy of the witnesses taken together.
WITNESSED = "witnessed"


@machines
def policy(request: HttpRequest, path: str) -> HttpResponse:
    """C2SP tlog-policy: the log, the witnesses it is shown to, and that one of them must have cosigned."""
    log = demand_log(path)
    return text("".join(f"{line}\n" for line in _policy(log, _witnesses(log))), keep=FOR_A_MINUTE)


@machines
def logs(request: HttpRequest) -> HttpResponse:
    """The witness network's list of logs, version 0: the site's own, which needs witnesses, and those of letters."""
    sites = Log.objects.growing().filter(kind=Log.Kind.SITE).order_by("pk")
    letters = Log.objects.growing().filter(kind=Log.Kind.LETTER).order_by("-pk")[:MOST_LETTERS]
    return text("logs/v0\n" + "".join(_listed(log.origin) for log in [*sites, *letters]), keep=FOR_A_MINUTE)


def _witnesses(log: Log) -> list[Witness]:
    """All of ours for the site's log; for a letter's those that know it: no checkpoint would satisfy the others."""
    if log.kind == Log.Kind.SITE:
        return list(settings.WITNESSES)
    seen = Cosignature.objects.filter(log=log)
    return [witness for witness in settings.WITNESSES if seen.filter(witness=witness.name).exists()]


def _policy(log: Log, witnesses: list[Witness]) -> list[str]:
    lines = [f"log {vkey(log.origin)} {settings.SITE_URL}{log.path}"]
    lines += [f"witness {witness.name} {witness.verifier.vkey}" for witness in witnesses]
    if not witnesses:
        return [*lines, "quorum none"]
    return [*lines, f"group {WITNESSED} any {' '.join(witness.name for witness in witnesses)}", f"quorum {WITNESSED}"]


def _listed(origin: str) -> str:
    """The origin is the name in the key, so that the list needs no line for it."""
    contact = f"{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]} | {settings.SITE_URL}"
    return f"\nvkey {vkey(origin)}\nqpd {QUERIES_PER_DAY}\ncontact {contact}\n"
