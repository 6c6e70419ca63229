"""The slip for a thing in a locker, 90 × 55 mm: locker and receipt number large, whose and what it is below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from web import language
from web.papers.paper import FAMILY, Paper, printable
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
    _line(paper, _("%(site)s · receipt", site=of.site), 9, 5)
    _line(paper, _("Locker %(number)s", number=of.locker), 20, 10)
    _line(paper, of.receipt, 16, 8)
    _line(paper, of.name, 11, 6)
    _line(paper, " ".join((of.thing, of.description)).strip(), 10, 5)
    _line(paper, of.serial, 9, 5)
    _line(paper, f"{language.day(of.at)} {language.clock_time(of.at)}", 9, 5)
    return paper.bytes()


def _line(paper: Paper, text: str, points: float, height: float) -> None:
    """One line, made smaller until it fits, then cut."""
    said, size = printable(" ".join(text.split())), points
    paper.set_font(f"{FAMILY}0", size=size)
    while size > 6 and paper.get_string_width(said) > ROOM:
        size -= 1
        paper.set_font(f"{FAMILY}0", size=size)
    while said and paper.get_string_width(said) > ROOM:
        said = said[:-1]
    if said:
        paper.cell(0, height, said, new_x="LMARGIN", new_y="NEXT")
