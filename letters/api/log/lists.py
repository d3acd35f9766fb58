"""What a witness and a verifier are configured with: keys, and whose cosignatures make a checkpoint good."""

from email.utils import parseaddr

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from letters.api.log.door import demand_log, machines, text
from letters.ledger.keys import vkey
from letters.ledger.models import Log
from petition.lib.witness import Witness

FOR_A_MINUTE = "public, max-age=60"
# Witnesses are asked once a minute at most, and as often again where an answer got lost.
QUERIES_PER_DAY = 2 * 24 * 60

# The name in the policy of the witnesses taken together.
WITNESSED = "witnessed"


@machines
def policy(request: HttpRequest, path: str) -> HttpResponse:
    """C2SP tlog-policy: the log, the witnesses it is shown to, and that one of them must have cosigned."""
    log = demand_log(path)
    witnesses = settings.WITNESSES if log.kind == Log.Kind.SITE else ()
    return text("".join(f"{line}\n" for line in _policy(log, witnesses)), keep=FOR_A_MINUTE)


@machines
def logs(request: HttpRequest) -> HttpResponse:
    """The witness network's list of logs, version 0, with those of ours that ask for cosignatures."""
    witnessed = Log.objects.filter(kind=Log.Kind.SITE, closed_at=None).order_by("pk")
    return text("logs/v0\n" + "".join(_listed(log) for log in witnessed), keep=FOR_A_MINUTE)


def _policy(log: Log, witnesses: tuple[Witness, ...]) -> list[str]:
    lines = [f"log {vkey(log.origin)} {settings.SITE_URL}{log.path}"]
    lines += [f"witness {witness.name} {witness.verifier.vkey}" for witness in witnesses]
    if not witnesses:
        return [*lines, "quorum none"]
    return [*lines, f"group {WITNESSED} any {' '.join(witness.name for witness in witnesses)}", f"quorum {WITNESSED}"]


def _listed(log: Log) -> str:
    """The log's origin is the name in its key, so that the list needs no line for it."""
    contact = f"{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]} | {settings.SITE_URL}"
    return f"\nvkey {vkey(log.origin)}\nqpd {QUERIES_PER_DAY}\ncontact {contact}\n"
