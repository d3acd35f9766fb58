from collections.abc import Iterable
from secrets import token_hex
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from petition.edge.copies import Answer, Copy
from petition.edge.pages import Page, ask
from petition.edge.queries import plain
from petition.edge.shelf import LIFE_SECONDS, RENEW_AFTER_SECONDS, Flight, Key, LastingShelf, Shelf

# Paths and hosts that are remembered; beyond that, forgetting them all costs one render each.
MOST_REMEMBERED = 10_000
LONGEST_PATH = 300


class Edge:
    """A second's memory in front of Django, for pages that call themselves public.

    A path is public once an answer for it has said so. From then on it is rendered by one thread at a time, without
    the reader's cookies and without words in the query that no page reads, so that the copy is everybody's.
    What calls itself immutable is packed and tagged from its first answer on; what is also marked as lasting stays in
    memory until newer things need the room, and costs neither a render nor a query any more.
    """

    def __init__(self, app: WSGIApplication, *, most_bytes: int, most_lasting_bytes: int) -> None:
        self.app = app
        self.shelf = Shelf(most_bytes)
        self.lasting = LastingShelf(most_lasting_bytes)
        self.public: set[str] = set()
        self.hosts: set[str] = set()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        key = self._key(environ)
        if key is None:
            return self.app(environ, start_response)
        if lasting := self.lasting.get(key.path):
            return _repeat(lasting, environ, start_response)
        copy = self.shelf.get(key)
        if copy is not None and copy.age < RENEW_AFTER_SECONDS:
            return _repeat(copy, environ, start_response)
        if environ["REQUEST_METHOD"] == "HEAD":
            return self.app(environ, start_response)
        if key.path in self.public:
            return self._renew(key, copy, environ, start_response)
        return self._learn(key, environ, start_response)

    def _key(self, environ: WSGIEnvironment) -> Key | None:
        """None for what Django answers by itself: other methods, static files, foreign hosts, addresses too long."""
        path, host, query = environ["PATH_INFO"], environ.get("HTTP_HOST", ""), environ.get("QUERY_STRING", "")
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or len(path) > LONGEST_PATH:
            return None
        if path.startswith(settings.STATIC_URL) or not (host in self.hosts or self._is_ours(host)):
            return None
        words = plain(query) if query else ""
        return None if words is None else Key(host, path, words)

    def _is_ours(self, host: str) -> bool:
        if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
            return False
        _remember(self.hosts, host)
        return True

    def _learn(self, key: Key, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Nothing is known of this path yet: Django sees the request as it came; only a final answer is kept."""
        page = ask(self.app, environ)
        if page.is_final:
            return _give(_chosen(self._keep(key, page), environ), page.request_id, environ, start_response)
        if page.is_for_everybody:
            _remember(self.public, key.path)
        return page.pass_on(start_response)

    def _renew(
        self, key: Key, old: Copy | None, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """One renders; the others get the old copy as long as it lives, else they wait for the new one."""
        flight, leads = self.shelf.board(key, old)
        if leads:
            return self._render(flight, key, environ, start_response)
        copy = old if old is not None and old.age < LIFE_SECONDS else flight.wait()
        if copy is None:
            return self.app(environ, start_response)
        return _repeat(copy, environ, start_response)

    def _render(
        self, flight: Flight, key: Key, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        try:
            page = ask(self.app, _without_the_reader(environ, key))
            if not page.is_for_everybody:
                return page.pass_on(start_response)
            flight.copy = self._keep(key, page)
        finally:
            self.shelf.land(key)
        return _give(_chosen(flight.copy, environ), page.request_id, environ, start_response)

    def _keep(self, key: Key, page: Page) -> Copy:
        copy = page.copy()
        if page.is_final and page.lasts:
            self.lasting.put(key.path, copy)
        else:
            self.shelf.put(key, copy)
        return copy


def _without_the_reader(environ: WSGIEnvironment, key: Key) -> WSGIEnvironment:
    return {name: value for name, value in environ.items() if name != "HTTP_COOKIE"} | {"QUERY_STRING": key.words}


def _repeat(copy: Copy, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    answer = _chosen(copy, environ)
    answer.count()
    return _give(answer, token_hex(8), environ, start_response)


def _chosen(copy: Copy, environ: WSGIEnvironment) -> Answer:
    return copy.answer(environ.get("HTTP_ACCEPT_ENCODING", ""), environ.get("HTTP_IF_NONE_MATCH", ""))


def _give(answer: Answer, request_id: str, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    start_response(answer.status, [*answer.headers, ("X-Request-ID", request_id)])
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else answer.body]


def _remember(known: set[str], name: str) -> None:
    if len(known) >= MOST_REMEMBERED:
        known.clear()
    known.add(name)
