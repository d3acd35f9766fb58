"""Where a request came from, and which neighbours count as one."""

import ipaddress
import logging
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

log = logging.getLogger(__name__)


def client_address(meta: Mapping[str, Any], trusted: Sequence[Network]) -> str:
    """The nearest address that is no proxy of ours; empty when the server names none (a socket in the file system)."""
    client = _parse(str(meta.get("REMOTE_ADDR", "")))
    forwarded = str(meta.get("HTTP_X_FORWARDED_FOR", ""))
    if client is None or not forwarded:
        return str(client or "")
    if not _is_trusted(client, trusted):
        _warn_of_a_forged_header()
        return str(client)
    return str(_nearest_stranger(client, forwarded.split(","), trusted))


def prefix(address: str) -> str:
    """The network that counts as one client: IPv4 /32, IPv6 /64; an address within ::ffff: is IPv4."""
    client = _parse(address)
    return _network(client, 32 if client.version == 4 else 64) if client else ""


def wide_prefix(address: str) -> str | None:
    """The /48 an IPv6 site is usually given; IPv4 has no such thing."""
    client = _parse(address)
    return _network(client, 48) if client and client.version == 6 else None


def neighbourhood(address: str) -> str:
    """The first address of a network so wide that it tells the provider and no household: IPv4 /24, IPv6 /48."""
    client = _parse(address)
    return _network(client, 24 if client.version == 4 else 48).partition("/")[0] if client else ""


def _nearest_stranger(client: Address, hops: list[str], trusted: Sequence[Network]) -> Address:
    """Walk from our own proxy outwards; what stands further left could be anybody's invention."""
    for hop in reversed(hops):
        address = _parse(hop)
        if address is None:
            return client
        if not _is_trusted(address, trusted):
            return address
        client = address
    return client


def _is_trusted(address: Address, trusted: Sequence[Network]) -> bool:
    return any(address in network for network in trusted)


def _network(address: Address, bits: int) -> str:
    return str(ipaddress.ip_network((address, bits), strict=False))


def _parse(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(_without_port(text.strip()).partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _without_port(hop: str) -> str:
    """Some proxies write 192.0.2.1:4711 and [2001:db8::1]:4711."""
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop


@cache
def _warn_of_a_forged_header() -> None:
    """Say it once in a process: either somebody plays, or TRUSTED_PROXIES lacks the proxy in front of the site."""
    log.warning("X-Forwarded-For is ignored: it came from an address outside TRUSTED_PROXIES.")
