"""litewitness as it comes from its package (see .ci/witness), with a key in an ssh-agent of its own."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from petition.lib.witness import Witness
from tests.sink import free_port

ROOT = Path(__file__).resolve().parents[4]
PROGRAMS = ROOT / "var" / "witness" / "usr" / "bin"
NAME = "witness.example/lite"
STARTS_WITHIN_SECONDS = 10.0


def missing() -> str:
    """What this machine lacks to run it, or nothing."""
    if not (PROGRAMS / "litewitness").is_file():
        return "no litewitness was fetched"
    return "" if shutil.which("ssh-agent") and shutil.which("ssh-add") else "there is no ssh-agent"


class Litewitness:
    def __init__(self, folder: Path, witness: Witness) -> None:
        self.folder = folder
        self.witness = witness

    def learn(self, origin: str, vkey: str) -> None:
        control(self.folder, "add-log", "-origin", origin)
        control(self.folder, "add-key", "-origin", origin, "-key", vkey)


def control(folder: Path, verb: str, *words: str) -> None:
    command = [PROGRAMS / "witnessctl", verb, "-db", folder / "witness.db", *words]
    subprocess.run(command, check=True, capture_output=True, timeout=20)


@contextmanager
def running(folder: Path) -> Iterator[Litewitness]:
    port = free_port()
    with ExitStack() as stack:
        agent = stack.enter_context(_agent(folder))
        words = ["-db", folder / "witness.db", "-name", NAME, "-ssh-agent", agent, "-key", _add_key(folder, agent)]
        command = [PROGRAMS / "litewitness", *words, "-listen", f"127.0.0.1:{port}"]
        stack.enter_context(_process(command, folder / "said"))
        vkey = _said(folder / "said", r"vkey=(\S+)")
        _said(folder / "said", "msg=listening")
        yield Litewitness(folder, Witness.parse(f"{vkey}@http://127.0.0.1:{port}"))


@contextmanager
def _agent(folder: Path) -> Iterator[Path]:
    with _process(["ssh-agent", "-D", "-a", folder / "agent"], folder / "agent.said"):
        _wait_for((folder / "agent").exists, "ssh-agent")
        yield folder / "agent"


def _add_key(folder: Path, agent: Path) -> str:
    """Make a key, put it into the agent, and return its fingerprint."""
    key = folder / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True, timeout=20)
    environment = os.environ | {"SSH_AUTH_SOCK": str(agent)}
    subprocess.run(["ssh-add", "-q", key], check=True, env=environment, timeout=20)
    listed = subprocess.run(["ssh-keygen", "-lf", key], check=True, capture_output=True, text=True, timeout=20)
    return listed.stdout.split()[1]


@contextmanager
def _process(command: list[str | Path], said: Path) -> Iterator[None]:
    with said.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output) as process:
        try:
            yield
        finally:
            process.terminate()


def _said(path: Path, pattern: str) -> str:
    _wait_for(lambda: bool(re.search(pattern, path.read_text())), f"{pattern} in {path}")
    found = re.search(pattern, path.read_text())
    assert found
    return found.group(found.re.groups)


def _wait_for(holds: object, what: str) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.02)
