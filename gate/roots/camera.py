"""``gate camera``: the process that watches cameras, and the hand that plays before simulated ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gate.clock import site_clock
from gate.domain.hardware import CameraConfig, CameraRule
from gate.domain.site import Site
from gate.roots.camera_eval import evaluate
from gate.roots.camera_model import model_app
from gate.roots.folders import DEFAULT_BUS, DataFolder
from gate.roots.hand import DEMO_DATA
from gate.roots.hand import play as play_before
from gate.roots.options import BusOption, DataOption, SiteOption, load_site_or_stop, log_to_stderr, pairs
from gate.roots.shape import new_app

app = new_app(
    "Watch the site's cameras and raise alarms; judge rules on clips; play before simulated cameras."
)
app.command("eval")(evaluate)
app.add_typer(model_app, name="model")
IDENTITY = "camera"


class Action(StrEnum):
    """What can happen before a simulated camera."""

    PERSON = "person"
    COVER = "cover"
    UNCOVER = "uncover"
    LIGHT = "light"
    FREEZE = "freeze"


@app.command()
def run(
    site: SiteOption,
    data: DataOption,
    bus: BusOption = DEFAULT_BUS,
    url: Annotated[
        list[str] | None, typer.Option("--url", metavar="CAMERA=URL", help="in place of the site file's")
    ] = None,
) -> None:
    """Watch all cameras of the site until stopped."""
    log_to_stderr()
    _watch(load_site_or_stop(site), DataFolder(data), bus, dict(pairs(url or [], "--url")))


@app.command()
def play(
    camera: Annotated[str, typer.Argument(help="a camera of the demo, e.g. cam-lab")],
    action: Action,
    data: Annotated[Path, typer.Option(help="the demo's data folder")] = DEMO_DATA,
) -> None:
    """Let something happen before a simulated camera of the running demo."""
    play_before(DataFolder(data), camera, action)
    typer.echo(f"{camera}: {action}")


def _watch(site: Site, folder: DataFolder, bus_url: str, urls: dict[str, str]) -> None:
    from drivers.camera.catalogue import build_rules
    from drivers.camera.watcher import Watcher
    from gate.bus.client import BusClient, Presence
    from gate.bus.codec import encode
    from gate.bus.messages import Health
    from gate.bus.sender import Sender, next_boot
    from gate.bus.topics import Topics
    from gate.roots.camera_events import Evidence, event_of
    from gate.roots.outbox import Outbox
    from gate.roots.until import wait_for_stop

    clock = site_clock()
    sender = Sender(site.id, IDENTITY, next_boot(folder.root / "camera" / "boot"), clock.now)
    presence = Presence(
        topic=Topics(site.id).health(IDENTITY),
        online=lambda: encode(sender.wrap(Health(online=True))),
        offline=encode(sender.wrap(Health(online=False, why="the camera process is gone"))),
    )
    client = BusClient(bus_url, f"{site.id}-{IDENTITY}", presence=presence)
    outbox, evidence = Outbox(client, sender), Evidence(folder.evidence)

    def tell(signal: object) -> None:
        event = event_of(signal, evidence)  # type: ignore[arg-type]
        if event is not None:
            outbox.send(event)

    armed = _armed_by(site)
    watchers = [
        Watcher(
            camera.id, urls.get(camera.id, camera.url), build_rules(camera, armed(camera)), tell, clock.now
        )
        for camera in site.cameras.values()
    ]
    client.start()
    for watcher in watchers:
        watcher.start()
    wait_for_stop()
    for watcher in watchers:
        watcher.stop()
    client.stop()


Armed = Callable[[datetime], bool]


def _armed_by(site: Site) -> Callable[[CameraConfig], Callable[[CameraRule], Armed]]:
    """When a rule watches: in its own schedule, else in its zone's ``armed``; an intrusion in neither never does."""
    from gate.policy import compile_site
    from gate.policy.instant import micros
    from gate.policy.timetable import Timetable

    configuration = compile_site(site)
    timetable = Timetable(configuration.calendar, configuration.days)
    bits = {schedule: 1 << n for n, schedule in enumerate(site.schedules)}

    def for_camera(camera: CameraConfig) -> Callable[[CameraRule], Armed]:
        def for_rule(rule: CameraRule) -> Armed:
            schedule = rule.schedule or site.zones[rule.zone or camera.zone].armed
            if rule.kind == "tamper" and rule.schedule is None:
                return lambda _at: True
            if schedule is None:
                return lambda _at: rule.kind != "intrusion"
            return lambda at: bool(timetable.at(micros(at))[0] & bits[schedule])

        return for_rule

    return for_camera
