"""What the machine must know of a portal as it is built."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from gate.domain.portal import Egress, LockMode, Portal

GRACE = timedelta(seconds=1)
"""A grant counts until release time + 1 s, included (policy.md, "live"): hands are slower than relays."""

EXTENSION = timedelta(seconds=10)
"""What a person with extended time gets on top of release and held-open time."""

REPEAT = timedelta(minutes=5)
"""A door that stays open past its alarm asks again so often."""

BOUNCE = timedelta(seconds=3)
"""A door that opens again within this after closing was not caught by its latch."""

LEASE = timedelta(seconds=30)
RENEWAL = timedelta(seconds=10)
"""A hold is a lease: a pulse of 30 s renewed every 10 s, so that a host that dies leaves no door open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalRules:
    """Times and wiring of one portal. ``held_after`` None: no held-open alarm."""

    release: timedelta
    egress: Egress
    fail_safe: bool
    rex_input: bool
    held_after: timedelta | None = None
    warn_before: timedelta = timedelta(0)

    def release_for(self, *, extended: bool) -> timedelta:
        """How long the lock is released for a person."""
        return self.release + EXTENSION if extended else self.release

    @property
    def handle_unseen(self) -> bool:
        """True where one can leave by hand and nothing tells us: such an opening cannot be told from force."""
        return self.egress.without_system and not self.rex_input


def rules_of(portal: Portal) -> PortalRules:
    """The rules of a portal of the site file."""
    held = portal.held_open
    return PortalRules(
        release=portal.lock.release,
        egress=portal.egress,
        fail_safe=portal.lock.mode is LockMode.FAIL_SAFE,
        rex_input=portal.rex is not None,
        held_after=held.after if held else None,
        warn_before=held.warn_before if held else timedelta(0),
    )
