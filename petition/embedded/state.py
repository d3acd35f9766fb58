"""The state folder: who holds it, where its sockets are, and what an earlier run left behind."""

import fcntl
import hashlib
import json
import os
import shutil
import signal
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from petition.embedded.program import MARK, Failed

LEAVE_WITHIN = 10.0  # seconds for processes of a killed run to go by themselves, before SIGKILL


class Held(Failed):
    """Another run holds the state folder."""


class State:
    """One folder with everything a run keeps; only one run at a time may hold it."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.lock = -1
        digest = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
        # A socket's path may have 107 bytes, so the sockets can't live in the folder itself.
        self.sockets = Path(tempfile.gettempdir()) / f"undersigned-{digest}-{os.getuid()}"

    def hold(self) -> None:
        """Lock the folder until this process ends; raises Held when another run has it."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            self.lock = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise Failed(f"The state folder can't be used: {error}. Another one: STATE_DIR=…") from error
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self.lock)
            raise Held(f"{self.root} is in use.") from None

    def prepare(self) -> None:
        """End what an earlier run left, and make the folders of this one."""
        end_leftovers(self.root)
        shutil.rmtree(self.root / "log", ignore_errors=True)
        (self.root / "log").mkdir()
        shutil.rmtree(self.sockets, ignore_errors=True)
        try:
            self.sockets.mkdir(mode=0o700)
        except OSError as error:  # such as a stranger's folder in its place
            raise Failed(f"There is no place for the sockets: {error}") from error

    def remove(self) -> None:
        """Remove a folder that was made for one command, still locked, so that nobody else sweeps it meanwhile."""
        while self.root.exists():
            with suppress(FileNotFoundError):  # an engine on its way out removes files of its own
                shutil.rmtree(self.root)
        self.release()

    def release(self) -> None:
        shutil.rmtree(self.sockets, ignore_errors=True)
        (self.root / "run.json").unlink(missing_ok=True)
        os.close(self.lock)

    def write(self, facts: dict[str, Any]) -> None:
        """Tell others about this run: its pid, its address, its children."""
        fresh = self.root / "run.json.new"
        fresh.write_text(json.dumps(facts, indent=2))
        fresh.replace(self.root / "run.json")

    def read(self) -> dict[str, Any]:
        try:
            return dict(json.loads((self.root / "run.json").read_text()))
        except FileNotFoundError:
            return {}


def end_leftovers(root: Path, *, patience: float = LEAVE_WITHIN) -> None:
    """Wait until every process that was started for this folder is gone; SIGKILL the ones that stay."""
    deadline = time.monotonic() + patience
    while pids := leftovers(root):
        if time.monotonic() > deadline:
            for pid in pids:
                _kill(pid)
        time.sleep(0.05)


def leftovers(root: Path) -> list[int]:
    """Every living process that was started for this folder, except ourselves."""
    state = State(root)
    pids = map(int, filter(str.isdigit, os.listdir("/proc")))
    return [pid for pid in pids if pid != os.getpid() and _belongs(Path("/proc", str(pid)), state)]


def _belongs(process: Path, state: State) -> bool:
    try:
        if process.joinpath("stat").read_bytes().rpartition(b") ")[2][:1] in b"ZX":
            return False  # dead already, only its parent has not noticed
        return _is_marked(process, state) or _is_our_engine(process, state)
    except (FileNotFoundError, ProcessLookupError):
        return False  # gone while we looked


def _is_marked(process: Path, state: State) -> bool:
    try:
        return os.fsencode(f"{MARK}={state.root}") in process.joinpath("environ").read_bytes().split(b"\0")
    except PermissionError:
        return False  # another user's


def _is_our_engine(process: Path, state: State) -> bool:
    """Redis writes its title over its environment, and PostgreSQL may run as another user: their commands tell."""
    if process.joinpath("comm").read_text().strip() not in ("postgres", "redis-server", "valkey-server"):
        return False
    words = process.joinpath("cmdline").read_bytes().split(b"\0")
    # The data folder whole: engines of private runs have theirs further down in this one.
    data = [os.fsencode(state.root / name) for name in ("postgres", "postgres.new")]
    sockets = os.fsencode(f"{state.sockets}/")
    return any(word in data or sockets in word for word in words)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # gone by itself
    except PermissionError as error:
        raise Failed(f"Process {pid} of an earlier run belongs to another user; end it first.") from error
