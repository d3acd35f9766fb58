from pathlib import Path

import pytest
from django.template.loader import get_template, render_to_string

from petition.errors import PAGES
from tests.house.code import ROOT

TEMPLATES = ROOT / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles(name: str) -> None:
    assert Path(get_template(name).origin.name) == TEMPLATES / name  # type: ignore[attr-defined]


@pytest.mark.parametrize("status", PAGES)
def test_every_error_page_needs_nothing(status: int) -> None:
    assert "<h1" in render_to_string(f"errors/{status}.html")


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".html")])
def test_no_template_works_around_the_content_security_policy(name: str) -> None:
    text = (TEMPLATES / name).read_text()
    is_mail = name.startswith("mail/") or "mail" in Path(name).name
    assert is_mail or " style=" not in text
    assert "<script>" not in text
    assert " onclick=" not in text
