"""An operator reads in one place of everything that may be set."""

import ast
from collections.abc import Iterator

from tests.house.code import ROOT


def variables() -> Iterator[str]:
    """What the settings read from the environment, by name."""
    for node in ast.walk(ast.parse((ROOT / "petition" / "settings.py").read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name("env")), args=[ast.Constant(str(name)), *_]):
                yield name


def test_every_variable_stands_in_the_readme() -> None:
    readme, read = (ROOT / "README.md").read_text(encoding="utf-8"), set(variables())

    assert {"DATABASE_URL", "MAIL_FROM", "MAIL_WEBHOOK"} <= read
    assert [name for name in sorted(read) if f"`{name}`" not in readme] == []
