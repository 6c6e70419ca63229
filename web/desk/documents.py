"""A travel document's machine readable zone as the desk's command."""

from __future__ import annotations

from datetime import date

from gate.domain.desk_commands import IdentifyVisitor
from gate.domain.desk_record import Identified
from gate.identity.mrz import TravelDocument, read_mrz

LONGEST_ZONE = 200
KIND_OF_TRAVEL = {"P": "passport", "I": "other", "A": "other", "C": "other"}
"""First letter of a zone's document code → kind of document (ICAO 9303-3, 5)."""


def from_zone(visit: str, revision: int, zone: str, today: date) -> IdentifyVisitor:
    """The command for the zone's text; MrzInvalid says what was misread."""
    found: TravelDocument = read_mrz(zone[:LONGEST_ZONE], today)
    return IdentifyVisitor(
        visit=visit,
        revision=revision,
        how=Identified.MRZ,
        id_kind=KIND_OF_TRAVEL.get(found.kind[:1], "other"),
        id_number=found.number,
        name=found.name,
        born=found.born,
        nationality=found.nationality,
        ends=found.ends,
    )
