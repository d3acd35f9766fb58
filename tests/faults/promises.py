"""Holds what was promised and shown against the logs as they are now.

The folder holds what the hands were promised, and `shown`: the checkpoints that somebody kept, a line for each.
"""

from collections import Counter
from pathlib import Path

from letters.ledger import reading
from letters.ledger.models import Log, Operation
from letters.signing.queries import differing_from_the_log
from petition.lib.merkle import leaf_hash, root_of
from tests.letters.ledger.books import assert_sound


def main(place: str) -> None:
    folder = Path(place)
    assert not Operation.objects.waiting().exists()
    for log in Log.objects.all():
        assert_sound(log)
    assert not list(differing_from_the_log())
    kept = keep_promises(folder)
    seen = contradict_nothing(folder / "shown")
    print(f"{kept} promises kept, {seen} checkpoints stand.")


def keep_promises(folder: Path) -> int:
    """Every verb that came back has its entry."""
    promised = Counter(line for file in folder.glob("*.promised") for line in whole_lines(file))
    rows = Operation.objects.filter(index__isnull=False).values_list("kind", "subject")
    written = Counter(f"{kind} {subject}" for kind, subject in rows)
    assert not promised - written, promised - written
    return promised.total()


def contradict_nothing(file: Path) -> int:
    """Every checkpoint that was shown is one of a log's beginnings."""
    shown = {tuple(map(int, (log_id, size))): root for log_id, size, root in map(str.split, whole_lines(file))}
    leaves = {log_id: [leaf_hash(body) for body in reading.entries(log_id, 0, 10**9)] for log_id, _ in shown}
    for (log_id, size), root in shown.items():
        assert root_of(leaves[log_id][:size]).hex() == root, f"log {log_id} at {size}"
    return len(shown)


def whole_lines(file: Path) -> list[str]:
    """All but a last line that its writer was killed in."""
    return file.read_text().rpartition("\n")[0].splitlines()
