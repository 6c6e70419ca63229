"""How each invariant of the policy in force stands, and what is overridden of policies that are not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from gate.client import Posture
from gate.domain.invariant import Invariant
from gate.domain.site import Site

NEEDED = 2
"""So many different people must override an invariant; the engine counts them (docs/policy-engine.md)."""


class Stand(StrEnum):
    """What is known of an invariant."""

    HOLDS = "holds"
    BREACHED = "breached"
    OVERRIDDEN = "overridden"  # breached, and two people answer for it
    UNKNOWN = "unknown"  # not proved yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """``person``: who breaches it, "" for nobody in particular. ``users``: who overrides it."""

    invariant: Invariant
    stand: Stand
    person: str = ""
    users: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """What somebody overrides in a configuration that does not run: ``users`` by invariant."""

    version: str
    users: Mapping[str, tuple[str, ...]]

    @property
    def pending(self) -> tuple[str, ...]:
        """Invariants for which a second person is wanted."""
        return tuple(name for name, users in self.users.items() if len(users) < NEEDED)


def lines(site: Site, running: str | None, kept: Posture) -> Iterator[Line]:
    """Each invariant of this console's site file; nothing is known of them while the engine runs another one."""
    proof = kept.proofs.get(site.version) if running == site.version else None
    users = _by_invariant(kept.overrides.get(site.version, {}))
    for each in site.invariants:
        named = users.get(each.id, ())
        if proof is None:
            yield Line(invariant=each, stand=Stand.UNKNOWN, users=named)
        elif each.id not in proof.breached:
            yield Line(invariant=each, stand=Stand.HOLDS, users=named)
        else:
            stand = Stand.OVERRIDDEN if len(named) >= NEEDED else Stand.BREACHED
            yield Line(invariant=each, stand=stand, person=proof.breached[each.id], users=named)


def elsewhere(running: str | None, kept: Posture) -> tuple[Elsewhere, ...]:
    """Other configurations of which something is overridden, the one in force aside."""
    return tuple(
        Elsewhere(version=version, users=_by_invariant(users))
        for version, users in kept.overrides.items()
        if version != running
    )


def _by_invariant(users: Mapping[str, frozenset[str]]) -> dict[str, tuple[str, ...]]:
    names = sorted({name for named in users.values() for name in named})
    return {name: tuple(user for user, named in users.items() if name in named) for name in names}
