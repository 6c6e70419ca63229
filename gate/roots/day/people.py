"""The cards and operators of the simulated headquarters (simulators/hq/people.json)."""

from __future__ import annotations

from gate.domain.commands import Actor
from gate.domain.rights import Role

CHEN = "H10301:123:4567"  # p1001, core, archivist, host
CHEN_FOB = "EM4100:62E3086CED"
LI = "H10301:123:4568"  # p1002, core, archivist
WANG = "H10301:123:4571"  # p1003, guard
ZHANG = "H10301:123:4572"  # p1004, staff, no clearance
ZHAO = "H10301:123:4574"  # p1006, laboratory; leaves today
POOL_BADGE = "H10301:200:31"
UNKNOWN = "H10301:99:1"

GUARD = Actor(user="wang.fang", role=Role.GUARD, origin="desk")
MANAGER = Actor(user="chen.wei", role=Role.MANAGER, origin="office")
HR = Actor(user="liu.yang", role=Role.HR, origin="office")
