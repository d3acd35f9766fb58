"""The canonical form of a letter's text, and the hash that stands for it everywhere."""

import hashlib
import re

FORMAT = "open-letter/v1 text"
_LINE_ENDS = re.compile(r"\r\n?")


def with_line_feeds(body: str) -> str:
    """What a browser sends with CR LF, as it was typed."""
    return _LINE_ENDS.sub("\n", body)


def tidy(body: str) -> str:
    """Give a body LF line ends and exactly one of them at its end; every other character stays as typed."""
    return with_line_feeds(body).rstrip("\n") + "\n"


def canonical(*, origin: str, number: int, language: str, title: str, to: str, body: str) -> str:
    head = (FORMAT, f"origin {origin}", f"version {number}", f"lang {language}", f"title {title}", f"to {to}")
    if any("\n" in line or "\r" in line for line in head):
        # A line break in a title could otherwise imitate the next line, and two letters would share one hash.
        raise ValueError("only the body of a letter has more than one line")
    return "\n".join(head) + "\n\n" + tidy(body)


def content_hash(*, origin: str, number: int, language: str, title: str, to: str, body: str) -> str:
    document = canonical(origin=origin, number=number, language=language, title=title, to=to, body=body)
    return hashlib.sha256(document.encode()).hexdigest()
