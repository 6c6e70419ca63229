"""What the desk knows of one visit beside the visit itself: the facts that its obligations are decided by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from gate.domain.watchlist import Hit, Screening


class Identified(StrEnum):
    """How the desk knows who stands there."""

    NOT = "not"
    SEEN = "seen"  # a document was looked at and nothing of it kept
    TYPED = "typed"
    MRZ = "mrz"  # ICAO 9303 machine readable zone, check digits right
    READER = "reader"  # the chip of the card


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRecord:
    """Kept under a revision that grows with each step: whoever acts on an older one is told, not obeyed.

    ``photo`` is the SHA-256 of the picture in the console's files. ``signed_version`` 0: nothing signed.
    ``screened_as``: a digest of who was compared with the lists, so that another name or document is compared anew.
    ``pass_hash`` is the SHA-256 of the token on the visitor's QR pass; the token itself is kept nowhere.
    """

    visit: str
    person: str
    revision: int = 0
    identified: Identified = Identified.NOT
    identified_at: datetime | None = None
    identified_by: str = ""
    born: date | None = None
    nationality: str = ""
    document_ends: date | None = None
    photo: str = ""
    photo_at: datetime | None = None
    screening: Screening = Screening.UNSCREENED
    screened_as: str = ""
    hits: tuple[Hit, ...] = ()
    signature: str = ""
    signed_version: int = 0
    refused_at: datetime | None = None
    items_asked_at: datetime | None = None
    reconciled_at: datetime | None = None
    pass_hash: str = field(default="", repr=False)
