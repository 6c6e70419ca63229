"""The processes of a simulated site: which programs, on which ptys, ports and clock."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from drivers.transport.url import SerialPlace, parse_url
from gate.clock import ENVIRONMENT, SimulatedClock
from gate.domain.site import Site
from gate.keys.ring import KeyRing
from gate.roots.demo_mail import lay_mail, mails
from gate.roots.folders import DataFolder
from gate.roots.people_import import import_file
from gate.site.load import load_people
from gate.up import Program, Supervisor
from simulators.mail import MailServer
from simulators.pty import PtyPair

HQ = Path(__file__).parents[2] / "simulators" / "hq"
SITE_FILE = HQ / "hq.site.toml"
PEOPLE_FILE = HQ / "people.json"
MORNING = datetime(2026, 11, 23, 0, 25, tzinfo=UTC)
"""A Monday, 08:25 in Shanghai: a working day of the example's people and visit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOptions:
    """What can be chosen. ``bus`` and ``store`` None: the embedded ones."""

    site_file: Path = SITE_FILE
    people_file: Path = PEOPLE_FILE
    data: Path
    bus: str | None = None
    store: str | None = None
    console_port: int | None = 8080  # None: no console, and nobody is written to
    cameras: bool = True
    paced: bool = True


class DemoSite:
    """A whole site on simulated hardware. Start it from the main thread; stop it in a ``finally``."""

    def __init__(self, site: Site, options: DemoOptions, say: Callable[[str], None]) -> None:
        """Lays a fresh data folder: what an earlier demo left there is removed."""
        self.site, self.options = site, options
        self.folder = DataFolder(options.data.resolve())
        shutil.rmtree(self.folder.root, ignore_errors=True)
        self.folder.simulation.mkdir(parents=True)
        clock_file = self.folder.simulation / "clock"
        self.clock = SimulatedClock.create(clock_file, MORNING)
        os.environ[ENVIRONMENT] = str(clock_file)
        self.bus = options.bus or f"mqtt://127.0.0.1:{free_port()}"
        self.store = options.store or self.folder.store_url
        self.supervisor = Supervisor(self.folder.logs, say)
        self._ptys: dict[str, PtyPair] = {}
        self._tcp: dict[str, int] = {}
        self._say = say
        self._mail: MailServer | None = None
        self._make_keys()
        self._lay_lines()

    @property
    def console_url(self) -> str:
        """Where the console will be."""
        return f"http://127.0.0.1:{self.options.console_port}"

    def start(self) -> None:
        """Start all processes; they find each other in whatever order they come up."""
        cameras = {camera: free_port() for camera in self.site.cameras} if self.options.cameras else {}
        import_file(self.site, self.options.people_file, self.store, KeyRing(self.folder.keys), self.clock)
        self._note_running()
        if self.options.console_port is not None:
            self._serve_mail()
        for program in self._programs(cameras):
            self.supervisor.add(program)

    def stop(self) -> None:
        """End all processes and take the ptys away."""
        self.supervisor.stop()
        self.folder.running.unlink(missing_ok=True)
        for pair in self._ptys.values():
            pair.close()
        if self._mail is not None:
            self._mail.stop()

    def _make_keys(self) -> None:
        """As an installer did: every secure reader has its own key, and the agent knows it."""
        secure = [device.id for device in self.site.devices.values() if device.secure]
        KeyRing(self.folder.keys).ensure(self.site.agents, secure)

    def _lay_lines(self) -> None:
        for line in self.site.lines.values():
            if isinstance(parse_url(line.url), SerialPlace):
                self._ptys[line.id] = PtyPair(self.folder.simulation / "lines" / line.id)
            else:
                self._tcp[line.id] = free_port()

    def _serve_mail(self) -> None:
        port = free_port()
        people = load_people(self.options.people_file, self.site)
        lay_mail(self.folder, people, port, self.console_url)
        told = lambda to, about: self._say(f"mail to {to}: {about}")  # noqa: E731 - one line of the terminal
        self._mail = MailServer(mails(self.folder), port, told)
        self._mail.start()

    def _line_url(self, line: str) -> str:
        if line in self._tcp:
            return f"tcp://127.0.0.1:{self._tcp[line]}"
        place = parse_url(self.site.lines[line].url)
        baud = place.baud if isinstance(place, SerialPlace) else 9600
        return f"serial://{self._ptys[line].path}?baud={baud}"

    def _programs(self, cameras: dict[str, int]) -> list[Program]:
        found = (
            []
            if self.options.bus
            else [self._gate("broker", "broker", "--port", self.bus.rpartition(":")[2])]
        )
        found += [self._hardware()]
        found += [self._camera(camera, port) for camera, port in cameras.items()]
        found += [self._engine(), *(self._agent(agent) for agent in self.site.agents)]
        if cameras:
            found.append(self._watcher(cameras))
        if self.options.console_port is not None:
            port = str(self.options.console_port)
            found.append(self._on_site("console", "console", "--store", self.store, "--port", port))
            found.append(self._gate("notify", "notify", "run", *self._of_site(), "--store", self.store))
        return found

    def _hardware(self) -> Program:
        ends = [f"--line={line}=fd:{pair.master}" for line, pair in self._ptys.items()]
        ends += [f"--line={line}=tcp:{port}" for line, port in self._tcp.items()]
        pace = [] if self.options.paced else ["--unpaced"]
        argv = ["simulate", "hardware", "--site", str(self.options.site_file), *self._data(), *ends, *pace]
        return self._gate("hardware", *argv, pass_fds=tuple(pair.master for pair in self._ptys.values()))

    def _camera(self, camera: str, port: int) -> Program:
        return self._gate(camera, "simulate", "camera", camera, *self._data(), f"--listen=http:{port}")

    def _engine(self) -> Program:
        return self._on_site("engine", "engine", "--store", self.store)

    def _agent(self, agent: str) -> Program:
        lines = [line.id for line in self.site.lines.values() if line.agent == agent]
        return self._on_site(
            f"agent-{agent}", "agent", agent, *(f"--line={i}={self._line_url(i)}" for i in lines)
        )

    def _watcher(self, cameras: dict[str, int]) -> Program:
        urls = [f"--url={camera}=http://127.0.0.1:{port}/stream.mjpg" for camera, port in cameras.items()]
        return self._on_site("camera", "camera", "run", "--model=none", *urls)

    def _on_site(self, name: str, *argv: str) -> Program:
        return self._gate(name, *argv, *self._of_site(), "--bus", self.bus)

    def _gate(self, name: str, *argv: str, pass_fds: tuple[int, ...] = ()) -> Program:
        return Program(name=name, argv=[sys.executable, "-m", "gate.cli", *argv], pass_fds=pass_fds)

    def _of_site(self) -> tuple[str, ...]:
        return "--site", str(self.options.site_file), *self._data()

    def _data(self) -> tuple[str, str]:
        return "--data", str(self.folder.root)

    def _note_running(self) -> None:
        running = {
            "site": str(self.options.site_file.resolve()),
            "people": str(self.options.people_file.resolve()),
            "bus": self.bus,
            "console": self.console_url,
            "started": time.time(),
        }
        self.folder.running.write_text(json.dumps(running, indent=2))


def free_port() -> int:
    """A TCP port that nobody listens on now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])
