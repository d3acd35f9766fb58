"""A running site, its processes killed one by one, and the ways a run ends."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from petition.embedded.state import State
from tests.faults.running import Running, until

HEALS_WITHIN = 15


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    site = Running(tmp_path_factory.mktemp("a site") / "state folder")
    yield site
    if site.runs:
        site.end()


@pytest.fixture
def site(started: Running) -> Running:
    """One site for all tests, as starting it takes the time; after a test that ended it, it is started again."""
    if not started.runs:
        started.start()
    until(lambda: started.get("/ready") == 200, HEALS_WITHIN)
    return started


@pytest.mark.parametrize("child", ["web", "worker", "beat", "redis", "postgres"])
def test_a_killed_process_comes_back(site: Running, child: str) -> None:
    killed = site.pid(child)

    os.kill(killed, signal.SIGKILL)

    until(lambda: site.pid(child) != killed, HEALS_WITHIN, site.said)
    until(lambda: site.get("/ready") == 200, HEALS_WITHIN, site.said)
    assert site.pid(child) in site.processes()


def test_the_workers_of_a_killed_web_server_die_with_it(site: Running) -> None:
    master = site.pid("web")
    group = [pid for pid in site.processes() if os.getpgid(pid) == master]

    os.kill(master, signal.SIGKILL)

    until(lambda: site.pid("web") != master, HEALS_WITHIN, site.said)
    assert len(group) > 2
    assert not set(group) & set(site.processes())


def test_a_second_run_in_the_same_folder_names_the_first(site: Running) -> None:
    second = Running(site.state)

    status = second.command("run").wait(30)

    assert status == 1
    assert f"http://localhost:{site.port}/" in second.said()


def test_a_taken_port_is_told_with_the_way_out(tmp_path: Path) -> None:
    site = Running(tmp_path / "state")

    with socket.create_server(("127.0.0.1", site.port)):
        status = site.command("run").wait(30)

    assert status == 1
    assert f"Port {site.port} is taken by another program." in site.said()
    assert f"make run PORT={site.port + 1}" in site.said()


def test_a_killed_run_takes_its_processes_with_it_and_does_not_hinder_the_next(site: Running) -> None:
    site.end(signal.SIGKILL)
    until(lambda: site.processes() == [], HEALS_WITHIN, lambda: f"{site.processes()} live on")
    site.start()

    assert site.get("/ready") == 200


def test_ctrl_c_leaves_nothing_behind(site: Running) -> None:
    status = site.end(signal.SIGINT)

    assert status == 0
    assert site.processes() == []
    assert not State(site.state).sockets.exists()
    assert not (site.state / "run.json").exists()
