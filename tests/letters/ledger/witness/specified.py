"""A witness written from the specification (C2SP tlog-witness), which a test can make misbehave."""

import base64
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from petition.lib.merkle import BadProof, verify_consistency
from petition.lib.notes import (
    COSIGNATURE,
    BadNote,
    Checkpoint,
    Verifier,
    cosigned,
    open_note,
    signature_line,
    split_note,
    vkey_of,
)
from petition.lib.witness import Witness

NAME = "witness.example/specified"


class Answer(NamedTuple):
    status: int
    body: bytes = b""
    kind: str = "text/plain"


class Key:
    """A witness's key, which signs what and when it likes."""

    def __init__(self, name: str = NAME, seed: bytes = b"w" * 32) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.name, self.vkey = name, vkey_of(name, COSIGNATURE, self._key.public_key().public_bytes_raw())
        self.key_id = Verifier.parse(self.vkey).key_id

    def line(self, text: str, at: int) -> str:
        raw = self._key.sign(cosigned(text, at).encode())
        return signature_line(self.name, self.key_id, at.to_bytes(8, "big") + raw)


class Specified:
    def __init__(self, port: int) -> None:
        self.key = Key()
        self.witness = Witness.parse(f"{self.key.vkey}@http://127.0.0.1:{port}")
        self.asked: list[str] = []  # the origins
        self.misbehave: Callable[[str, int], Answer | None] = lambda text, old: None
        self._lock = threading.Lock()
        self._keys: dict[str, Verifier] = {}
        self._seen: dict[str, Checkpoint] = {}

    def learn(self, origin: str, vkey: str) -> None:
        self._keys[origin] = Verifier.parse(vkey)

    def answer(self, body: str) -> Answer:
        head, _, note = body.partition("\n\n")
        size, *proof = head.split("\n")
        text, _ = split_note(note)
        with self._lock:
            self.asked.append(text.partition("\n")[0])
        old = int(size.removeprefix("old "))
        return self.misbehave(text, old) or self._judge(note, old, [base64.b64decode(line) for line in proof])

    def _judge(self, note: str, old: int, proof: list[bytes]) -> Answer:
        text, _ = split_note(note)
        new = Checkpoint.parse(text)
        if new.origin not in self._keys:
            return Answer(404)
        try:
            open_note(note, self._keys[new.origin])
        except BadNote:
            return Answer(403)
        with self._lock:
            return Answer(400) if old > new.size else self._follow(text, new, old, proof)

    def _follow(self, text: str, new: Checkpoint, old: int, proof: list[bytes]) -> Answer:
        seen = self._seen.get(new.origin, Checkpoint(new.origin, 0, b""))
        if old != seen.size or (seen.size == new.size > 0 and seen.root != new.root):
            return Answer(409, f"{seen.size}\n".encode(), "text/x.tlog.size")
        try:
            if old:
                verify_consistency(old, seen.root, new.size, new.root, proof)
        except BadProof:
            return Answer(422)
        self._seen[new.origin] = new
        return Answer(200, self.key.line(text, int(time.time())).encode())


@contextmanager
def running() -> Iterator[Specified]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.witness = Specified(server.server_address[1])  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server.witness  # type: ignore[attr-defined]
        server.shutdown()
        thread.join()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        answer = self.server.witness.answer(body) if self.path == "/add-checkpoint" else Answer(404)  # type: ignore[attr-defined]
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *words: object) -> None:
        pass
