"""Three templates of one name become a mail: NAME.subject.txt, NAME.txt and NAME.html."""

import re
import secrets
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, cast

import css_inline
from django.conf import settings
from django.template import Context, engines
from django.template.backends.django import DjangoTemplates
from django.utils import translation
from django.utils.html import escape

from petition.outbox.kinds import Attachment, Mail, Pattern

PATTERNS = 256  # a burst of mails is about a few letters, in a few languages

_BLANK_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
MARK = f"mark{secrets.token_hex(12)}"  # nobody can type what stands for a varying value


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
    varying = varying or {}
    marks = {key: f"{MARK}{place}x" for place, key in enumerate(varying)}
    pattern = _pattern_of(name, language, {**context, **marks}) if varying else _render(name, language, context)
    values = {mark: varying[key] for key, mark in marks.items()}
    subject, text, html = _filled(pattern, values)
    return Mail(
        subject, text, html, dict(headers or {}), attachments, list_name=list_name, pattern=pattern, varying=values
    )


def _filled(pattern: Pattern, values: Mapping[str, str]) -> tuple[str, str, str]:
    subject, text, html = pattern.subject, pattern.text, pattern.html
    for mark, value in values.items():
        subject, text = subject.replace(mark, " ".join(value.split())), text.replace(mark, value)
        html = html.replace(mark, escape(value))
    return subject, text, html


def _pattern_of(name: str, language: str, context: Mapping[str, Any]) -> Pattern:
    return _pattern(
        name, language, settings.SITE_URL, tuple((key, type(value), value) for key, value in context.items())
    )


@lru_cache(PATTERNS)
def _pattern(name: str, language: str, site: str, facts: tuple[tuple[str, type, Any], ...]) -> Pattern:
    return _render(name, language, {key: value for key, _, value in facts})


def _render(name: str, language: str, context: Mapping[str, Any]) -> Pattern:
    with translation.override(language):
        values = {**_site(), "language": language, **context}
        subject = " ".join(_template(f"{name}.subject.txt", values, html=False).split())
        text = _BLANK_LINES.sub("\n\n", _template(f"{name}.txt", values, html=False)).strip() + "\n"
        return Pattern(subject, text, _inliner().inline(_template(f"{name}.html", values, html=True)))


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
