"""From the rules of a site file to rules that run, or that say why they do not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from drivers.camera.crossing import LineRule
from drivers.camera.geometry import WHOLE
from drivers.camera.motion import HOLD as MOTION_HOLD
from drivers.camera.motion import MotionRule
from drivers.camera.presence import CROWD_HOLD, HOLD, PeopleRule, Stay, more_than
from drivers.camera.rule import Armed, NotRunning, Rule
from drivers.camera.signals import Direction
from drivers.camera.tamper import HOLD as TAMPER_HOLD
from drivers.camera.tamper import TamperRule
from gate.domain.camera_events import VERIFY
from gate.domain.hardware import CameraConfig, CameraRule

MODEL: Final = "a person model (gate camera model install)"
BY_MODEL: Final = frozenset({"person", "loitering", "crowding"})
"""Kinds about people who may stand still: movement alone would miss them."""

BY_PEOPLE: Final = frozenset({*BY_MODEL, "tailgate", "line-crossing", "wrong-way"})
"""Kinds that use the model where there is one; those on lines count by movement where there is none."""

Maker = Callable[[CameraConfig, CameraRule, Armed], Rule]


def build_rules(
    camera: CameraConfig, armed: Callable[[CameraRule], Armed], *, model: bool = False
) -> list[Rule]:
    """One rule for each in the site file, in its order; ``armed`` gives each its schedule.

    A kind that cannot run becomes a :class:`NotRunning`, which the watcher tells once. ``model``: there is one.
    """
    rules = [rule for rule in camera.rules if _spelt(rule) != VERIFY]
    return [build_rule(camera, rule, armed(rule), model=model) for rule in rules]


def build_rule(camera: CameraConfig, rule: CameraRule, armed: Armed, *, model: bool = False) -> Rule:
    """The rule that does what the site file says, or a :class:`NotRunning`."""
    kind = _spelt(rule)
    needs = _lacks(kind, rule, model=model)
    if needs:
        return NotRunning(camera=camera.id, name=kind, needs=needs)
    return MAKERS[kind](camera, rule, armed)


def wants_model(camera: CameraConfig) -> bool:
    """Whether a rule of the camera is better, or only possible, with a person model."""
    return any(_spelt(rule) in BY_PEOPLE for rule in camera.rules)


def _spelt(rule: CameraRule) -> str:
    return rule.kind.replace("_", "-")


def _lacks(kind: str, rule: CameraRule, *, model: bool) -> str:
    if kind not in MAKERS:
        return f"a newer Gate (known kinds: {', '.join(sorted(MAKERS))})"
    if kind in BY_MODEL and not model:
        return MODEL
    if kind in ("tailgate", "line-crossing", "wrong-way") and rule.line is None:
        return "a line"
    if kind == "loitering" and rule.after is None:
        return "a time (after)"
    if kind == "crowding" and rule.count is None:
        return "a count, or max_occupancy of its zone"
    return ""


def _tamper(camera: CameraConfig, rule: CameraRule, armed: Armed) -> Rule:
    return TamperRule(camera.id, armed=armed, hold=rule.after or TAMPER_HOLD)


def _motion(camera: CameraConfig, rule: CameraRule, armed: Armed) -> Rule:
    return MotionRule(
        camera.id,
        name=_spelt(rule),
        zone=rule.zone or camera.zone,
        armed=armed,
        area=rule.polygon or WHOLE,
        hold=rule.after or MOTION_HOLD,
    )


def _person(camera: CameraConfig, rule: CameraRule, armed: Armed) -> Rule:
    return PeopleRule(
        camera.id,
        zone=rule.zone or camera.zone,
        armed=armed,
        area=rule.polygon or WHOLE,
        hold=rule.after or HOLD,
    )


def _loitering(camera: CameraConfig, rule: CameraRule, armed: Armed) -> Rule:
    judge = Stay(rule.after) if rule.after is not None else None
    return PeopleRule(
        camera.id,
        name="loitering",
        zone=rule.zone or camera.zone,
        armed=armed,
        area=rule.polygon or WHOLE,
        judge=judge,
    )


def _crowding(camera: CameraConfig, rule: CameraRule, armed: Armed) -> Rule:
    return PeopleRule(
        camera.id,
        name="crowding",
        zone=rule.zone or camera.zone,
        armed=armed,
        area=rule.polygon or WHOLE,
        hold=rule.after or CROWD_HOLD,
        judge=more_than(rule.count or 0),
    )


def _line(camera: CameraConfig, rule: CameraRule, armed: Armed) -> Rule:
    kind = _spelt(rule)
    return LineRule(
        camera.id,
        rule.line or ((0.0, 0.0), (1.0, 1.0)),
        name=kind,
        zone=rule.zone or camera.zone,
        portal=rule.portal or "",
        only=Direction.OUT if kind == "wrong-way" else None,
        armed=armed,
    )


MAKERS: Final[dict[str, Maker]] = {
    "tamper": _tamper,
    "motion": _motion,
    "intrusion": _motion,
    "person": _person,
    "loitering": _loitering,
    "crowding": _crowding,
    "tailgate": _line,
    "line-crossing": _line,
    "wrong-way": _line,
}
