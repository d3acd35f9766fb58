"""One file out of many: scripts and styles of the site set into a page that works wherever it is saved."""

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath

from django.conf import settings

STATIC = Path(settings.STATICFILES_DIRS[0])
# `import { a, b } from "./x.js";` and `export …` as our own modules and the borrowed ones write them.
IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[^"]+)";\n', re.MULTILINE)
EXPORTED = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
EXPORT_LIST = re.compile(r"^export \{([^}]*)\};\n", re.MULTILINE)
LEFT_OVER = re.compile(r"^(?:import|export)\b", re.MULTILINE)
REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)  # may quote an import as an example
FONT = re.compile(r'@font-face \{[^}]*url\("\.\./([^"]+)"\)[^}]*\}\n')


class CannotInline(ValueError):
    """A module or sheet is written in a way that a page can't hold as it is."""


def inlined_script(entry: str) -> str:
    """A module and all that it imports, each as a constant that holds what it exports, in the order of need."""
    script = "\n".join(_scope(path) for path in _in_order(entry))
    if "</script" in script or "<!--" in script:
        raise CannotInline(entry)
    return script


def inlined_style(sheets: tuple[str, ...], fonts: tuple[str, ...]) -> str:
    """The sheets one after the other, with the named font files inside and the others left out."""
    style = "\n".join(_source(f"css/{sheet}") for sheet in sheets)
    return FONT.sub(lambda face: _embedded(face[0], face[1], fonts), style)


def hash_source(text: str) -> str:
    """How a content security policy names this one script or style."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _source(path: str) -> str:
    return (STATIC / path).read_text(encoding="utf-8")


def _resolved(path: str, wanted: str) -> str:
    found = (STATIC / PurePosixPath(path).parent / wanted).resolve()
    return str(found.relative_to(STATIC.resolve()))


def _in_order(path: str, seen: set[str] | None = None) -> Iterator[str]:
    """Every module once, after those that it imports; which may not import each other in a circle."""
    seen = set() if seen is None else seen
    seen.add(path)
    for _, wanted in IMPORT.findall(_source(path)):
        if (needed := _resolved(path, wanted)) not in seen:
            yield from _in_order(needed, seen)
    yield path


def _scope(path: str) -> str:
    """The module in a function of its own, so that no two modules' names meet."""
    source = _source(path)
    names = EXPORTED.findall(source)
    for listed in EXPORT_LIST.findall(source):
        names += [name.strip() for name in listed.split(",") if name.strip()]
    taken = [wanted for wanted, _ in IMPORT.findall(source)]
    body = IMPORT.sub(lambda found: f"const {{{found[1]}}} = {_constant(_resolved(path, found[2]))};\n", source)
    body = EXPORT_LIST.sub("", EXPORTED.sub("", body))
    if LEFT_OVER.search(REMARK.sub("", body)) or any(" as " in name for name in names + taken):
        raise CannotInline(path)
    return f"// {path}\nconst {_constant(path)} = (() => {{\n{body}return {{ {', '.join(names)} }};\n}})();\n"


def _constant(path: str) -> str:
    return "$" + re.sub(r"\W", "_", path.removesuffix(".js"))


def _embedded(face: str, path: str, fonts: tuple[str, ...]) -> str:
    if path not in fonts:
        return ""
    data = b64encode((STATIC / path).read_bytes()).decode()
    return face.replace(f"../{path}", f"data:font/woff2;base64,{data}")
