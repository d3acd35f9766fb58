"""The page on which the reader's own browser checks a receipt, and the same as a file to keep."""

from functools import cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from letters.ledger import keys
from letters.ledger.models import Log
from letters.pages.guards import public_page
from letters.pages.inlining import hash_source, inlined_script, inlined_style
from letters.writing.models import Letter

# So many of the newest logs' keys come with the page, about a hundred bytes each; others are asked for.
KEYS_ON_A_PAGE = 200
SCRIPT = "js/behaviours/verify.js"
SHEETS = ("tokens", "fonts", "fallbacks", "reset", "base")
COMPONENTS = ("button", "field", "hash", "notice", "page", "prose", "section", "slip", "stub", "title", "verify")
FONTS = (
    "vendor/archivo/archivo-latin-standard-normal.woff2",
    "vendor/newsreader/newsreader-latin-opsz-normal.woff2",
)


@public_page
def verify(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/verify.html", {"keys": _newest_keys()})


@public_page
def verify_file(request: HttpRequest) -> HttpResponse:
    return _file(request, "verify.html", _newest_keys())


@public_page
def letter_verify_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Served as long as the log is, whatever became of its letter: receipts outlive it."""
    logs = _logs_of(slug)
    if not logs:
        raise Http404
    return _file(request, f"verify-{slug}.html", [keys.vkey(log.origin) for log in logs], logs[0].origin)


def _file(request: HttpRequest, name: str, vkeys: list[str], letter_origin: str = "") -> HttpResponse:
    script, style = _inlined(settings.DEBUG)
    policy = _policy(script, style)
    shown = {"keys": vkeys, "letter_origin": letter_origin, "script": script, "style": style, "policy": policy}
    response = render(request, "pages/verify_file.html", shown)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Content-Security-Policy"] = f"{policy}; frame-ancestors 'none'"
    return response


def _policy(script: str, style: str) -> str:
    """Nothing but its own script and style, and no word to anybody but this site; also where it is saved."""
    return (
        f"default-src 'none'; base-uri 'none'; connect-src {settings.SITE_URL}; font-src data:; "
        f"form-action 'none'; script-src {hash_source(script)}; style-src {hash_source(style)}"
    )


def _inlined(is_fresh: bool) -> tuple[str, str]:
    """Read once a process; while somebody works on the files, each time."""
    return _read_files() if is_fresh else _kept_files()


@cache
def _kept_files() -> tuple[str, str]:
    return _read_files()


def _read_files() -> tuple[str, str]:
    sheets = (*(f"{name}.css" for name in SHEETS), *(f"components/{name}.css" for name in COMPONENTS), "utilities.css")
    return inlined_script(SCRIPT), inlined_style(sheets, FONTS)


def _logs_of(slug: str) -> list[Log]:
    """The letter's log and those that follow it, oldest first."""
    origin = Letter.objects.filter(slug=slug).values_list("origin", flat=True).first()
    return list(Log.objects.under(origin)) if origin else []


def _newest_keys() -> list[str]:
    newest = Log.objects.filter(kind=Log.Kind.LETTER).order_by("-id")[:KEYS_ON_A_PAGE]
    return [keys.vkey(origin) for origin in newest.values_list("origin", flat=True)]
