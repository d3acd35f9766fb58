"""A letter's logs in one file that verifies without this site: the same bytes each time it is made of the same."""

import gzip
import tarfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from letters.ledger import check_log
from letters.ledger.exporting import File
from letters.ledger.models import Log
from petition.lib.replacing import READABLE, replacing

README = """\
The public signature log of an open letter: {origin}
{size} entries, {count} signatures in force when this archive was made.

It verifies without the site that it comes from. With Python 3.9 or later and its package `cryptography`:

    python3 check_log.py --vkey '{vkey}' .

Take the key from somewhere else than this archive if you can: the letter's log page shows it, its address is
https://{origin}/vkey, and a saved page that checks receipts holds it.

checkpoint      the size and the root of the log, signed by its key
cosigned        the newest checkpoint that a witness outside has signed too, if there is one
vkey            the key, as the site shows it
tile/           the hashes of the tree, and tile/entries/ the entries (C2SP tlog-tiles)
text/           the texts that were signed, and their translations (text/2.fr is version 2 in French); their SHA-256
                stands in the entries
openings/       what opens the entries of those who sign publicly: their names as shown
2/, 3/ …        the logs that followed, where this one was closed and continued
check_log.py    the program that checks all of it

Names that their owners have hidden, and those of signers who were erased, are not in an archive made afterwards. If you
hold an older one, please replace it.

What it proves is bookkeeping: that entries were only added, that the number is their sum, and that the names shown are
names signed. It does not prove that every signer is a real person.
"""


def pack(file: Path, folder: str, files: Iterable[File], *, time: int) -> int:
    """Write an archive in place of an older one, whole at any moment; its dates are the log's last hour."""
    packed = 0
    with (
        replacing(file) as made,
        gzip.GzipFile("", "wb", fileobj=made, mtime=0) as zipped,
        tarfile.open(fileobj=zipped, mode="w") as tar,
    ):
        for path, data in files:
            tar.addfile(_described(f"{folder}/{path}", len(data), time), BytesIO(data))
            packed += 1
    return packed


def read_me(log: Log, *, vkey: str) -> File:
    return "README", README.format(origin=log.origin, size=log.size, count=log.count, vkey=vkey).encode()


def program() -> File:
    """The program that checks it, so that nothing else has to be found."""
    return "check_log.py", Path(check_log.__file__).read_bytes()


def _described(name: str, size: int, time: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, time, READABLE
    return info
