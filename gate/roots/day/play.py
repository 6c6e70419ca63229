"""Puts the stage up around a running demo and plays the acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import typer

from gate.bus.client import BusClient
from gate.bus.codec import decode
from gate.bus.errors import CodecError
from gate.bus.topics import ANY, Topics
from gate.client.client import Client
from gate.roots.day.acts import ACTS
from gate.roots.day.report import Report
from gate.roots.day.stage import Stage
from gate.roots.day.watch import Watch
from gate.roots.demo_site import DemoSite
from simulators.control import ControlError, ask


def play_day(running: DemoSite, *, machine: bool) -> int:
    """Play the day; the number of expectations that failed."""
    report = Report(running.site.calendar.timezone, typer.echo, machine=machine)
    watch = Watch()
    bus = BusClient(running.bus, f"{running.site.id}-day")
    bus.subscribe(Topics(running.site.id).events(ANY), lambda _topic, payload: _see(watch, payload))
    desk = Client(bus, running.site.id, "day")
    bus.start()
    try:
        bus.wait_connected(10.0)
        stage = Stage(
            report=report,
            clock=running.clock,
            watch=watch,
            hand=lambda request: _hand(running, request),
            desk=desk,
            faults=running.supervisor,
        )
        for act in ACTS:
            _play(act, stage)
    finally:
        bus.stop()
    return report.finish()


def _play(act: Callable[[Stage], None], stage: Stage) -> None:
    try:
        act(stage)
    except ControlError as error:  # the hardware will not do what the act needs: the day goes on without it
        stage.report.expect("the act runs to its end", "played", str(error))


def _see(watch: Watch, payload: bytes) -> None:
    try:
        watch.seen(decode(payload).envelope)
    except CodecError:
        return  # not a message of Gate


def _hand(running: DemoSite, request: Mapping[str, Any]) -> Mapping[str, Any]:
    camera = request.get("camera")
    socket = running.folder.camera_socket(str(camera)) if camera else running.folder.hardware_socket
    return ask(socket, request)
