r"""A sample of a log that nobody can have chosen: it follows from a root that was signed before anybody asked.

The n-th draw, counted from 0, is SHA256("open-letter/v1 mail audit\n" + root + n in 8 bytes, big-endian), read as a
big-endian number, modulo the number of entries. Draws that name no signature, or one drawn before, are passed over.
"""

import hashlib
from collections.abc import Iterator

from letters.ledger import reading
from letters.ledger.models import Log, Operation
from petition.lib import notes
from petition.lib.notes import Checkpoint

TAG = b"open-letter/v1 mail audit\n"


def source(log: Log) -> tuple[str, Checkpoint]:
    """The note to draw from: the newest that a witness has cosigned, else the newest."""
    note = reading.checkpoint_note(log, reading.newest_cosigned(log))
    text, _ = notes.split_note(note)
    return note, Checkpoint.parse(text)


def draw(log: Log, checkpoint: Checkpoint, many: int) -> list[Operation]:
    """So many signatures of the log as it was then, in the order in which they were drawn; fewer if there are fewer."""
    signings = Operation.objects.filter(log=log, kind="sign", index__lt=checkpoint.size)
    wanted = min(many, signings.count())
    drawn: list[Operation] = []
    seen: set[int] = set()
    for index in draws(checkpoint.root, checkpoint.size):
        if len(drawn) == wanted:
            break
        found = None if index in seen else signings.filter(index=index).first()
        seen.add(index)
        if found is not None:
            drawn.append(found)
    return drawn


def draws(root: bytes, size: int) -> Iterator[int]:
    number = 0
    while size:
        digest = hashlib.sha256(TAG + root + number.to_bytes(8, "big")).digest()
        yield int.from_bytes(digest, "big") % size
        number += 1
