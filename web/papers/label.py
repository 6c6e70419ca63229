"""A visitor's label, 90 × 55 mm: name, company, host, until when, where, and the QR code of the pass."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

import segno

from web.papers.paper import Paper
from web.texts import _

SIZE = (90.0, 55.0)
ROOM, BESIDE_CODE = 84.0, 56.0
CODE_AT = 22.0  # from the top


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
    _line(paper, _("VISITOR"), 9, 5)
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
    """Beside the QR code there is less room than above it."""
    paper.write_line(text, points, height, BESIDE_CODE if paper.get_y() > CODE_AT else ROOM)
