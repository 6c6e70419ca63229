"""From the picture in which a rule is complete to the alarm on the bus: a served camera, a watcher, a broker."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from benchmarks.figures import Bound, Figure, Target
from benchmarks.quantiles import quantile
from drivers.camera import signals as seen
from drivers.camera.motion import MotionRule
from drivers.camera.pipeline import Kit
from drivers.camera.ring import Ring
from drivers.camera.watcher import Watcher
from gate.bus.client import BusClient
from gate.bus.codec import encode
from gate.bus.sender import Sender
from gate.clock import MachineClock
from gate.roots.camera_events import event_of
from gate.roots.camera_evidence import Evidence
from simulators.camera.camera import SimulatedCamera
from simulators.camera.server import serve
from tests.support.mosquitto import find_mosquitto, running_mosquitto

MOST_MS: Final = 500.0
TOPIC: Final = "bench/camera"
CAMERAS: Final = 4  # watched at once
EACH_S: Final = 6.0  # for a walk of four seconds, until the rule is quiet


def alarm_latency(rounds: int) -> list[Figure]:
    """The p99 over ``rounds`` movements; nothing, and a line that says so, without Mosquitto."""
    executable = find_mosquitto()
    if executable is None:
        print("no Mosquitto: the way to the bus is not measured")
        return []
    with tempfile.TemporaryDirectory() as name, running_mosquitto(executable, Path(name)) as url:
        took = _measured(url, Path(name) / "evidence", rounds)
    target = Target(reference_name="ms allowed", reference=MOST_MS, bound=Bound.AT_MOST, ratio=1.0)
    return [
        Figure(name="picture → alarm on the bus, p50", value=quantile(took, 0.5), unit="ms"),
        Figure(name="picture → alarm on the bus, p99", value=quantile(took, 0.99), unit="ms", target=target),
    ]


def _measured(url: str, folder: Path, rounds: int) -> list[float]:
    """Milliseconds from the instant of the picture (stamped when it came off the wire) to the subscriber."""
    clock, evidence, ordered = MachineClock(), Evidence(folder), threading.Lock()
    told: list[float] = []
    completed: list[float] = []
    with _bus(url, "bench-out") as out, _bus(url, "bench-in") as back:
        back.subscribe(TOPIC, lambda _topic, _payload: told.append(clock.now().timestamp()))
        sender = Sender("bench", "camera", 1, clock.now)

        def tell(signal: seen.CameraSignal) -> None:
            if isinstance(signal, seen.MotionStarted):
                event = event_of(signal, evidence)
                with ordered:  # messages of one client arrive as they were sent
                    completed.append(signal.at.timestamp())
                    out.publish(TOPIC, encode(sender.wrap(event)))

        _provoke(tell, rounds)
    if len(told) != len(completed) or not told:
        raise RuntimeError(f"expected every alarm to arrive, came {len(told)} of {len(completed)}")
    return [(heard - picture) * 1000.0 for picture, heard in zip(completed, told, strict=True)]


def _provoke(tell: Callable[[seen.CameraSignal], None], rounds: int) -> None:
    """Somebody walks through before one camera after the other, and again when he has left the first."""
    with ExitStack() as running:
        cameras = [running.enter_context(serve(SimulatedCamera(f"c{n}"))) for n in range(CAMERAS)]
        for camera in cameras:
            quick = MotionRule("bench", hold=timedelta(seconds=0.2), quiet=timedelta(seconds=0.5))
            watcher = Watcher("bench", camera.url, [quick], tell, kit=Kit(ring=Ring("bench")))
            watcher.start()
            running.callback(watcher.stop)
        time.sleep(3.0)  # the empty scene is learned
        for _ in range(rounds):
            for camera in cameras:
                camera.camera.play("person")
                time.sleep(EACH_S / CAMERAS)
        time.sleep(2.0)  # what is under way arrives


@contextmanager
def _bus(url: str, name: str) -> Iterator[BusClient]:
    client = BusClient(url, name)
    client.start()
    deadline = time.monotonic() + 5.0
    while not client.connected and time.monotonic() < deadline:
        time.sleep(0.01)
    try:
        yield client
    finally:
        client.stop()
