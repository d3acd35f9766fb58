"""Three templates of one name become a mail: NAME.subject.txt, NAME.txt and NAME.html."""

import re
import secrets
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple, cast

import css_inline
from django.conf import settings
from django.template import Context, engines
from django.template.backends.django import DjangoTemplates
from django.utils import translation
from django.utils.html import escape

from petition.outbox.kinds import Attachment, Mail

SKELETONS = 256  # a burst of mails is about a few letters, in a few languages

_BLANK_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
_MARK = f"mark{secrets.token_hex(12)}"  # nobody can type what stands for a varying value


class Skeleton(NamedTuple):
    subject: str
    text: str
    html: str


def compose(
    name: str,
    context: Mapping[str, Any],
    *,
    language: str,
    varying: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    attachments: Sequence[Attachment] = (),
    list_name: str = "",
) -> Mail:
    """Render in the reader's language; what somebody typed is escaped in HTML and stays as it is in text.

    Mails that differ only in what varies, such as a link, are rendered once; the templates may print those
    values and nothing else, and the rest of the context must be hashable.
    """
    subject, text, html = _kept(name, language, context, varying) if varying else _render(name, language, context)
    return Mail(subject, text, html, dict(headers or {}), attachments, list_name=list_name)


def _kept(name: str, language: str, context: Mapping[str, Any], varying: Mapping[str, str]) -> Skeleton:
    marks = {key: f"{_MARK}{place}x" for place, key in enumerate(varying)}
    facts = tuple((key, type(value), value) for key, value in (*context.items(), *marks.items()))
    subject, text, html = _skeleton(name, language, settings.SITE_URL, facts)
    for key, mark in marks.items():
        value = varying[key]
        subject, text = subject.replace(mark, " ".join(value.split())), text.replace(mark, value)
        html = html.replace(mark, escape(value))
    return Skeleton(subject, text, html)


@lru_cache(SKELETONS)
def _skeleton(name: str, language: str, site: str, facts: tuple[tuple[str, type, Any], ...]) -> Skeleton:
    return _render(name, language, {key: value for key, _, value in facts})


def _render(name: str, language: str, context: Mapping[str, Any]) -> Skeleton:
    with translation.override(language):
        values = {**_site(), "language": language, **context}
        subject = " ".join(_template(f"{name}.subject.txt", values, html=False).split())
        text = _BLANK_LINES.sub("\n\n", _template(f"{name}.txt", values, html=False)).strip() + "\n"
        return Skeleton(subject, text, _inliner().inline(_template(f"{name}.html", values, html=True)))


def _site() -> dict[str, str]:
    direction = "rtl" if translation.get_language_bidi() else "ltr"
    return {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, "direction": direction}


def _template(name: str, values: Mapping[str, Any], *, html: bool) -> str:
    engine = cast(DjangoTemplates, engines["django"]).engine
    return engine.get_template(name).render(Context(dict(values), autoescape=html))


@cache
def _inliner() -> css_inline.CSSInliner:
    """Mail programs drop style sheets; what only a sheet can say, as for the dark, stays for those that do not."""
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
