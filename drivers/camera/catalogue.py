"""From the rules of a site file to rules that run, or that say why they do not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from drivers.camera.geometry import WHOLE
from drivers.camera.motion import HOLD as MOTION_HOLD
from drivers.camera.motion import MotionRule
from drivers.camera.rule import Armed, NotRunning, Rule
from drivers.camera.tamper import HOLD as TAMPER_HOLD
from drivers.camera.tamper import TamperRule
from gate.domain.hardware import CameraConfig, CameraRule

RUNS: Final = ("intrusion", "motion", "tamper")

NEEDS: Final = {
    "person": "a person model",
    "tailgate": "a person model",
    "loitering": "a person model",
    "crowding": "a person model",
    "line-crossing": "a person model",
    "wrong-way": "a person model",
}
"""What a kind of rule needs that this build does not have."""


def build_rules(camera: CameraConfig, armed: Callable[[CameraRule], Armed]) -> list[Rule]:
    """One rule for each in the site file, in its order; ``armed`` gives each its schedule.

    A kind that cannot run becomes a :class:`NotRunning`, which the watcher tells once.
    """
    return [build_rule(camera, rule, armed(rule)) for rule in camera.rules]


def build_rule(camera: CameraConfig, rule: CameraRule, armed: Armed) -> Rule:
    """The rule that does what the site file says, or a :class:`NotRunning`."""
    kind = rule.kind.replace("_", "-")
    if kind == "tamper":
        return TamperRule(camera.id, armed=armed, hold=rule.after or TAMPER_HOLD)
    if kind in {"motion", "intrusion"}:
        return MotionRule(
            camera.id,
            name=kind,
            zone=rule.zone or camera.zone,
            armed=armed,
            area=rule.polygon or WHOLE,
            hold=rule.after or MOTION_HOLD,
        )
    needs = NEEDS.get(kind, f"a newer Gate (known kinds: {', '.join(sorted({*RUNS, *NEEDS}))})")
    return NotRunning(camera=camera.id, name=kind, needs=needs)
