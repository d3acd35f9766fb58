"""A mail server in a process of its own: takes every mail and writes down when, and for whom.

python -m tests.bench.sink PORT FILE
"""

import asyncio
import sys
import time
from pathlib import Path
from typing import IO

from aiosmtpd.smtp import SMTP, Envelope, Session


class Sink:
    def __init__(self, book: IO[str]) -> None:
        self.book = book

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.book.write(f"{time.time()} {envelope.rcpt_tos[0]}\n")
        return "250 OK"


async def serve(port: int, path: Path) -> None:
    with path.open("a", buffering=1) as book:
        sink = Sink(book)
        server = await asyncio.get_running_loop().create_server(lambda: SMTP(sink), "127.0.0.1", port)
        await server.serve_forever()


def accepted(path: Path) -> dict[str, float]:
    """When each address got its mail."""
    lines = path.read_text().splitlines() if path.exists() else []
    return {address: float(moment) for moment, address in (line.split() for line in lines)}


def taken(path: Path) -> int:
    """How many mails there were, however many went to one address."""
    return path.read_bytes().count(b"\n") if path.exists() else 0


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
