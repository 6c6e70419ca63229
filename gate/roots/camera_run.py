"""The camera process: watches all cameras of a site, keeps evidence, tells the engine."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import cv2

from drivers.camera import signals as seen
from drivers.camera.catalogue import BY_PEOPLE, build_rules, wants_model
from drivers.camera.network import ModelError
from drivers.camera.pipeline import Kit
from drivers.camera.ring import Ring
from drivers.camera.watcher import Watcher
from drivers.camera.yolox import YoloxDetector, load_yolox
from gate.bus.client import BusClient, Presence
from gate.bus.codec import encode
from gate.bus.messages import Health
from gate.bus.sender import Sender, next_boot
from gate.bus.topics import Topics
from gate.clock import Clock, site_clock
from gate.domain.events import DeviceHealthChanged, Event
from gate.domain.hardware import CameraConfig, CameraRule
from gate.domain.site import Site
from gate.roots.camera_armed import armed_by
from gate.roots.camera_events import event_of
from gate.roots.camera_evidence import ClipKeeper, Evidence
from gate.roots.camera_live import LiveServer
from gate.roots.camera_verify import Verifier
from gate.roots.folders import DataFolder
from gate.roots.outbox import Outbox
from gate.roots.shape import UserError
from gate.roots.until import wait_for_stop

log = logging.getLogger(__name__)
IDENTITY = "camera"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the process is to do. ``urls``: in place of the site file's; ``model``: the person model, None for none."""

    site: Site
    folder: DataFolder
    bus: str
    urls: Mapping[str, str]
    model: Path | None


def run_cameras(plan: Plan) -> None:
    """Watch until TERM or Ctrl-C."""
    cv2.setNumThreads(1)  # cameras run side by side already
    CameraProcess(plan, site_clock()).run()


class CameraProcess:
    """All cameras of one site."""

    def __init__(self, plan: Plan, clock: Clock) -> None:
        site = plan.site
        self._plan = plan
        sender = Sender(site.id, IDENTITY, next_boot(plan.folder.root / "camera" / "boot"), clock.now)
        presence = Presence(
            topic=Topics(site.id).health(IDENTITY),
            online=lambda: encode(sender.wrap(Health(online=True))),
            offline=encode(sender.wrap(Health(online=False, why="the camera process is gone"))),
        )
        self._bus = BusClient(plan.bus, f"{site.id}-{IDENTITY}", presence=presence)
        self._outbox = Outbox(self._bus, sender)
        self._evidence = Evidence(plan.folder.evidence)
        self._clips = ClipKeeper(self._evidence, self._outbox.send)
        self.watchers = {each.id: self._watcher(each, clock) for each in site.cameras.values()}
        self._live = LiveServer(plan.folder.live_socket, {id_: w.still for id_, w in self.watchers.items()})
        self._outbox.on_engine(Verifier(site, self._still, self._tell_event).hear)

    def run(self) -> None:
        """Until stopped."""
        self._clips.start()
        self._bus.start()
        self._live.start()
        for watcher in self.watchers.values():
            watcher.start()
        wait_for_stop()
        self._live.stop()
        for watcher in self.watchers.values():
            watcher.stop()
        self._clips.stop()
        self._bus.stop()

    def _watcher(self, camera: CameraConfig, clock: Clock) -> Watcher:
        detector, why_not = detector_or_why(camera, self._plan.model)
        rules = build_rules(
            counted(camera, self._plan.site), armed_by(self._plan.site)(camera), model=detector is not None
        )
        if why_not:
            log.error("%s: %s", camera.id, why_not)
        if detector is None and wants_model(camera):
            log.warning("%s: no person model: lines count people by movement", camera.id)
        kit = Kit(privacy=camera.privacy, detector=detector, ring=Ring(camera.id), caveat=why_not)
        url = self._plan.urls.get(camera.id, camera.url)
        return Watcher(camera.id, url, rules, self._tell, clock.now, kit=kit)

    def _tell(self, signal: seen.CameraSignal) -> None:
        match signal:
            case seen.ClipTaken():
                self._clips.put(signal.clip)
            case seen.RuleNotRunning():
                log.warning("%s: %s", signal.camera, signal.why)
            case _:
                try:
                    event = event_of(signal, self._evidence)
                except OSError as error:
                    log.warning("%s: its picture cannot be kept: %s", signal.camera, error)
                    event = event_of(without_still(signal), self._evidence)
                self._tell_event(event)

    def _tell_event(self, event: Event | None) -> None:
        if isinstance(event, DeviceHealthChanged):
            log.info("%s: %s (%s)", event.device, "online" if event.online else "offline", event.why)
        if event is not None:
            self._outbox.send(event)

    def _still(self, camera: str) -> str | None:
        """The hash of the camera's newest picture, once it is kept; None where there is none."""
        content = self.watchers[camera].still()
        try:
            return None if content is None else self._evidence.keep(content)
        except OSError as error:
            log.warning("%s: its picture cannot be kept: %s", camera, error)
            return None


def detector_for(camera: CameraConfig, model: Path | None) -> YoloxDetector | None:
    """A detector of the camera's own, where a rule wants one and a model is there. Raises UserError."""
    if model is None or not any(rule.kind.replace("_", "-") in BY_PEOPLE for rule in camera.rules):
        return None
    try:
        return load_yolox(model)
    except ModelError as error:
        raise UserError(str(error)) from error


def detector_or_why(camera: CameraConfig, model: Path | None) -> tuple[YoloxDetector | None, str]:
    """The detector, and what is wrong with the model file, or ""; its camera watches for all that needs none."""
    try:
        return detector_for(camera, model), ""
    except UserError as error:
        return None, f"the person model cannot be used: {error}"


def counted(camera: CameraConfig, site: Site) -> CameraConfig:
    """A crowd without a count of its own is more than its zone takes."""

    def with_count(rule: CameraRule) -> CameraRule:
        if rule.kind != "crowding" or rule.count is not None:
            return rule
        return replace(rule, count=site.zones[rule.zone or camera.zone].max_occupancy)

    return replace(camera, rules=tuple(with_count(rule) for rule in camera.rules))


def without_still(signal: seen.CameraSignal) -> seen.CameraSignal:
    """An alarm goes out without its picture rather than not at all."""
    match signal:
        case seen.MotionStarted() | seen.PeopleStarted() | seen.LineCrossed() | seen.TamperSeen():
            return replace(signal, still=b"")
        case _:
            return signal
