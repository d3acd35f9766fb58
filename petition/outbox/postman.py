"""One connection to the mail server, used for many messages and opened anew when it breaks."""

import contextlib
from types import TracebackType
from typing import Any

from anymail.exceptions import AnymailError
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend

from petition.outbox import headers
from petition.outbox.envelopes import Envelope
from petition.outbox.refusals import Refusal, while_connecting, while_sending


class Undelivered(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


class Postman:
    """Sends through whatever Django's settings name: SMTP, a provider of anymail, or the inbox of a trial."""

    def __init__(self) -> None:
        self._connection: Any = None

    def __enter__(self) -> "Postman":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hang_up()

    def send(self, email: Envelope) -> str:
        """The provider's id, if it gives one; raises Undelivered."""
        self._connect()
        try:
            self._hand_over(email)
        except (OSError, ValueError, AnymailError) as error:
            refusal = while_sending(error)
            if refusal.broken:
                self.hang_up()
            raise Undelivered(refusal) from error
        return str(getattr(getattr(email, "anymail_status", None), "message_id", None) or "")

    def hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection:
            with contextlib.suppress(OSError):  # whether the server hears our goodbye changes nothing
                connection.close()

    def _hand_over(self, email: Envelope) -> None:
        if email.printed and isinstance(self._connection, EmailBackend) and self._connection.connection:
            # What Django does, but for looking once more whether it can read the addresses, which takes it as long
            # as all the rest.
            content = email.message().as_bytes(linesep="\r\n")
            self._connection.connection.sendmail(headers.bare_sender(), email.to, content)
        else:
            self._connection.send_messages([email])

    def _connect(self) -> None:
        if self._connection:
            return
        self._connection = get_connection()
        try:
            self._connection.open()
        except (OSError, AnymailError) as error:
            self.hang_up()
            raise Undelivered(while_connecting(error)) from error
