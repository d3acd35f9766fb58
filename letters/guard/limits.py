"""Which limits a request counts against, and where it stands in them."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.conf import settings

from letters.guard import rules
from petition.lib import networks
from petition.lib.throttle import Throttle, Window


@dataclass(frozen=True)
class Limit:
    """A window, the rule's name as moderators read it, and whom it counts."""

    rule: str
    subject: str
    window: Window

    def key(self, door: str) -> str:
        return f"guard:{door}:{self.rule}:{self.subject}"


def of_network(client: str, window: Window) -> list[Limit]:
    limits = [Limit("network", networks.prefix(client), window)]
    site = networks.wide_prefix(client)
    return [*limits, Limit("wide-network", site, rules.wide(window))] if site else limits


def of_denials(network: str, window: Window = rules.DENIED) -> list[Limit]:
    return [Limit("denied", network, window)]


def count_denial(network: str, *, at: datetime) -> None:
    """Somebody in this network typed an address whose owner wants nothing to do with it."""
    positions("sign", of_denials(network), at=at)


def positions(door: str, limits: list[Limit], *, at: datetime) -> list[int]:
    return _throttle(settings.REDIS_URL).hit([(limit.key(door), limit.window) for limit in limits], at=at)


def may(door: str, client: str, *, at: datetime) -> bool:
    """Whether a client may knock at a door other than signing; each call counts as a knock."""
    limits = of_network(client, rules.DOORS[door])
    pairs = zip(positions(door, limits, at=at), limits, strict=True)
    return not any(rules.is_over(position, limit.window) for position, limit in pairs)


@cache
def _throttle(url: str) -> Throttle:
    """One for the process, so that its connections are reused."""
    return Throttle(url, processes=rules.WEB_PROCESSES)
