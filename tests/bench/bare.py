"""A WSGI function that answers with the bytes and headers of a page: all that the server itself can do."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

FOLDER = "BENCH_ANSWER"


def keep(folder: Path, headers: list[tuple[str, str]], body: bytes) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "headers.json").write_text(json.dumps(headers))
    (folder / "body").write_bytes(body)


def _kept(folder: Path) -> tuple[list[tuple[str, str]], bytes]:
    headers = json.loads((folder / "headers.json").read_text())
    return [(name, value) for name, value in headers], (folder / "body").read_bytes()


if FOLDER in os.environ:
    HEADERS, BODY = _kept(Path(os.environ[FOLDER]))


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", HEADERS)
    return [BODY]
