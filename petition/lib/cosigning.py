"""Asking witnesses for cosignatures, as in C2SP tlog-witness ("add-checkpoint").

The request is `old <size>`, a line of base64 for each hash of the consistency proof, an empty line and the checkpoint;
the answer is cosignature lines, or the size that the witness has seen last. Sizes are numbers of entries.
"""

from collections.abc import Sequence
from typing import NamedTuple

import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError

from petition.lib.canonical import to_base64, to_number
from petition.lib.notes import BadNote, open_note, split_note
from petition.lib.witness import Witness

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 5.0
MOST_ANSWER_BYTES = 64 * 1024

SIZE_TYPE = "text/x.tlog.size"

_http = urllib3.PoolManager(timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=ANSWER_SECONDS), retries=False)


class NoAnswer(Exception):
    """The witness is away, busy or broken; another time it may answer."""


class Hangs(NoAnswer):
    """It took the question and stays silent, so that each try costs the whole wait."""


class Unknown(Exception):
    """The witness has not been told of this log."""


class Refused(Exception):
    """The witness says no, and asking again would not help."""


class Inconsistent(Exception):
    """What the witness has seen of the log is not the beginning of the checkpoint."""


class BadAnswer(Exception):
    """What came back is not what a witness says."""


class Elsewhere(Exception):
    """The witness has seen another size than the one that was given as old."""

    def __init__(self, size: int) -> None:
        super().__init__(f"the witness stands at {size}")
        self.size = size


def add_checkpoint(witness: Witness, note: str, *, old: int, proof: Sequence[bytes]) -> str:
    """The witness's cosignature of a signed checkpoint, verified, once it has seen that `old` grew into it."""
    answer = _ask(witness, "".join([f"old {old}\n", *(f"{to_base64(one)}\n" for one in proof), "\n", note]))
    if answer.status == 200:
        return _cosignature(witness, note, answer.body)
    raise _refusal(answer)


def _ask(witness: Witness, body: str) -> "_Answer":
    try:
        with _http.request(
            "POST", f"{witness.url}/add-checkpoint", body=body.encode(), redirect=False, preload_content=False
        ) as answer:
            data = answer.read(MOST_ANSWER_BYTES + 1, decode_content=True)
    except NewConnectionError as error:  # which calls itself a timeout
        raise NoAnswer("nobody listens there") from error
    except urllib3.exceptions.TimeoutError as error:
        raise Hangs("no answer in time") from error
    except (HTTPError, OSError) as error:
        raise NoAnswer(type(error).__name__) from error
    if len(data) > MOST_ANSWER_BYTES:
        raise BadAnswer("an answer of too great length")
    return _Answer(answer.status, answer.headers.get("Content-Type", ""), data)


def _cosignature(witness: Witness, note: str, body: bytes) -> str:
    """The line of this witness among those that came back; lines of keys that nobody asked for are ignored."""
    text, _ = split_note(note)
    answered = f"{text}\n".encode() + body
    try:
        _, lines = split_note(answered)
        open_note(answered, witness.verifier)
    except BadNote as error:
        raise BadAnswer(str(error)) from error
    return next(line for line in lines if witness.verifier.knows(line))


class _Answer(NamedTuple):
    status: int
    kind: str
    body: bytes


def _refusal(answer: _Answer) -> Exception:
    if answer.status == 409 and answer.kind.partition(";")[0].strip() == SIZE_TYPE:
        return _elsewhere(answer.body)
    if answer.status == 404:
        return Unknown("the witness does not know this log")
    if answer.status == 422:
        return Inconsistent("what the witness has seen is another history")
    if answer.status == 429 or answer.status >= 500:
        return NoAnswer(f"status {answer.status}")
    return Refused(f"status {answer.status}")


def _elsewhere(body: bytes) -> Exception:
    try:
        text = body.decode("ascii")
        return Elsewhere(to_number(text.removesuffix("\n"))) if text.endswith("\n") else BadAnswer("a size cut short")
    except ValueError:
        return BadAnswer("a conflict without a size")
