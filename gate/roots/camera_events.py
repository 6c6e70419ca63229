"""From what a camera's driver says to what the bus carries; stills become files named by their hash."""

from __future__ import annotations

from drivers.camera import signals as seen
from gate.domain.events import CameraSaw, DeviceHealthChanged, Event
from gate.roots.camera_evidence import Evidence


def event_of(signal: seen.CameraSignal, evidence: Evidence) -> Event | None:
    """The event that says this; None for clips, and for rules that do not run: the camera's coming up says those."""
    match signal:
        case seen.CameraUp():
            return DeviceHealthChanged(device=signal.camera, online=True, why=signal.detail)
        case seen.CameraLost():
            return DeviceHealthChanged(device=signal.camera, online=False, why=signal.why)
        case seen.FrameRateLow():
            why = f"{signal.rate:g} pictures a second, usually {signal.usual:g}"
            return DeviceHealthChanged(device=signal.camera, online=True, why=why)
        case seen.FrameRateNormal():
            return DeviceHealthChanged(
                device=signal.camera, online=True, why=f"{signal.rate:g} pictures a second"
            )
        case seen.PictureFrozen():
            return DeviceHealthChanged(device=signal.camera, online=True, why="the picture stands still")
        case seen.PictureLive():
            return DeviceHealthChanged(device=signal.camera, online=True, why="the picture moves again")
        case seen.CameraNotice():
            return DeviceHealthChanged(device=signal.camera, online=True, why=signal.why)
        case seen.RuleNotRunning() | seen.ClipTaken():
            return None
        case _:
            return _saw(signal, evidence)


Sight = (
    seen.MotionStarted
    | seen.MotionEnded
    | seen.PeopleStarted
    | seen.PeopleEnded
    | seen.LineCrossed
    | seen.TamperSeen
    | seen.TamperCleared
)


def _saw(signal: Sight, evidence: Evidence) -> CameraSaw:
    match signal:
        case seen.MotionStarted():
            return CameraSaw(
                camera=signal.camera,
                rule=signal.rule,
                zone=signal.zone or None,
                score=signal.score,
                still=evidence.keep(signal.still),
            )
        case seen.MotionEnded():
            return CameraSaw(
                camera=signal.camera,
                rule=signal.rule,
                zone=signal.zone or None,
                active=False,
                score=signal.score,
            )
        case seen.TamperSeen():
            return CameraSaw(
                camera=signal.camera,
                rule="tamper",
                kind=signal.kind,
                score=signal.score,
                still=evidence.keep(signal.still),
            )
        case seen.TamperCleared():
            return CameraSaw(
                camera=signal.camera, rule="tamper", kind=signal.kind, active=False, score=signal.score
            )
        case _:
            return _people(signal, evidence)


def _people(
    signal: seen.PeopleStarted | seen.PeopleEnded | seen.LineCrossed, evidence: Evidence
) -> CameraSaw:
    match signal:
        case seen.PeopleStarted():
            return CameraSaw(
                camera=signal.camera,
                rule=signal.rule,
                zone=signal.zone or None,
                score=signal.score,
                count=signal.count,
                still=evidence.keep(signal.still),
            )
        case seen.PeopleEnded():
            return CameraSaw(
                camera=signal.camera,
                rule=signal.rule,
                zone=signal.zone or None,
                active=False,
                score=signal.score,
                count=signal.count,
            )
        case seen.LineCrossed():
            return CameraSaw(
                camera=signal.camera,
                rule=signal.rule,
                kind=signal.direction,
                zone=signal.zone or None,
                portal=signal.portal or None,
                track=signal.track,
                score=signal.score,
                still=evidence.keep(signal.still),
            )
