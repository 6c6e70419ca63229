"""What is asked of the engine about the policy itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideInvariants:
    """A configuration may be published although it breaches these invariants of its own; two people must say so.

    ``version``: the configuration's hash. Whoever says it twice has said it once.
    """

    version: str
    invariants: tuple[str, ...]
    reason: str


PolicyCommand = OverrideInvariants
