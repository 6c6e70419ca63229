"""What came of a grant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gate.policy.grants import LiveGrant
from gate.policy.instant import instant


class PassageOutcome(StrEnum):
    """Whether the persons of a grant went through."""

    ENTERED = "entered"
    EXITED = "exited"
    NO_ENTRY = "no_entry"  # the door was not opened: nobody moved
    UNCERTAIN = "uncertain"  # they may have gone through: superseded, or the door stood open


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A grant ended at ``at``; ``zone`` is the one it led to."""

    portal: str
    persons: tuple[str, ...]
    outcome: PassageOutcome
    zone: str
    at: datetime


def ended(grant: LiveGrant, outcome: PassageOutcome, t: int) -> Moved:
    """What came of a grant at t."""
    return Moved(
        portal=grant.portal, persons=grant.persons, outcome=outcome, zone=grant.target, at=instant(t)
    )


def unused(grant: LiveGrant) -> Moved:
    """A grant that ran out."""
    return ended(grant, PassageOutcome.NO_ENTRY, grant.until)
