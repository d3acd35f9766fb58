"""Many files become one, or it is said why they can't."""

import re
from pathlib import Path

import pytest

from letters.pages import inlining
from letters.pages.inlining import CannotInline, inlined_script, inlined_style

MAIN = """import { one, two } from "./parts/one.js";
import { name } from "./other.js";
out(one() + two, name);
"""
ONE = """import { name } from "../other.js";
export const two = 2;
export function one() {
  return name.length;
}
"""
OTHER = """const hidden = 1;
const name = "four";
export { hidden, name };
"""
LIKE_OURS = {"main.js": MAIN, "parts/one.js": ONE, "other.js": OTHER}


@pytest.fixture
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(inlining, "STATIC", tmp_path)
    for name, source in LIKE_OURS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(source)
    return tmp_path


def test_each_module_stands_once_and_after_what_it_needs(static: Path) -> None:
    script = inlined_script("main.js")

    assert re.findall("^// (.*)", script, re.MULTILINE) == ["other.js", "parts/one.js", "main.js"]


def test_names_of_two_modules_never_meet(static: Path) -> None:
    script = inlined_script("main.js")

    assert "const $other = (() => {" in script
    assert "const { name } = $other;" in script
    assert "return { two, one };" in script


@pytest.mark.parametrize(
    "source",
    [
        'import everything from "./other.js";\n',
        'import "./other.js";\n',
        'import { name as other } from "./other.js";\n',
        "export default 1;\n",
        'const end = "</script>";\n',
    ],
)
def test_a_module_that_a_page_cannot_hold_is_refused(static: Path, source: str) -> None:
    (static / "main.js").write_text(source)

    with pytest.raises(CannotInline):
        inlined_script("main.js")


def test_fonts_that_are_not_named_are_left_out(static: Path) -> None:
    face = '@font-face {{\n  src: url("../vendor/{}.woff2") format("woff2");\n}}\n'
    (static / "css").mkdir()
    (static / "css" / "fonts.css").write_text(face.format("kept") + face.format("left"))
    (static / "vendor").mkdir()
    (static / "vendor" / "kept.woff2").write_bytes(b"font")

    style = inlined_style(("fonts.css",), ("vendor/kept.woff2",))

    assert style.count("@font-face") == 1
    assert 'url("data:font/woff2;base64,Zm9udA==")' in style
