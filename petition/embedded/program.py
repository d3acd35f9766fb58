"""What the supervisor runs, and how a process is started so that it can't outlive us."""

import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MARK = "UNDERSIGNED_STATE"  # every process started here carries it, so that leftovers are found again
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True)


class Failed(Exception):
    """Something the operator has to know, told in one line."""


@dataclass(frozen=True)
class Program:
    """One child: its command, its environment, how it is asked to stop and how it tells that it is ready."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    stop: signal.Signals = signal.SIGTERM
    grace: float = 10
    log: Path | None = None  # None: its lines go to the terminal
    ready: Callable[[], bool] | None = None
    own_session: bool = True

    def spawn(self, mark: str) -> subprocess.Popen[bytes]:
        env = {**os.environ, **self.env, MARK: mark, "PYTHONUNBUFFERED": "1"}
        output = self.log.open("ab") if self.log else None
        try:
            return subprocess.Popen(
                self.command,
                cwd=ROOT if self.own_session else None,
                env=env,
                stdin=subprocess.DEVNULL if self.own_session else None,
                stdout=output or (subprocess.PIPE if self.own_session else None),
                stderr=subprocess.STDOUT if self.own_session else None,
                start_new_session=self.own_session,
                preexec_fn=_dies_with_us(os.getpid(), self.stop),
            )
        except OSError as error:
            raise Failed(f"{self.name} does not start: {error}") from error
        finally:
            if output:
                output.close()


def _dies_with_us(parent: int, stop: signal.Signals) -> Callable[[], None]:
    """A step between fork and exec: the kernel sends ``stop`` when the supervisor is gone, even if it was SIGKILLed."""

    def ask_the_kernel() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, stop)
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)

    return ask_the_kernel
