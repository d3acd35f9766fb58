"""A small application behind the edge, which counts its renders and can be made to wait."""

import threading
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from wsgiref.types import StartResponse, WSGIEnvironment
from wsgiref.util import setup_testing_defaults

from petition.edge import Edge
from petition.http import LASTS

PUBLIC = ("Cache-Control", "public, max-age=0, s-maxage=1")
IMMUTABLE = ("Cache-Control", "public, max-age=31536000, immutable")
PAGE = b"<p>We, the undersigned.</p>" * 60


@dataclass
class Origin:
    status: str = "200 OK"
    headers: list[tuple[str, str]] = field(default_factory=lambda: [PUBLIC])
    body: bytes = PAGE
    asked: list[WSGIEnvironment] = field(default_factory=list)
    fails: bool = False
    lasts: bool = False
    gate: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.asked.append(environ)
        self.gate.wait(5)
        if self.fails:
            raise RuntimeError("the render broke")
        environ |= {LASTS: True} if self.lasts else {}
        start_response(self.status, [*self.headers, ("X-Request-ID", f"render-{len(self.asked)}")])
        return [self.body]


@dataclass
class Reply:
    status: str
    headers: dict[str, str]
    body: bytes


class Reader:
    """Asks an edge in front of an origin; the path is known as public from the start."""

    def __init__(self, origin: Origin, *, most_bytes: int = 10**6, most_lasting_bytes: int = 10**6) -> None:
        self.origin = origin
        self.edge = Edge(origin, most_bytes=most_bytes, most_lasting_bytes=most_lasting_bytes)
        self.edge.public.add("/page/")

    def ask(self, path: str = "/page/", query: str = "", method: str = "GET", **environ: str) -> Reply:
        asked: WSGIEnvironment = {"PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": method}
        setup_testing_defaults(asked)
        said: list[tuple[str, dict[str, str]]] = []
        asked |= {"HTTP_HOST": "testserver"} | environ
        body = b"".join(self.edge(asked, lambda status, headers, exc=None: said.append((status, dict(headers)))))
        return Reply(*said[-1], body)

    def ask_at_once(self, times: int) -> list[Future[Reply]]:
        pool = ThreadPoolExecutor(times)
        return [pool.submit(self.ask) for _ in range(times)]

    @property
    def renders(self) -> int:
        return len(self.origin.asked)
