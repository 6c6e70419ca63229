"""A visitor's label, 90 × 55 mm: name, company, host, until when, where, and the QR code of the pass."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

import segno

from web.papers.paper import FAMILY, Paper, printable
from web.texts import _

SIZE = (90.0, 55.0)
LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What stands on it. ``code``: the text of the QR code, a random token and nothing else; "" for none."""

    name: str
    company: str
    host: str
    until: str
    zones: str
    escorted: bool
    code: str
    made: datetime


def label_paper(of: Label) -> bytes:
    """The PDF, one page."""
    paper = Paper(of.made, SIZE)
    paper.set_auto_page_break(False)
    paper.add_page()
    paper.set_font(f"{FAMILY}0", size=9)
    paper.cell(0, 5, printable(_("VISITOR")), new_x="LMARGIN", new_y="NEXT")
    _line(paper, of.name, 18, 9)
    _line(paper, of.company, 10, 5)
    _line(paper, _("Host: %(who)s", who=of.host) if of.host else "", 10, 5)
    _line(paper, of.zones, 9, 5)
    _line(paper, _("Until %(time)s", time=of.until), 10, 6)
    if of.escorted:
        _line(paper, _("With an escort only"), 11, 6)
    if of.code:
        paper.image(io.BytesIO(qr_png(of.code)), x=62, y=26, w=25)
    return paper.bytes()


def qr_png(code: str) -> bytes:
    """The QR code (ISO/IEC 18004) of a text, error correction M."""
    content = io.BytesIO()
    segno.make_qr(code, error="m").save(content, kind="png", scale=6, border=2)
    return content.getvalue()


def _line(paper: Paper, text: str, points: float, height: float) -> None:
    """One line, made smaller until it fits, then cut: a name of two hundred characters is still a label."""
    said = printable(" ".join(text.split()))[:LONGEST]
    size, room = points, 56 if paper.get_y() > 22 else 84
    paper.set_font(f"{FAMILY}0", size=size)
    while size > 6 and paper.get_string_width(said) > room:
        size -= 1
        paper.set_font(f"{FAMILY}0", size=size)
    while said and paper.get_string_width(said) > room:
        said = said[:-1]
    if said:
        paper.cell(0, height, said, new_x="LMARGIN", new_y="NEXT")
