"""The programs that others wrote, each asked as a stranger would ask it; `make test` installs what they need."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
INSTALLED = HERE.parents[3] / "var" / "independent"
GO_SOURCES = "/usr/share/gocode"  # where Debian puts golang-golang-x-mod-dev


class Verdict(NamedTuple):
    holds: bool
    words: str


def build_go(folder: Path) -> Path:
    """Compile the driver of Go's checksum database, without modules: nothing is fetched."""
    program = folder / "check-log"
    kept = {"GOCACHE": str(INSTALLED / "go"), "GOPATH": GO_SOURCES, "GO111MODULE": "off", "GOFLAGS": ""}
    _run([_found("go"), "build", "-o", str(program), "."], cwd=HERE / "go", env={**os.environ, **kept})
    return program


class Go:
    """golang.org/x/mod/sumdb: reads a whole log, and authenticates every tile and entry."""

    def __init__(self, program: Path) -> None:
        self._program = program

    def __call__(self, log: Path | str, *, earlier: Iterable[Path] = (), vkey: str = "", entries: str = "") -> Verdict:
        older = [word for note in earlier for word in ("-earlier", str(note))]
        return _asked([str(self._program), "-vkey", vkey, "-entries", entries, *older, str(log)])


def sigstore(vkey: str, *receipts: Path) -> Verdict:
    """npm's @sigstore/verify: the checkpoint's signature and the way from the entry to its root."""
    modules = INSTALLED / "node" / "node_modules"
    assert modules.is_dir(), "make test installs @sigstore/verify; by itself: make independent"
    script = str(HERE / "node" / "check_receipt.js")
    return _asked([_found("node"), script, vkey, *map(str, receipts)], env={**os.environ, "NODE_PATH": str(modules)})


def _found(name: str) -> str:
    path = shutil.which(name)
    assert path, f"{name} is needed: make independent installs it"
    return path


def _asked(command: list[str], env: dict[str, str] | None = None) -> Verdict:
    """A program's verdict; one that did not understand the question has none."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=env)
    assert done.returncode in (0, 1), done.stderr
    assert not done.stderr
    return Verdict(done.returncode == 0, done.stdout)


def _run(command: list[str], *, cwd: Path, env: dict[str, str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=env)
    assert done.returncode == 0, done.stderr
