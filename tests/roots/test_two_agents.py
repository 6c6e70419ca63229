"""A site with two cabinets, end to end: cards at simulated panels, two agents, a broker, the engine, its store.

The second agent's clock is ten minutes ahead. Nothing opens that should not; the record keeps the engine's time; the
alarm says by how much.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from firmware_profiles.load import load_profile
from gate.clock import MachineClock
from gate.domain.site import Site
from gate.edge.agent import Agent
from gate.engine import Engine
from gate.keys.ring import KeyRing
from gate.roots.agent import _connection as agent_connection
from gate.roots.agent_lines import build_lines
from gate.roots.engine import _connection as engine_connection
from gate.roots.people_import import import_file
from gate.site.load import load_site
from gate.store.read import open_reader
from simulators.device import SimulatedDevice
from simulators.listen import listen_udp
from simulators.panel.bodies import UhppoteBody
from tests.bus.embedded import embedded_broker
from tests.faults.site import write_site
from tests.support.children import free_port

AGENTS = ("north", "south")
AHEAD = timedelta(minutes=10)
PATIENCE_S = 30.0
CARD = {"do": "present", "card": "H10301:100:58400", "reader": 1}
STRANGER = {**CARD, "card": "H10301:100:1"}

HARDWARE = """
[[agents]]
id = "{0}"

[[portals]]
id = "{0}-door"
between = ["outside", "hall"]
readers = {{ in = "{0}-reader" }}
lock = {{ device = "{0}-panel", output = 1, wiring = "NO", release = "2s", mode = "fail-secure" }}
contact = {{ device = "{0}-panel", input = 1, wiring = "NC" }}
egress = "mechanical"
held_open = {{ after = "30s", warn_before = "10s" }}

[[lines]]
id = "{0}-line"
agent = "{0}"
url = "udp://{0}.example:60000"
protocol = "uhppote"

[[devices]]
id = "{0}-panel"
profile = "uhppote-controller-l01"
line = "{0}-line"
address = 123456789

[[devices]]
id = "{0}-reader"
profile = "uhppote-reader"
line = "{0}-line"
address = 1
"""


class AheadClock(MachineClock):
    """Somebody set it wrong."""

    def now(self) -> datetime:
        return super().now() + AHEAD


@dataclass
class Cabinet:
    """One agent and the panel on its line."""

    device: SimulatedDevice
    agent: Agent
    task: asyncio.Task[None] = field(init=False)

    @property
    def openings(self) -> int:
        """How often its door was opened by a command."""
        assert isinstance(self.device._body, UhppoteBody)
        return len(self.device._body.controller.opened)

    async def stop(self) -> None:
        self.task.cancel()
        with suppress(asyncio.CancelledError):
            await self.task


@pytest.fixture(scope="module")
def site_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("two")
    site, people = write_site(folder)
    head = site.read_text().split("\n[[agents]]")[0]
    site.write_text(head + "".join(HARDWARE.format(agent) for agent in AGENTS))
    content = json.loads(people.read_text())
    content["people"] = content["people"][:1]
    content["people"][0]["credentials"][0].update(format="H10301", facility=100, number="58400", kind="card")
    people.write_text(json.dumps(content))
    return site, people


@pytest.fixture
def world(site_files: tuple[Path, Path], tmp_path: Path) -> Iterator[tuple[Site, KeyRing, str, str]]:
    """A broker and a running engine; site, ring, broker's url, store's url."""
    site = load_site(site_files[0])
    ring, store = KeyRing(tmp_path / "keys"), f"sqlite:///{tmp_path / 'gate.db'}"
    ring.ensure(site.agents, ())
    import_file(site, site_files[1], store, ring, MachineClock())
    with embedded_broker(free_port()) as url:
        keys = ring.for_engine(site.agents)
        engine = Engine(site, store, engine_connection(site, url), keys, MachineClock(), tmp_path / "heads")
        thread = threading.Thread(target=engine.run)
        thread.start()
        try:
            assert engine.started.wait(PATIENCE_S)
            yield site, ring, url, store
        finally:
            engine.stop()
            thread.join(PATIENCE_S)
            assert not thread.is_alive()


@asynccontextmanager
async def cabinets(world: tuple[Site, KeyRing, str, str], folder: Path) -> AsyncIterator[dict[str, Cabinet]]:
    """Both agents with their panels, each having the newest pack."""
    site, ring, url, _ = world
    running: dict[str, Cabinet] = {}
    serving = []
    for name, clock in zip(AGENTS, (MachineClock(), AheadClock()), strict=True):
        device = SimulatedDevice(load_profile("uhppote-controller-l01"), 123456789)
        stream, port = await listen_udp(0)
        serving.append(asyncio.create_task(device.serve(stream)))
        agent = Agent(
            site,
            name,
            lines=build_lines(site, name, {f"{name}-line": f"udp://127.0.0.1:{port}"}, lambda _: None),
            bus=lambda boot, name=name: agent_connection(site, name, boot, url),  # type: ignore[misc]
            keys=ring.for_agent(name),
            clock=clock,
            folder=folder / name,
            trusted_time=True,
        )
        running[name] = Cabinet(device, agent)
        running[name].task = asyncio.create_task(agent.run())
    try:
        for cabinet in running.values():
            await eventually(lambda each=cabinet: each.agent.core.alone.pack is not None)  # type: ignore[misc]
            await eventually(lambda each=cabinet: each.agent.core.mode.word == "host")  # type: ignore[misc]
            line = cabinet.agent._lines[0]
            await eventually(lambda line=line: line._panel._inputs[0].value == "on")  # type: ignore[misc]
        yield running
    finally:
        for cabinet in running.values():
            await cabinet.stop()
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)


async def eventually(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not holds():  # noqa: ASYNC110 - other threads have no event for it
            await asyncio.sleep(0.02)


def test_one_dies_and_the_other_is_untouched_and_a_wrong_clock_is_told(
    world: tuple[Site, KeyRing, str, str], tmp_path: Path
) -> None:
    store = world[3]

    async def main() -> None:
        async with cabinets(world, tmp_path) as both:
            north, south = both["north"], both["south"]
            for cabinet in (north, south):
                await cabinet.device.act(CARD)
                await eventually(lambda each=cabinet: each.openings == 1)  # type: ignore[misc]
            await south.device.act(STRANGER)
            await north.stop()
            await north.device.act(CARD)
            await south.device.act(CARD)
            await eventually(lambda: south.openings == 2)
            assert north.openings == 1

    before = MachineClock().now()
    asyncio.run(main())
    after = MachineClock().now()
    reader = open_reader(store)
    alarms = {(alarm.kind, alarm.subject): alarm for alarm in reader.alarms_open()}
    rows = [row for row in reader.events_after(0, 1000) if row.type == "CredentialPresented"]
    reader.close()
    assert alarms["clock_drift", "south"].cause.startswith(("+600.", "+599.9"))
    assert ("clock_drift", "north") not in alarms
    assert len(rows) == 4
    assert all(before <= row.recorded_at <= after for row in rows)
    said = {src: [row.at - row.recorded_at for row in rows if row.src == src] for src in AGENTS}
    assert all(abs(off) < timedelta(minutes=1) for off in said["north"])
    assert all(
        abs(off - AHEAD) < timedelta(minutes=1) for off in said["south"]
    )  # as it came, beside the engine's
