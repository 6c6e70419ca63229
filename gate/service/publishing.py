"""Publishing a configuration that breaches its own invariants: who says so, and whether enough have."""

from __future__ import annotations

import re

from gate.domain.commands import Actor
from gate.domain.policy_commands import OverrideInvariants
from gate.policy.overrides import standing
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts

_VERSION = re.compile(r"[0-9a-f]{64}")


def override(facts: Facts, ask: OverrideInvariants, actor: Actor) -> tuple[str, str]:
    """Note that this person overrides the invariants; returns the configuration and what is still wanted."""
    if not _VERSION.fullmatch(ask.version):
        raise NotThere("expected the hash of a configuration, 64 hex digits")
    if not ask.invariants:
        raise NotThere("expected at least one invariant")
    said = facts.world.overrides(ask.version).get(actor.user, frozenset())
    if said.issuperset(ask.invariants):
        raise Refused(f"{actor.user} has said so before: another person must")
    facts.world.override(ask.version, actor.user, ask.invariants)
    left = standing(ask.invariants, facts.world.overrides(ask.version))
    return (
        ask.version,
        f"a second person is wanted for {', '.join(left)}" if left else "two people have said so",
    )
