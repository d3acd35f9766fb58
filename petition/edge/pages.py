"""What Django answered, before it is decided whether to keep it."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from petition.edge.copies import Copy, Headers, make_copy
from petition.http import LASTS, ROUTE

# Also the two ways of not being there: whoever shares a dead link must not wake Django each time.
STORABLE = ("200", "404", "410")


@dataclass
class Page:
    born: float
    route: str
    status: str
    headers: Headers
    body: Iterable[bytes]
    lasts: bool = False

    @property
    def is_for_everybody(self) -> bool:
        """Whether it calls itself public, and gives no sign of having been made for one reader."""
        named = self._named
        is_public = self.status[:3] in STORABLE and "public" in named.get("cache-control", "")
        is_personal = "set-cookie" in named or named.get("vary", "accept-encoding") != "accept-encoding"
        return is_public and not is_personal and "content-encoding" not in named

    @property
    def is_final(self) -> bool:
        """Whether nothing else will ever stand at this address, whoever asks and whatever the query."""
        is_found, control = self.status[:3] == "200", self._named.get("cache-control", "")
        return is_found and "immutable" in control and self.is_for_everybody

    @property
    def _named(self) -> dict[str, str]:
        return {name.lower(): value.lower() for name, value in self.headers}

    @property
    def request_id(self) -> str:
        return dict(self.headers)["X-Request-ID"]

    def copy(self) -> Copy:
        """Read the body to its end, which also tells Django that the request is over."""
        try:
            body = b"".join(self.body)
        finally:
            if close := getattr(self.body, "close", None):
                close()
        return make_copy(self.route, self.status, self.headers, body, born=self.born)

    def pass_on(self, start_response: StartResponse) -> Iterable[bytes]:
        start_response(self.status, self.headers)
        return self.body


@dataclass
class Said:
    """Takes down the beginning of an answer, where a server would send it."""

    status: str = ""
    headers: Headers = field(default_factory=list)

    def __call__(self, status: str, headers: Headers, exc_info: object = None, /) -> Callable[[bytes], object]:
        self.status, self.headers = status, headers
        return _write


def _write(chunk: bytes) -> object:
    raise RuntimeError("Django gives its bodies back and never writes them.")


def ask(app: WSGIApplication, environ: WSGIEnvironment) -> Page:
    born = time.monotonic()
    said = Said()
    body = app(environ, said)
    return Page(born, environ.get(ROUTE, ""), said.status, said.headers, body, lasts=environ.get(LASTS, False))
