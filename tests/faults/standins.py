"""A supervisor over one shell command: python -m tests.faults.standins STATE GRACE COMMAND."""

import sys
from pathlib import Path

from petition.embedded.program import Program
from petition.embedded.state import State
from petition.embedded.supervisor import Interrupted, Supervisor
from petition.embedded.terminal import Terminal


def main(folder: str, grace: str, command: str) -> None:
    state = State(Path(folder))
    state.hold()
    state.prepare()
    supervisor = Supervisor(state, Terminal())
    try:
        supervisor.start(Program("standin", ["sh", "-c", command], grace=float(grace)))
        while True:
            supervisor.tick()
    except Interrupted:
        supervisor.stop()
        state.release()


if __name__ == "__main__":
    main(*sys.argv[1:])
