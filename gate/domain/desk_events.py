"""What happened at the desk. Nothing here names a visitor, a document or a thing's serial: the facts do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskStepTaken:
    """One step of a visit. ``step``: identified, completed, photographed, screened, judged, signed, refused_to_sign,
    declared, settled, reconciled, pass_issued; ``what``: its result in a code of its own."""

    visit: str
    person: str
    step: str
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchListChanged:
    """A list was put, or entries were added to it or ended."""

    list_id: str
    what: str  # put, added, ended
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPublished:
    """A new version of the agreement, in these languages."""

    version: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryPermitChanged:
    """A permit reached this state."""

    permit: str
    person: str
    zone: str
    way: str
    state: str


DeskEvent = DeskStepTaken | WatchListChanged | AgreementPublished | CarryPermitChanged
