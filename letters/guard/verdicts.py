"""What the guard makes of a try to sign; the signer is never told which rule it was."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from letters.guard import limits, rules
from letters.guard.limits import Limit
from letters.guard.queries import blocked_by
from petition.lib import emails, networks, vault

Action = Literal["pass", "hold", "refuse", "flood"]


@dataclass(frozen=True)
class Attempt:
    """A try to sign, as it came in at `at`; `trap` is the field that people never see."""

    letter_id: int
    address: str
    client: str
    trap: str
    at: datetime


@dataclass(frozen=True)
class Verdict:
    action: Action
    rule: str = ""


def verdict(attempt: Attempt) -> Verdict:
    """Flood before refusal before hold, so that a flood costs no query and a blocked one is never merely held.

    Every try below a flood does the same work, whatever comes out of it: one round trip and one query.
    """
    counted = _limits(attempt)
    positions = limits.positions("sign", counted, at=attempt.at)
    standing = list(zip(positions, counted, strict=True))
    flooded = [
        limit.rule for position, limit in standing if limit.window.counts and rules.is_flood(position, limit.window)
    ]
    if flooded:
        return Verdict("flood", flooded[0])
    over = [limit.rule for position, limit in standing if rules.is_over(position, limit.window)]
    return _refusal(attempt) or _hold(attempt, over) or Verdict("pass")


def _limits(attempt: Attempt) -> list[Limit]:
    return [
        *limits.of_network(attempt.client, rules.PER_NETWORK),
        Limit("letter", str(attempt.letter_id), rules.PER_LETTER),
        *limits.of_denials(networks.prefix(attempt.client), replace(rules.DENIED, counts=False)),
        Limit("address", vault.site_identity(attempt.address).hex(), rules.PER_ADDRESS),
    ]


def _refusal(attempt: Attempt) -> Verdict | None:
    domain = blocked_by(attempt.address)
    if domain is not None:
        return Verdict("refuse", "blocked-domain" if domain else "blocked-address")
    return Verdict("refuse", "trap") if attempt.trap else None


def _hold(attempt: Attempt, over: list[str]) -> Verdict | None:
    if over:
        return Verdict("hold", over[0])
    return Verdict("hold", "disposable") if emails.is_disposable(attempt.address) else None
