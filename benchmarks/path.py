"""From a badge to a lock through Gate itself, beside the floor that the same wires, broker and disk allow.

Card frame on a UART reader's pty → agent → Mosquitto → engine decides, records first → Mosquitto → agent → the
release coil of a simulated Modbus TCP controller. Agent and engine are the real commands, each in a process of its
own, on a site of one door and as many cards as reads. Batches of path and floor take turns, so that a busy moment
meets both.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Bound, Figure, Target
from benchmarks.path_floor import GAP_S, WARM_UP, broker, floor_path
from benchmarks.path_rig import Controller, Pty, measure, open_pty
from benchmarks.quantiles import p50, p99
from benchmarks.suite import Options
from gate.clock import MachineClock
from gate.keys.ring import KeyRing
from gate.roots.folders import DataFolder
from gate.roots.people_import import import_file
from gate.roots.ready import wait_until_up
from gate.site.load import load_site
from gate.up import Program, Supervisor

READS = 1000
BATCH = 100
UP_S = 60.0

SITE = """
[site]
id = "bench"
timezone = "Asia/Shanghai"

[[zones]]
id = "outside"
level = "public"
outside = true

[[zones]]
id = "lobby"
level = "public"

[[schedules]]
id = "always"
windows = [{ days = "mon-sun", from = "00:00", to = "24:00" }]
on_holiday = "as-usual"

[[groups]]
id = "staff"
grants = [{ id = "staff-1", zones = ["lobby"], schedule = "always" }]

[[portals]]
id = "door"
between = ["outside", "lobby"]
readers = { in = "reader" }
lock = { device = "io", output = 1, wiring = "NO", release = "4500ms", mode = "fail-secure" }
contact = { device = "io", input = 1, wiring = "NO" }
egress = "mechanical"
held_open = { after = "30s", warn_before = "10s" }

[[agents]]
id = "cabinet"

[[lines]]
id = "uart"
agent = "cabinet"
url = "serial:///dev/ttyUSB0?baud=9600"
protocol = "serial-reader"

[[lines]]
id = "modbus"
agent = "cabinet"
url = "tcp://192.0.2.10:502"
protocol = "modbus"

[[devices]]
id = "reader"
profile = "rdm6300"
line = "uart"

[[devices]]
id = "io"
profile = "moxa-iologik-e1214"
line = "modbus"
address = 1
"""


@dataclass(frozen=True, slots=True)
class GatePath:
    """The running system, with cards 1 to ``cards`` known to it."""

    pty: Pty
    controller: Controller
    cards: int

    def measure(self, reads: int, first_card: int) -> list[float]:
        """Milliseconds of each read; every card is another person's."""
        return measure(self.pty, self.controller, reads, GAP_S, first_card)


@contextmanager
def gate_path(broker_port: int, folder: Path, cards: int) -> Iterator[GatePath]:
    """Agent and engine on a site of one door, up and warm."""
    site_file, people_file, data = (
        folder / "bench.site.toml",
        folder / "people.json",
        DataFolder(folder / "data"),
    )
    site_file.write_text(SITE)
    people_file.write_text(json.dumps({"people": [_person(number) for number in range(1, cards + 1)]}))
    site, ring = load_site(site_file, people_file), KeyRing(data.keys)
    ring.ensure(site.agents, ())
    import_file(site, people_file, data.store_url, ring, MachineClock())
    with ExitStack() as stack:
        controller, pty = stack.enter_context(Controller()), stack.enter_context(open_pty())
        supervisor = Supervisor(data.logs)
        stack.callback(supervisor.stop)
        common = (
            "--site",
            str(site_file),
            "--data",
            str(data.root),
            "--bus",
            f"mqtt://127.0.0.1:{broker_port}",
        )
        lines = (
            f"--line=uart=serial://{pty.path}?baud=9600",
            f"--line=modbus=tcp://127.0.0.1:{controller.port}",
        )
        for name, words in (("engine", ("engine",)), ("agent", ("agent", "cabinet", *lines))):
            supervisor.add(Program(name=name, argv=[sys.executable, "-m", "gate.cli", *words, *common]))
        missing = wait_until_up(site, data.store_url, UP_S, supervisor.tend)
        if missing:
            raise RuntimeError(f"expected the site to be up within {UP_S:.0f} s; missing {sorted(missing)}")
        path = GatePath(pty, controller, cards)
        path.measure(WARM_UP, 1)
        yield path


def run(options: Options) -> list[Figure]:
    """p50 and p99 of the path, each beside the floor's of the same run."""
    reads = BATCH if options.quick else READS
    ours: list[float] = []
    floor: list[float] = []
    with tempfile.TemporaryDirectory(prefix="gate-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        port = stack.enter_context(broker(folder))
        bare = stack.enter_context(floor_path(port, folder))
        path = stack.enter_context(gate_path(port, folder, WARM_UP + reads))
        for done in range(0, reads, BATCH):
            floor += bare.measure(BATCH)
            ours += path.measure(BATCH, WARM_UP + done + 1)
    return [
        _figure("badge to lock, p50", p50(ours), p50(floor), 1.6),
        _figure("badge to lock, p99", p99(ours), p99(floor), 2.0),
        Figure(name="reads, each recorded before its release", value=len(ours), unit="reads"),
    ]


def _figure(name: str, value: float, floor: float, ratio: float) -> Figure:
    target = Target(reference_name="floor", reference=floor, bound=Bound.AT_MOST, ratio=ratio)
    return Figure(name=name, value=value, unit="ms", target=target)


def _person(number: int) -> dict[str, object]:
    card = {
        "id": f"c{number}",
        "kind": "fob",
        "format": "EM4100",
        "number": f"{number:010X}",
        "state": "active",
    }
    group = {"id": "staff", "reason": "bench", "approved_by": "p1"}
    return {
        "id": f"p{number}",
        "name": f"Person {number}",
        "kind": "employee",
        "groups": [group],
        "credentials": [card],
    }
