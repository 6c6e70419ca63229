"""From what a camera's driver says to what the bus carries; stills become files named by their hash."""

from __future__ import annotations

import hashlib
from pathlib import Path

from drivers.camera import signals as seen
from gate.domain.events import CameraSaw, DeviceHealthChanged, Event


class Evidence:
    """Stills in a folder, each once, under its SHA-256: an alarm names it, the log seals the name."""

    def __init__(self, folder: Path) -> None:
        """Makes the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def keep(self, still: bytes) -> str | None:
        """The still's hash, once it is on disk; None for none."""
        if not still:
            return None
        name = hashlib.sha256(still).hexdigest()
        path = self._folder / f"{name}.jpg"
        if not path.exists():
            fresh = path.with_suffix(".new")
            fresh.write_bytes(still)
            fresh.replace(path)
        return name


def event_of(signal: seen.CameraSignal, evidence: Evidence) -> Event | None:
    """The event that says this; None for what only a technician's log should know."""
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
        case seen.CameraUp():
            return DeviceHealthChanged(device=signal.camera, online=True, why=signal.detail)
        case seen.CameraLost():
            return DeviceHealthChanged(device=signal.camera, online=False, why=signal.why)
        case _:
            return None
