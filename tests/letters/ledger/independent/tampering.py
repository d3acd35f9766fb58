"""What an operator with the log's key might do: each takes an honest log's scribe and tells another story.

The stories are signed as a whole by `make_log`, so that nothing but what they say gives them away.
"""

from collections.abc import Callable
from dataclasses import replace

from letters.ledger.entries import encode, parse
from letters.ledger.facts import Sign, Tally, Withdraw
from petition.lib.canonical import to_base64
from tests.letters.ledger.independent.making import Scribe, scribe_of

Story = Callable[[Scribe], list[bytes]]


def dropped(scribe: Scribe) -> list[bytes]:
    """A signature is left out, and everything after it moves up."""
    at = scribe.live[0]
    return scribe.entries[:at] + scribe.entries[at + 1 :]


def altered(scribe: Scribe) -> list[bytes]:
    """Somebody else's commitment stands where a signature stood that nobody has changed since."""
    at = unchanged(scribe)
    entry = parse(scribe.entries[at])
    assert isinstance(entry.fact, Sign)
    forged = encode(replace(entry.fact, commit=bytes(32)), entry.time, entry.tally)
    return [*scribe.entries[:at], forged, *scribe.entries[at + 1 :]]


def reordered(scribe: Scribe) -> list[bytes]:
    """Two entries change places, each as it was written."""
    at = scribe.live[0]
    swapped = scribe.entries[at : at + 2][::-1]
    return [*scribe.entries[:at], *swapped, *scribe.entries[at + 2 :]]


def miscounted(scribe: Scribe) -> list[bytes]:
    """The last entry counts a thousand signatures that nobody gave."""
    entry = parse(scribe.entries[-1])
    tally = Tally(entry.tally.signed + 1_000, entry.tally.withdrawn, entry.tally.struck)
    return [*scribe.entries[:-1], encode(entry.fact, entry.time, tally)]


def foreign_token(scribe: Scribe) -> list[bytes]:
    """One signer's token withdraws the signature of another."""
    target, other = scribe.live[:2]
    last, held = parse(scribe.entries[-1]), scribe.held[target]
    tally = Tally(last.tally.signed, last.tally.withdrawn + 1, last.tally.struck)
    return [*scribe.entries, encode(Withdraw(target, scribe.held[other].secret.token, held.rest), last.time, tally)]


def rewritten(scribe: Scribe) -> list[bytes]:
    """Another history of the same length, which breaks no rule: only who kept a checkpoint can tell."""
    return scribe_of(len(scribe.entries), seed=2).entries


def cut(scribe: Scribe) -> list[bytes]:
    """The last entries are forgotten, which breaks no rule either."""
    return scribe.entries[:-10]


STORIES: tuple[Story, ...] = (dropped, altered, reordered, miscounted, foreign_token, rewritten, cut)


def unchanged(scribe: Scribe) -> int:
    """The first signature in force whose own entry still holds its newest commitment."""
    wanted = {to_base64(scribe.held[at].commit).encode(): at for at in scribe.live}
    return min(at for commit, at in wanted.items() if commit in scribe.entries[at])
