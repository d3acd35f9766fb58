"""How the supervisor treats one child, shown with small shell commands in place of the site's."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from petition.embedded.state import State, leftovers
from tests.faults.running import until

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []

    def start(command: str, grace: float = 5) -> subprocess.Popen[str]:
        words = [sys.executable, "-m", "tests.faults.standins", str(tmp_path), str(grace), command]
        started.append(subprocess.Popen(words, stdout=subprocess.PIPE, text=True, start_new_session=True))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()
    shutil.rmtree(State(tmp_path).sockets, ignore_errors=True)  # those that were killed left it


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def test_a_childs_lines_carry_its_name(supervise: Start) -> None:
    assert line(supervise("echo hello; sleep 300")) == "standin  | hello"


def test_the_pause_before_a_restart_grows(supervise: Start) -> None:
    process = supervise("exit 4")
    began = time.monotonic()

    said = [line(process) for _ in range(3)]

    assert said == [f"standin stopped (status 4); again in {pause} s." for pause in (1, 2, 4)]
    assert 3 <= time.monotonic() - began < 6


def test_what_a_dead_child_left_running_is_ended_before_its_return(supervise: Start) -> None:
    process = supervise("sleep 300 & echo $!; exit 1")

    stranded = int(line(process).rpartition(" ")[2])

    assert "again in" in line(process)
    until(lambda: not Path(f"/proc/{stranded}").exists(), 5)


def test_a_child_that_does_not_stop_is_killed_after_its_grace(supervise: Start, tmp_path: Path) -> None:
    process = supervise("trap '' TERM; echo up; while :; do sleep 0.1; done", grace=1)
    line(process)
    began = time.monotonic()

    process.send_signal(signal.SIGTERM)

    assert process.wait(10) == 0
    assert time.monotonic() - began >= 1
    assert leftovers(tmp_path) == []


def test_asking_twice_does_not_wait_for_the_grace(supervise: Start, tmp_path: Path) -> None:
    process = supervise("trap '' TERM; echo up; while :; do sleep 0.1; done", grace=60)
    line(process)

    process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)

    assert process.wait(10) == 0
    assert leftovers(tmp_path) == []


def test_a_child_dies_with_a_killed_supervisor(supervise: Start) -> None:
    process = supervise("echo $$; exec sleep 300")
    child = int(line(process).rpartition(" ")[2])

    os.kill(process.pid, signal.SIGKILL)

    until(lambda: not Path(f"/proc/{child}").exists(), 5)


def test_stop_ends_what_runs_in_this_folder(supervise: Start, tmp_path: Path) -> None:
    process = supervise("echo up; sleep 300")
    line(process)

    status = stop(tmp_path)

    assert status == 0
    assert process.wait(5) == 0
    assert leftovers(tmp_path) == []


def test_stop_also_ends_what_a_killed_run_left(supervise: Start, tmp_path: Path) -> None:
    process = supervise("setsid sh -c 'echo up; exec sleep 300'")
    line(process)
    process.kill()
    process.wait()
    assert leftovers(tmp_path)

    stop(tmp_path)

    assert leftovers(tmp_path) == []


def stop(state: Path) -> int:
    words = [sys.executable, "-m", "petition.embedded", "stop"]
    return subprocess.run(words, env={**os.environ, "STATE_DIR": str(state)}, timeout=60, check=False).returncode


def test_the_supervisor_starts_while_the_sites_own_code_is_broken() -> None:
    ask = "import sys, petition.embedded.__main__; print([n for n in ('django', 'celery') if n in sys.modules])"

    said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout

    assert said == "[]\n"
