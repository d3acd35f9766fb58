import re
import subprocess
import tomllib

import pytest

from tests.house.code import ROOT

FOLDERS = {".ci", "accounts", "letters", "petition", "static", "templates", "tests"}
# Where packages come from is the machine's business; a committed host would bypass its mirror.
HOSTS = re.compile(rb"pypi\.org|pythonhosted\.org|npmjs\.(org|com)|docker\.io|ghcr\.io|quay\.io|--(extra-)?index-url")


@pytest.fixture(scope="module")
def committed() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return listed.decode().rstrip("\0").split("\0")


def test_no_folder_stands_at_the_top_that_the_house_does_not_know(committed: list[str]) -> None:
    assert {path.split("/")[0] for path in committed if "/" in path} <= FOLDERS


def test_no_file_names_a_package_registry(committed: list[str]) -> None:
    files = [path for path in committed if path != "tests/house/test_tree.py" and (ROOT / path).is_file()]
    assert [path for path in files if HOSTS.search((ROOT / path).read_bytes())] == []


def test_every_room_and_door_has_its_floor() -> None:
    """A package that no layer names would be free to import upwards."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    (layers,) = (contract["layers"] for contract in config["tool"]["importlinter"]["contracts"] if "layers" in contract)
    named = {name.strip(" ()") for layer in layers for name in layer.split("|")}
    packages = {f"letters.{path.parent.name}" for path in (ROOT / "letters").glob("*/__init__.py")}
    assert packages - {"letters.migrations", "letters.templatetags"} <= named
