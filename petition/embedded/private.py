"""Runs one command against a PostgreSQL and a Redis of its own, and leaves nothing behind."""

import fcntl
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from petition.embedded.engines import start_engines
from petition.embedded.program import ROOT, Program
from petition.embedded.state import Held, State, end_leftovers
from petition.embedded.supervisor import Interrupted, Supervisor, end
from petition.embedded.terminal import Terminal

PREFIX = "with-"


def run_with(command: list[str], *, durable: bool) -> int:
    """The command's exit status, after everything that was started for it has gone."""
    var = Path(os.environ.get("STATE_DIR") or ROOT / "var")
    var.mkdir(parents=True, exist_ok=True)
    state = _fresh(var)
    supervisor = Supervisor(state, Terminal())
    try:
        state.prepare()
        env = start_engines(supervisor, durable=durable)
        return _follow(supervisor, Program("command", command, env=env, own_session=False))
    except Interrupted:
        return 128 + supervisor.last_signal
    finally:
        supervisor.stop()
        end_leftovers(state.root, patience=0)  # servers that the command started and forgot
        state.remove()


def _fresh(var: Path) -> State:
    """A folder of our own; one run at a time looks round, or it would take a new folder for one left behind."""
    turn = os.open(var, os.O_RDONLY)
    try:
        fcntl.flock(turn, fcntl.LOCK_EX)
        _sweep(var)
        state = State(Path(tempfile.mkdtemp(prefix=PREFIX, dir=var)))
        state.hold()
    finally:
        os.close(turn)
    return state


def _follow(supervisor: Supervisor, program: Program) -> int:
    """Wait for the command, which shares our terminal; pass on a signal it did not get by itself."""
    process = program.spawn(str(supervisor.state.root))
    try:
        while process.poll() is None:
            _tick(supervisor, process)
    finally:
        end(process, program, supervisor.terminal)
    return process.returncode if process.returncode >= 0 else 128 - process.returncode


def _tick(supervisor: Supervisor, process: subprocess.Popen[bytes]) -> None:
    try:
        supervisor.tick()
    except Interrupted:
        supervisor.asked = 0
        if not (supervisor.last_signal == signal.SIGINT and _at_the_keyboard()):
            process.send_signal(supervisor.last_signal)


def _at_the_keyboard() -> bool:
    """Whether Ctrl-C reaches the command without us, because it stands in the terminal's foreground."""
    return sys.stdin.isatty() and os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()


def _sweep(var: Path) -> None:
    """Remove what killed runs left; a folder that is held belongs to a living one."""
    for folder in var.glob(f"{PREFIX}*"):
        state = State(folder)
        try:
            state.hold()
        except Held:
            continue
        end_leftovers(folder)
        state.remove()
