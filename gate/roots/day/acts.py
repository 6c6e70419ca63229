"""The acts of the day, in order."""

from __future__ import annotations

from gate.roots.day.machine_acts import camera, crash, doors, faults, night
from gate.roots.day.people_acts import arrivals, departure, passback, refusals, visitor

ACTS = (arrivals, refusals, visitor, passback, doors, camera, faults, departure, crash, night)
