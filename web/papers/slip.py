"""The slip for a thing in a locker, 90 × 55 mm: locker and receipt number large, whose and what it is below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from web import language
from web.papers.paper import Paper
from web.texts import _

SIZE = (90.0, 55.0)
ROOM = 84.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What stands on it; ``at``: when the thing was taken in."""

    site: str
    locker: str
    receipt: str
    name: str
    thing: str
    description: str
    serial: str
    at: datetime


def slip_paper(of: Slip) -> bytes:
    """The PDF, one page."""
    paper = Paper(of.at, SIZE)
    paper.set_auto_page_break(False)
    paper.add_page()
    paper.write_line(_("%(site)s · receipt", site=of.site), 9, 5, ROOM)
    paper.write_line(_("Locker %(number)s", number=of.locker), 20, 10, ROOM)
    paper.write_line(of.receipt, 16, 8, ROOM)
    paper.write_line(of.name, 11, 6, ROOM)
    paper.write_line(" ".join((of.thing, of.description)).strip(), 10, 5, ROOM)
    paper.write_line(of.serial, 9, 5, ROOM)
    paper.write_line(f"{language.day(of.at)} {language.clock_time(of.at)}", 9, 5, ROOM)
    return paper.bytes()
