"""The supervisor with real children: started, restarted, ended together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gate.up import Child, Program, Supervisor


def program(name: str, code: str) -> Program:
    return Program(name=name, argv=[sys.executable, "-c", code])


FOREVER = "import time; time.sleep(60)"


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(tmp_path: Path, said: list[str]) -> Iterator[Supervisor]:
    made = Supervisor(tmp_path / "logs", said.append)
    yield made
    made.stop()


def eventually(true: Callable[[], bool], seconds: float = 5.0) -> None:
    """Children take their time: look until it is true, fail after ``seconds``."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.01)


def alive(pid: int | None) -> bool:
    if pid is None:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_child_that_dies_is_started_again_and_that_is_said(supervisor: Supervisor, said: list[str]) -> None:
    child = supervisor.add(program("worker", FOREVER))
    first = child.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)

    def back() -> bool:
        supervisor.tend()
        return child.pid not in {None, first}

    eventually(back)
    assert said == [f"worker ended (signal SIGKILL); starting it again in 0.2 s. Its log: {child.log}"]
    assert child.starts == 2


def test_a_child_killed_on_purpose_stays_dead_until_revived(supervisor: Supervisor) -> None:
    child = supervisor.add(program("worker", FOREVER))
    supervisor.kill("worker")
    supervisor.tend()
    assert child.pid is None
    supervisor.revive("worker")
    assert alive(child.pid)


def test_a_child_that_ignores_term_is_killed_at_the_deadline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gate.up.STOP_S", 0.3)
    supervisor = Supervisor(tmp_path, lambda line: None)
    stubborn = supervisor.add(
        program(
            "stubborn",
            f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); {FOREVER}",
        )
    )
    eventually(lambda: "up" in stubborn.log.read_text())
    pid = stubborn.pid
    started = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - started < 2
    assert not alive(pid)


def test_children_end_with_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from gate.up import Program, Supervisor\n"
        f"s = Supervisor(Path({str(tmp_path)!r}))\n"
        f"c = s.add(Program(name='worker', argv=[sys.executable, '-c', {FOREVER!r}]))\n"
        "print(c.pid, flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        assert alive(worker)
        parent.kill()
        eventually(lambda: not alive(worker))


def test_output_of_a_child_is_in_its_log(supervisor: Supervisor) -> None:
    child: Child = supervisor.add(program("talker", f"print('hello', flush=True); {FOREVER}"))
    eventually(lambda: child.log.read_text() == "hello\n")
