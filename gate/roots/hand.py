"""What a hand can do on a simulated site: `gate present`, `gate door`, `gate camera play` all end here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gate.roots.folders import DataFolder
from gate.roots.shape import UserError

DEMO_DATA = Path("build/demo")


def move(folder: DataFolder, request: Mapping[str, Any]) -> Mapping[str, Any]:
    """Ask the simulated hardware; UserError with its words where it cannot."""
    return _ask(folder.hardware_socket, request)


def play(folder: DataFolder, camera: str, action: str) -> None:
    """Ask a simulated camera to play an action."""
    _ask(folder.camera_socket(camera), {"do": "play", "action": action})


def _ask(socket: Path, request: Mapping[str, Any]) -> Mapping[str, Any]:
    from simulators.control import ControlError, ask

    try:
        return ask(socket, request)
    except ControlError as error:
        raise UserError(str(error)) from error
