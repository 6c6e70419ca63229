"""Things carried in and out: declared, deposited, permitted, sealed, and accounted for at the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

CAPABILITIES = ("camera", "recorder", "storage", "radio")
"""What a device can do that a zone may ban, whatever it is called."""

ITEM_KINDS = {
    "phone": ("camera", "recorder", "storage", "radio"),
    "camera": ("camera", "storage"),
    "recorder": ("recorder", "storage"),
    "laptop": ("camera", "recorder", "storage", "radio"),
    "tablet": ("camera", "recorder", "storage", "radio"),
    "watch": ("recorder", "storage", "radio"),
    "storage": ("storage",),
    "instrument": (),
    "papers": (),
    "other": (),
}
"""Kinds of things, and what one of the kind can do unless its owner shows that it cannot."""


class ItemState(StrEnum):
    """What became of a thing."""

    DECLARED = "declared"  # named, nothing decided
    CARRIED = "carried"  # goes in: not banned, or under a permit, or sealed
    DEPOSITED = "deposited"  # in a locker, against a receipt
    LEFT_OUTSIDE = "left_outside"  # taken back to the car
    RETURNED = "returned"  # out of the locker again
    TAKEN_OUT = "taken_out"  # left with its owner, compared
    STAYS = "stays"  # left inside on purpose, with a reason
    MISSING = "missing"  # should be here and is not


AT_THE_END = frozenset({ItemState.LEFT_OUTSIDE, ItemState.RETURNED, ItemState.TAKEN_OUT, ItemState.STAYS})
"""States in which a thing is accounted for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedItem:
    """One thing of a visit. ``receipt`` is printed on the locker's slip; ``seal`` the number over its lens or port."""

    id: str
    visit: str
    kind: str
    description: str = ""
    serial: str = ""
    capabilities: tuple[str, ...] = ()
    state: ItemState = ItemState.DECLARED
    locker: str = ""
    receipt: str = ""
    permit: str = ""
    seal: str = ""
    note: str = ""
    declared_at: datetime
    settled_at: datetime | None = None
    ended_at: datetime | None = None


class PermitWay(StrEnum):
    """In: imaging equipment into a zone that bans it (E2). Out: papers and equipment that leave (E3)."""

    IN = "in"
    OUT = "out"


class PermitState(StrEnum):
    """A permit's life. ``used``: gone through in its direction; a carry-in is ``closed`` when it came out again."""

    APPLIED = "applied"
    APPROVED = "approved"
    REFUSED = "refused"
    USED = "used"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryPermit:
    """A permit for one thing of one person into or out of one zone: serial and photo are compared with the thing.

    ``photo`` is the SHA-256 of the picture; ``starts`` <= t < ``ends``. ``approved_by`` is the zone's owner.
    ``lasting``: an employee's device that goes in and out until the end, compared each time; else it is for one way in
    (and out again), or one way out. ``capabilities``: what it can do, as declared.
    """

    id: str
    way: PermitWay
    person: str
    zone: str
    kind: str
    description: str
    serial: str
    reason: str
    photo: str = ""
    starts: datetime
    ends: datetime
    state: PermitState = PermitState.APPLIED
    applied_by: str
    applied_at: datetime
    approved_by: str = ""
    judged_at: datetime | None = None
    judged_why: str = ""
    used_at: datetime | None = None
    closed_at: datetime | None = None
    lasting: bool = False
    capabilities: tuple[str, ...] = ()
