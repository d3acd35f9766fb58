"""A mail server that keeps what it takes, and refuses what a test tells it to."""

import asyncio
import logging
import socket
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

DROP, HANG = "DROP", "HANG"

# It tells of every command, which takes longer than obeying.
logging.getLogger("mail.log").setLevel(logging.WARNING)


class Sink:
    """Answers 250, unless an answer was laid out for that stage: "MAIL", "RCPT", "DATA", or an address."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.recipients: list[str] = []
        self.connections = 0
        self.answers: dict[str, deque[str]] = {}
        self.takes = 0.0  # seconds for each mail

    def answer(self, stage: str, *answers: str) -> None:
        self.answers.setdefault(stage, deque()).extend(answers)

    def ids(self) -> Counter[str]:
        return Counter(str(mail["Message-ID"]) for mail in self.mails)

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return await self._say("MAIL", server)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = await self._say(address if address in self.answers else "RCPT", server)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.takes)
        answer = await self._say("DATA", server)
        if answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.raw.append(content)
            self.mails.append(message_from_bytes(content, policy=policy.default))
            self.recipients.extend(envelope.rcpt_tos)
        return answer

    async def _say(self, stage: str, server: SMTP) -> str:
        answers = self.answers.get(stage)
        answer = answers.popleft() if answers else "250 OK"
        if answer == HANG:
            await asyncio.sleep(3600)
        if answer == DROP:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(sink: Sink, port: int | None = None, **options: Any) -> Iterator[int]:
    """The port on which the sink takes mail, until the block ends."""
    controller = Controller(sink, hostname="127.0.0.1", port=port or free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop(no_assert=True)


def knows_nobody(*_: Any) -> AuthResult:
    """An authenticator that answers every password with 535."""
    return AuthResult(success=False, handled=False)
