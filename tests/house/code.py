"""The source files of the house, parsed."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What belongs to the domain and must not know that there is a web.
ROOMS = (
    "letters/writing",
    "letters/guard",
    "letters/signing",
    "letters/moderation",
    "letters/privacy",
    "petition/lib",
    "petition/outbox",
    "petition/audit",
)
PACKAGES = ("petition", "accounts", "letters", "tests")


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Every Python file under these folders, with its path from the root."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> Iterator[str]:
    """The dotted names that a module imports, `from x import y` as x.y."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def names(tree: ast.AST) -> Iterator[str]:
    """Every variable and parameter that is written somewhere in the module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
