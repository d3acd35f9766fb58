"""Mailboxes of many kinds, behind a server that is told to misbehave."""

from collections import Counter

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.sink import Sink

GONE = 10  # one in so many does not exist
HOSTS = 7


def address_of(number: int) -> str:
    """Of the reader with this number; every tenth has no mailbox, and every tenth has theirs with a busy provider."""
    if number % GONE == 0:
        return f"gone{number}@host{number % HOSTS}.example"
    host = "busy" if number % GONE == 1 else f"host{number % HOSTS}"
    return f"reader{number}@{host}.example"


class Hostile(Sink):
    """Keeps only who got a mail: of twenty thousand the texts would fill the memory."""

    def __init__(self, *, busy_for: int) -> None:
        super().__init__()
        self.taken: list[str] = []
        self.refused: Counter[str] = Counter()
        self.busy_for = busy_for  # so many mails to the busy provider are put off

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("gone"):
            self.refused[address] += 1
            return "550 5.1.1 no such user"
        if address.endswith("@busy.example") and self.busy_for:
            self.busy_for -= 1
            return "421 4.7.0 come later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = await self._say("DATA", server)
        if answer.startswith("250"):
            self.taken += envelope.rcpt_tos
        return answer
