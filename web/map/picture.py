"""What stands where on the map, in the language of the page."""

from __future__ import annotations

from dataclasses import dataclass

from gate.domain.portal import Portal
from gate.domain.zone import Zone
from gate.drawing.layout import Box, Writing, lay_out
from web.console import console
from web.language import language
from web.words.names import Names
from web.words.states import DOORS


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The outermost box and the size of the whole, in units of the picture."""

    ground: Box
    width: float
    height: float


def picture() -> Picture:
    """Room is kept for the longest word that a door's state can have: nothing moves when one changes."""
    names, spoken = Names(console().site, {}, language()), language()
    longest = max((look.text.in_language(spoken) for look in DOORS.values()), key=len)

    def door(portal: Portal, to_around: bool) -> tuple[str, ...]:
        lines = (names.portal(portal.id), longest)
        return lines if to_around else (*lines, " – ".join(names.zone(each) for each in portal.between))

    def title(zone: Zone) -> str:
        return names.zone(zone.id)

    ground = lay_out(console().site, Writing(title=title, rules=lambda zone: (), door=door))
    return Picture(ground=ground, width=ground.width, height=ground.height)
