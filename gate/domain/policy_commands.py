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


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishConfiguration:
    """From now on decide by the configuration of this hash, which stands in the engine's own site file by now.

    The engine reads the file itself: no configuration travels on the bus, and a restart runs the same one.
    """

    version: str
    reason: str


PolicyCommand = OverrideInvariants | PublishConfiguration
