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
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    site = Running(tmp_path_factory.mktemp("a site") / "state folder")
    site.start()
    yield site
    site.end()


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[Running]:
    site = Running(tmp_path / "state")
    yield site
    if site.process and site.process.poll() is None:
        site.end()


@pytest.mark.parametrize("child", ["web", "worker", "beat", "redis", "postgres"])
def test_a_killed_process_comes_back(site: Running, child: str) -> None:
    until(lambda: site.get("/ready") == 200, HEALS_WITHIN)
    killed = site.pid(child)

    os.kill(killed, signal.SIGKILL)

    until(lambda: site.pid(child) != killed, HEALS_WITHIN, site.said)
    until(lambda: site.get("/ready") == 200, HEALS_WITHIN, site.said)
    assert site.pid(child) in site.processes()


def test_the_workers_of_a_killed_web_server_die_with_it(site: Running) -> None:
    until(lambda: site.get("/ready") == 200, HEALS_WITHIN)
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
    assert f"http://127.0.0.1:{site.port}/" in second.said()


def test_a_taken_port_is_told_with_the_way_out(own_site: Running) -> None:
    with socket.create_server(("127.0.0.1", own_site.port)):
        status = own_site.command("run").wait(30)

    assert status == 1
    assert f"Port {own_site.port} is taken by another program." in own_site.said()
    assert f"make run PORT={own_site.port + 1}" in own_site.said()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_leaves_nothing_behind(own_site: Running, number: signal.Signals) -> None:
    own_site.start()

    status = own_site.end(number)

    assert status == 0
    assert own_site.processes() == []
    assert not State(own_site.state).sockets.exists()
    assert not (own_site.state / "run.json").exists()


def test_a_killed_run_takes_its_processes_with_it_and_does_not_hinder_the_next(own_site: Running) -> None:
    own_site.start()

    own_site.end(signal.SIGKILL)
    until(lambda: own_site.processes() == [], HEALS_WITHIN, lambda: f"{own_site.processes()} live on")
    own_site.start()

    assert own_site.get("/ready") == 200


def test_stop_ends_the_run_in_this_folder(own_site: Running) -> None:
    own_site.start()
    first = own_site.process
    assert first

    status = own_site.command("stop").wait(60)

    assert status == 0, own_site.said("stop")
    assert first.wait(5) == 0
    assert own_site.processes() == []
