"""The whole site on one machine: engines, migrations, sample letter, web server, worker and beat."""

import os
import signal
import socket
import sys
import time
from pathlib import Path

from petition.embedded.engines import start_engines
from petition.embedded.program import ROOT, Failed, Program
from petition.embedded.programs import ADMINISTRATOR, HOST, NAME, beat, environment, steps, web, worker
from petition.embedded.state import Held, State, end_leftovers
from petition.embedded.supervisor import Interrupted, Supervisor
from petition.embedded.terminal import Terminal

STOP_WITHIN = 90.0


def state_folder() -> Path:
    return Path(os.environ.get("STATE_DIR") or ROOT / "var")


def run() -> int:
    """Run the site until the operator stops it."""
    port, state = _port(), State(state_folder())
    _hold(state)
    supervisor = Supervisor(state, Terminal())
    supervisor.facts = {"address": f"http://{NAME}:{port}/"}
    try:
        _bring_up(supervisor, port)
        _greet(supervisor.terminal, state, port)
        while True:
            supervisor.tick()
    except Interrupted:
        supervisor.terminal.say("Stopping …")
        return 0
    finally:
        supervisor.stop()
        end_leftovers(state.root, patience=0)
        state.release()


def stop() -> int:
    """Stop the site that runs from this folder, and whatever a killed one left."""
    state = State(state_folder())
    try:
        state.hold()
    except Held:
        return _stop_other(state)
    end_leftovers(state.root)
    state.release()
    print("No site runs from this folder.")
    return 0


def _stop_other(state: State) -> int:
    if pid := state.read().get("pid"):
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_WITHIN
    while time.monotonic() < deadline:
        time.sleep(0.1)
        try:
            state.hold()
        except Held:
            continue
        state.release()
        print("Stopped.")
        return 0
    raise Failed(f"Process {pid} does not stop within {STOP_WITHIN:.0f} seconds; its log is in {state.root / 'log'}.")


def _hold(state: State) -> None:
    try:
        state.hold()
    except Held as held:
        address = state.read().get("address", "an address it is about to print")
        raise Failed(f"The site runs already from this folder, at {address} Stop it: make stop") from held


def _bring_up(supervisor: Supervisor, port: int) -> None:
    say, state = supervisor.terminal.say, supervisor.state
    state.prepare()
    _demand_free(port)
    say("Starting PostgreSQL and Redis …")
    env = environment(port) | start_engines(supervisor, durable=True)
    supervisor.facts["env"] = env  # for commands beside it (petition/embedded/joining.py)
    say("Checking the site and bringing its database up to date …")
    for name, arguments in steps(env):
        command = [sys.executable, "manage.py", *arguments]
        supervisor.step(Program(name, command, env=env, log=state.root / "log" / f"{name}.log"))
    say("Starting the web server, the worker and beat …")
    for program in (web(env, port), worker(env), beat(env, state)):
        supervisor.start(program)


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise Failed(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def _demand_free(port: int) -> None:
    """Granian would share a busy port with its owner without a word, so the port is tried first."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError as error:
            raise Failed(f"Port {port} needs root. Take another: make run PORT=8000") from error
        except OSError as error:
            other = port + 1 if port < 65535 else 8000
            raise Failed(f"Port {port} is taken by another program. Take another: make run PORT={other}") from error


def _greet(terminal: Terminal, state: State, port: int) -> None:
    address = f"http://{NAME}:{port}/"
    terminal.say(f"\nUndersigned is running at {address}")
    if not os.environ.get("EMAIL_URL"):
        terminal.say(f"  mail it would send: {address}inbox/")
        if not os.environ.get("ADMINISTRATORS"):
            terminal.say(f"  to moderate:        sign up as {ADMINISTRATOR}, with the code from that mail")
    terminal.say(f"  data and logs:      {state.root}")
    terminal.say("  to stop:            Ctrl-C here, or `make stop` in another terminal\n")
