"""People by the million in few bytes: one record each in one block, and tables that find them.

A :class:`Roster` is immutable and knows no configuration: what it says of groups and zones are names, turned into bits
when a :class:`Roll` lays it beside a configuration. Its parts are plain blocks of bytes, so that it can be kept in a
file and mapped back (docs/policy-engine.md); reading files is left to others.
"""

from gate.policy.roster.build import RosterBuilder, build_roster, compact
from gate.policy.roster.errors import BadRoster
from gate.policy.roster.roll import Roll
from gate.policy.roster.roster import Roster

__all__ = ["BadRoster", "Roll", "Roster", "RosterBuilder", "build_roster", "compact"]
