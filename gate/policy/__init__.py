"""Pure policy: compiles a site, decides, tracks presence, explains, proves and rehearses.

Promises the same answer for the same arguments, always: no clock, randomness, file, socket or thread is
reached from here. Time is a parameter, deadlines are data. Knows only ``gate.domain``. The rules stand in
docs/policy.md; where code and that page differ, one of them is wrong.

Read first: ``decide``, ``entry``, ``companions``, ``leaving``, ``record``.
"""

from gate.policy.compile import compile_site
from gate.policy.configuration import Configuration
from gate.policy.faults import NotThere, PolicyError, PolicyFaults
from gate.policy.kept import BadRow, StateRow
from gate.policy.means import HOST, Means
from gate.policy.moved import Moved, PassageOutcome
from gate.policy.world import World

__all__ = [
    "HOST",
    "BadRow",
    "Configuration",
    "Means",
    "Moved",
    "NotThere",
    "PassageOutcome",
    "PolicyError",
    "PolicyFaults",
    "StateRow",
    "World",
    "compile_site",
]
