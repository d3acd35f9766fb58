"""Starts children in order, starts again what dies, and stops them in reverse order."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

from petition.embedded.program import Failed, Program
from petition.embedded.state import State
from petition.embedded.terminal import Terminal

TICK = 0.1
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
HEALTHY_AFTER = 60.0  # seconds alive after which a death counts as the first again
READY_WITHIN = 60.0


class Interrupted(Exception):
    """The operator wants to stop."""


@dataclass
class Child:
    program: Program
    process: subprocess.Popen[bytes]
    started: float
    pause: float = FIRST_PAUSE
    revive_at: float | None = None


class Supervisor:
    def __init__(self, state: State, terminal: Terminal) -> None:
        self.state = state
        self.terminal = terminal
        self.children: list[Child] = []
        self.facts: dict[str, object] = {}
        self.asked = 0  # how often the operator asked us to stop
        self.last_signal = signal.SIGTERM
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def start(self, program: Program) -> None:
        """Start a child and wait until it says it is ready."""
        child = Child(program, self._spawn(program), time.monotonic())
        self.children.append(child)
        self._tell()
        if program.ready:
            self.wait(program, program.ready)

    def wait(self, program: Program, ready: Callable[[], bool]) -> None:
        """Tend the children until this one's question is answered with yes."""
        deadline = time.monotonic() + READY_WITHIN
        while not ready():
            if time.monotonic() > deadline:
                raise Failed(f"{program.name} is not ready within {READY_WITHIN:.0f} seconds.{last_words(program)}")
            self.tick()

    def step(self, program: Program) -> None:
        """Run a command to its end; anything but success ends the run."""
        process = self._spawn(program)
        try:
            while process.poll() is None:
                self.tick()
        finally:
            end(process, program, self.terminal)
        self.terminal.listen(0)
        if process.returncode:
            raise Failed(f"{program.name} failed with status {process.returncode}.{last_words(program)}")

    def tick(self) -> None:
        """Pass on what the children say, and start again those whose pause is over."""
        self.terminal.listen(TICK)
        if self.asked:
            raise Interrupted
        for child in self.children:
            self._tend(child)

    def stop(self) -> None:
        for child in reversed(self.children):
            end(child.process, child.program, self.terminal, hurry=lambda: self.asked > 1)
        self.children.clear()
        self.terminal.listen(0)

    def _tend(self, child: Child) -> None:
        now = time.monotonic()
        if child.revive_at is None and child.process.poll() is not None:
            self._mourn(child, now)
        elif child.revive_at is not None and now >= child.revive_at:
            child.process, child.started, child.revive_at = self._spawn(child.program), now, None
            self._tell()

    def _mourn(self, child: Child, now: float) -> None:
        """End what the dead child left running, and set the time of its return."""
        kill_group(child.process)  # workers of a dead web server would go on serving old code
        child.pause = FIRST_PAUSE if now - child.started > HEALTHY_AFTER else child.pause
        child.revive_at = now + child.pause
        where = f", see {child.program.log}" if child.program.log else ""
        status = child.process.returncode
        self.terminal.say(f"{child.program.name} stopped (status {status}{where}); again in {child.pause:.0f} s.")
        child.pause = min(child.pause * 2, LONGEST_PAUSE)

    def _spawn(self, program: Program) -> subprocess.Popen[bytes]:
        process = program.spawn(str(self.state.root))
        if process.stdout:
            self.terminal.follow(program.name, process.stdout)
        return process

    def _tell(self) -> None:
        pids = {child.program.name: child.process.pid for child in self.children}
        self.state.write({"pid": os.getpid(), **self.facts, "children": pids})

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.asked += 1
        self.last_signal = signal.Signals(number)


def end(
    process: subprocess.Popen[bytes], program: Program, terminal: Terminal, hurry: Callable[[], bool] = lambda: False
) -> None:
    """Ask a process to stop, wait for as long as it may take, then end its whole group."""
    if process.poll() is None:
        process.send_signal(program.stop)
    deadline = time.monotonic() + program.grace
    while process.poll() is None and time.monotonic() < deadline and not hurry():
        terminal.listen(TICK / 2)
    if program.own_session:
        kill_group(process)
    elif process.poll() is None:
        process.kill()
    process.wait()


def kill_group(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # nothing of it is left


def last_words(program: Program) -> str:
    """The end of a program's log; what goes to the terminal has been seen there."""
    return f"\n{program.log.read_text(errors='replace')[-4000:].rstrip()}" if program.log else ""
