"""Which message a Message-ID of ours names; its mark is one that nobody else can make up."""

import re

from petition.outbox.models import MARK_CHARACTERS, Message

_OURS = re.compile(rf"<?([a-z_]+\.[a-z_]+\.(\d{{1,18}})\.[0-9a-f]{{{MARK_CHARACTERS}}}@[^\s<>@'\",]+)>?")


def message_named(text: str) -> Message | None:
    """The message whose Message-ID stands somewhere in a text, with or without its angle brackets."""
    found = _OURS.search(text)
    message = Message.objects.filter(pk=int(found[2])).first() if found else None
    return message if found and message and message.message_id == f"<{found[1]}>" else None
