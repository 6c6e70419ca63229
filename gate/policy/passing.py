"""Who went through when a grant ends: nobody, its persons, or nobody can know."""

from __future__ import annotations

from gate.policy.grants import LiveGrant
from gate.policy.moved import Moved, PassageOutcome, ended, unused
from gate.policy.state import State


def went_through(state: State, grant: LiveGrant, t: int) -> Moved:
    """The door opened for a live grant: its persons are in its target now, and nowhere else."""
    target = state.configuration.zones[grant.target]
    for person in grant.persons:
        if person in state.register:
            state.presence.put(person, target.bit)
            if not grant.exit and target.timed:
                state.entries.entered(person, target.id, t)
    return ended(grant, PassageOutcome.EXITED if grant.exit else PassageOutcome.ENTERED, t)


def ran_out(state: State, grant: LiveGrant) -> Moved:
    """A grant that nothing was heard of: unused, unless the door has no contact that would have told."""
    if state.configuration.portals[grant.portal].sensed:
        return unused(grant)
    return uncertain(state, grant, grant.until)


def uncertain(state: State, grant: LiveGrant, t: int) -> Moved:
    """Its persons may have gone through: they can be in its target too."""
    target = state.configuration.zones[grant.target]
    for person in grant.persons:
        if person in state.register:
            state.presence.add(person, target.bit)
    return ended(grant, PassageOutcome.UNCERTAIN, t)
