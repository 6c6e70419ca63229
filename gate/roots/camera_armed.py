"""When a camera's rule watches, by the schedules of its site."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from gate.domain.hardware import CameraConfig, CameraRule
from gate.domain.site import Site
from gate.policy import compile_site
from gate.policy.instant import micros
from gate.policy.timetable import Timetable

Armed = Callable[[datetime], bool]

BY_ZONE = frozenset({"intrusion", "motion"})
"""Kinds that watch while their zone is armed; the others watch always, and the engine knows what is an alarm."""


def armed_by(site: Site) -> Callable[[CameraConfig], Callable[[CameraRule], Armed]]:
    """A rule watches in its own schedule; movement else in its zone's ``armed``, and intrusion in neither never."""
    configuration = compile_site(site)
    timetable = Timetable(configuration.calendar, configuration.days)
    bits = {schedule: 1 << n for n, schedule in enumerate(site.schedules)}

    def for_camera(camera: CameraConfig) -> Callable[[CameraRule], Armed]:
        def for_rule(rule: CameraRule) -> Armed:
            schedule = rule.schedule
            if schedule is None and rule.kind in BY_ZONE:
                schedule = site.zones[rule.zone or camera.zone].armed
            if schedule is None:
                return lambda _at: rule.kind != "intrusion"
            bit = bits[schedule]
            return lambda at: bool(timetable.at(micros(at))[0] & bit)

        return for_rule

    return for_camera
