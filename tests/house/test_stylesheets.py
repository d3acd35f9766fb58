"""The stylesheets keep the house's order: one component a file, every colour a token, every file listed."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CSS = ROOT / "static" / "css"
COMPONENTS = sorted((CSS / "components").glob("*.css"))
LINK = re.compile(r"'css/(\S+\.css)'")
LISTED = LINK.findall((ROOT / "templates" / "layouts" / "_styles.html").read_text())


def test_the_list_stands_in_order() -> None:
    components = [name for name in LISTED if name.startswith("components/")]

    assert components == sorted(set(components))


def test_every_stylesheet_is_linked_by_a_page() -> None:
    linked = {name for page in (ROOT / "templates").rglob("*.html") for name in LINK.findall(page.read_text())}

    assert linked == {str(path.relative_to(CSS)) for path in CSS.rglob("*.css")}


def test_what_is_hidden_is_hidden_however_a_component_is_laid_out() -> None:
    assert re.search(r"\[hidden\] \{\s+display: none !important;", (CSS / "reset.css").read_text())


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_stands_in_its_layer_under_its_own_name(path: Path) -> None:
    sheet = path.read_text()

    assert sheet.startswith("@layer components {")
    assert re.search(rf"^  \.{path.stem}[\s,:{{_]", sheet, re.MULTILINE)


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_colours_are_tokens(path: Path) -> None:
    assert re.findall(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|lch)a?\(", path.read_text()) == []


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_every_token_used_is_defined(path: Path) -> None:
    known = set(re.findall(r"(--[\w-]+):", (CSS / "tokens.css").read_text() + path.read_text()))

    assert set(re.findall(r"var\((--[\w-]+)", path.read_text())) <= known


def test_no_sheet_sets_text_in_other_letters_than_were_written() -> None:
    assert [path.name for path in CSS.rglob("*.css") if "text-transform" in path.read_text()] == []


def test_borrowed_files_name_their_version_and_licence() -> None:
    for folder in (ROOT / "static" / "vendor").iterdir():
        assert re.search(r"\d+\.\d+", (folder / "VERSION").read_text()), folder.name
        assert (folder / "LICENSE").read_text(), folder.name
