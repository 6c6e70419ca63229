"""A running engine on the example site: its threads, its store, a bus in memory."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from gate.bus.sender import Sender
from gate.domain.site import Site
from gate.engine import Engine
from gate.keys.ring import KeyRing
from gate.store import Store
from gate.store.read import Reader, open_reader
from tests.engine.bus import PATIENCE_S, MemoryBus, SpeakingAgent
from tests.peopled import Peopled
from tests.service.rig import CABINET, MORNING, StillClock, example_site


class RunningClock(StillClock):
    """The site's time stands still; time on wires goes."""

    def monotonic(self) -> float:
        return time.monotonic()

    def patience(self, seconds: float) -> float:
        return min(max(0.0, seconds), 0.02)


class Setup:
    """Starts and stops engines on one store."""

    def __init__(self, url: str, ring: KeyRing) -> None:
        self.url, self.ring = url, ring
        self.site = example_site()
        self.clock = RunningClock(MORNING)
        self.bus = MemoryBus()
        self.agent = self.new_agent(1)
        self.engine: Engine | None = None
        self.errors: list[BaseException] = []
        self._thread: threading.Thread | None = None
        self.on_disk: Site | ValueError = self.site

    def new_agent(self, boot: int) -> SpeakingAgent:
        """The cabinet's agent after its n-th start."""
        sender = Sender(self.site.id, CABINET, boot, self.clock.now)
        return SpeakingAgent(self.bus, self.site.id, self.ring.for_agent(CABINET), sender)

    def start(self, *, wait: bool = True) -> Engine:
        """Run an engine on a thread."""
        engine = Engine(
            self.site,
            self.url,
            self.bus,
            self.ring.for_engine(self.site.agents),
            self.clock,
            read_site=self.read_site,
        )
        self.engine = engine
        self._thread = threading.Thread(target=self._run, args=(engine,), name="engine")
        self._thread.start()
        if wait:
            assert engine.started.wait(PATIENCE_S)
        return engine

    def read_site(self) -> Site:
        """The site file as it is on disk now."""
        if isinstance(self.on_disk, ValueError):
            raise self.on_disk
        return self.on_disk

    def stop(self) -> None:
        """End it."""
        if self.engine is not None and self._thread is not None:
            self.engine.stop()
            self._thread.join(PATIENCE_S)
            assert not self._thread.is_alive()
        self.engine = self._thread = None

    def restart(self) -> None:
        """A new engine on the same store and bus."""
        self.stop()
        self.bus = MemoryBus()
        self.agent.bus = self.bus
        self.start()

    def reader(self) -> Reader:
        """Questions to the store."""
        return open_reader(self.url)

    def at(self, instant: datetime) -> None:
        """Set the site's clock forward."""
        self.clock.instant = instant

    def _run(self, engine: Engine) -> None:
        try:
            engine.run()
        except BaseException as error:  # noqa: BLE001 (looked at by the test)
            self.errors.append(error)


@pytest.fixture(scope="session")
def ring(peopled_example: Peopled) -> KeyRing:
    """The example site's keys."""
    return peopled_example.ring


@pytest.fixture
def no_redo(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on PostgreSQL, or where the file cannot be made: doors wait for the tables."""
    monkeypatch.setattr(Store, "redo", lambda _: None)


@pytest.fixture
def setup(peopled_example: Peopled, tmp_path: Path) -> Iterator[Setup]:
    """Not started yet."""
    made = Setup(peopled_example.copied(tmp_path), peopled_example.ring)
    yield made
    made.stop()
