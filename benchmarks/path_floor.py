"""The floor of the path: what one badge read costs in pty, broker, disk and Modbus before any code of Gate's.

One pty write, two MQTT hops over Mosquitto at QoS 1, one SQLite commit between them, one coil write; each role in
a process of its own, as in the real system.
"""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks import floor_roles
from benchmarks.figures import Figure
from benchmarks.path_rig import Controller, Pty, measure, open_pty, receive, spawn
from benchmarks.quantiles import p50, p99
from benchmarks.suite import Options
from tests.support.mosquitto import find_mosquitto, running_mosquitto

READS = 1000
WARM_UP = 100
GAP_S = 0.005  # acknowledgements of one read end before the next begins


@dataclass(frozen=True, slots=True)
class FloorPath:
    """The running floor; reads may be measured in several batches, between those of what it is compared with."""

    pty: Pty
    controller: Controller

    def measure(self, reads: int) -> list[float]:
        """Milliseconds of each read, from the pty to the coil."""
        return measure(self.pty, self.controller, reads, GAP_S)


@contextmanager
def broker(folder: Path) -> Iterator[int]:
    """A Mosquitto of the benchmark's own; gives its port."""
    executable = find_mosquitto()
    if executable is None:
        raise RuntimeError("expected Mosquitto to be installed (apt-get install mosquitto)")
    with running_mosquitto(executable, folder) as url:
        yield int(urlsplit(url).port or 0)


@contextmanager
def floor_path(broker_port: int, folder: Path) -> Iterator[FloorPath]:
    """The floor's processes, ready and warm; its database is a file in ``folder``."""
    with ExitStack() as stack:
        controller = stack.enter_context(Controller())
        pty = stack.enter_context(open_pty())
        ready, theirs = spawn.Pipe(duplex=False)
        roles = (
            spawn.Process(
                target=floor_roles.engine, args=(broker_port, str(folder / "floor.sqlite"), theirs)
            ),
            spawn.Process(target=floor_roles.agent, args=(broker_port, pty.path, controller.port, theirs)),
        )
        for role in roles:
            role.daemon = True
            role.start()
            stack.callback(role.join)
            stack.callback(role.kill)
        for role in roles:
            receive(ready, 15.0, f"{role.name} to be ready")
        path = FloorPath(pty, controller)
        path.measure(WARM_UP)
        yield path


def run(options: Options) -> list[Figure]:
    """p50 and p99 of the floor, for information: the path's own suite compares itself with them."""
    reads = 100 if options.quick else READS
    with tempfile.TemporaryDirectory(prefix="gate-bench-") as name:
        folder = Path(name)
        with broker(folder) as port, floor_path(port, folder) as path:
            samples = path.measure(reads)
    return [
        Figure(name="floor: pty to coil, p50", value=p50(samples), unit="ms"),
        Figure(name="floor: pty to coil, p99", value=p99(samples), unit="ms"),
        Figure(name="floor: reads", value=len(samples), unit="reads"),
    ]
