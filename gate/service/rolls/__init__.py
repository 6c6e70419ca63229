"""Roll calls: called by a warden or by a fire alarm, marked by several wardens at once, ended with counts."""

from gate.service.rolls.calling import call, call_at_fire, end
from gate.service.rolls.marking import came_in, mark

__all__ = ["call", "call_at_fire", "came_in", "end", "mark"]
