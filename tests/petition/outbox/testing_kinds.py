"""Kinds of mail that only tests owe; a worker process loads them through CELERY_IMPORTS."""

from petition.outbox.kinds import Mail, Priority, Rendered, register
from petition.outbox.models import Message

NOTE = "testing.note"
CODE = "testing.code"
CONFIRM = "testing.confirm"
NEWS = "testing.news"
HEAD = "testing.head"

# What a renderer answers for a cause, in place of its mail.
answers: dict[int, Rendered | Exception] = {}


def render(message: Message) -> Rendered:
    answer = answers.get(message.cause)
    if isinstance(answer, Exception):
        raise answer
    code = message.secrets.get("code", "")
    return answer or Mail(f"Note {message.cause}", f"Text {message.cause} {code}\n", f"<p>Text {message.cause}</p>")


def register_all() -> None:
    register(NOTE, render, priority=Priority.RECEIPT)
    register(CODE, render, priority=Priority.ACCOUNT_CODE)
    register(CONFIRM, render, priority=Priority.CONFIRMATION, limited=True)
    register(NEWS, render, priority=Priority.UPDATE)
    register(HEAD, render, priority=Priority.REMINDER, keyed_by_mailbox=True)


register_all()
