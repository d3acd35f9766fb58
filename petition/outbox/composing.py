"""Three templates of one name become a mail: NAME.subject.txt, NAME.txt and NAME.html."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

import css_inline
from django.conf import settings
from django.template import Context, engines
from django.template.backends.django import DjangoTemplates
from django.utils import translation

from petition.outbox.kinds import Attachment, Mail

_BLANK_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")


def compose(
    name: str,
    context: Mapping[str, Any],
    *,
    language: str,
    headers: Mapping[str, str] | None = None,
    attachments: Sequence[Attachment] = (),
) -> Mail:
    """Render in the reader's language; what somebody typed is escaped in HTML and stays as it is in text."""
    with translation.override(language):
        values = {**_site(), "language": language, **context}
        return Mail(
            subject=" ".join(_render(f"{name}.subject.txt", values, html=False).split()),
            text=_BLANK_LINES.sub("\n\n", _render(f"{name}.txt", values, html=False)).strip() + "\n",
            html=_inliner().inline(_render(f"{name}.html", values, html=True)),
            headers=dict(headers or {}),
            attachments=attachments,
        )


def _site() -> dict[str, str]:
    direction = "rtl" if translation.get_language_bidi() else "ltr"
    return {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, "direction": direction}


def _render(name: str, values: Mapping[str, Any], *, html: bool) -> str:
    engine = cast(DjangoTemplates, engines["django"]).engine
    return engine.get_template(name).render(Context(dict(values), autoescape=html))


@cache
def _inliner() -> css_inline.CSSInliner:
    """Mail programs drop style sheets; what only a sheet can say, as for the dark, stays for those that do not."""
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
