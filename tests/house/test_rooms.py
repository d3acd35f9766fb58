import ast

import pytest

from tests.house.code import PACKAGES, ROOMS, imported, modules, names

HTTP = ("django.http", "django.shortcuts", "django.urls.path", "django.views", "petition.http", "petition.middleware")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_knows_no_http(room: str) -> None:
    found = [f"{path}: {name}" for path, tree in modules(room) for name in imported(tree) if name.startswith(HTTP)]
    assert found == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_handed_values_and_never_a_request(room: str) -> None:
    assert [path for path, tree in modules(room) if "request" in set(names(tree))] == []


def test_all_imports_stand_at_the_top() -> None:
    """An import inside a function hides a knot; only an app that is getting ready may name what needs the tables."""
    found = [
        f"{path}:{function.lineno}"
        for path, tree in modules(*PACKAGES)
        for function in ast.walk(tree)
        if isinstance(function, FUNCTIONS) and not (path.endswith("/apps.py") and function.name == "ready")
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function))
    ]
    assert found == []


def test_the_rooms_are_there_to_be_checked() -> None:
    """A folder that was renamed would otherwise pass as a room without any fault."""
    assert [room for room in ROOMS if not list(modules(room))] == []
