"""A PDF whose fonts have what is written: Chinese by the machine's own font or the one that comes with the console.

Promises that nothing vanishes: a character that no font has is printed as □, never left out. Only what is used is
embedded. Equal input gives equal bytes: the time of making is the paper's own.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from fontTools.ttLib import TTCollection, TTFont
from fpdf import FPDF

SYSTEM = (
    Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
    Path("/usr/share/fonts/truetype/arphic/uming.ttc"),
)
FALLBACK = (Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),)
MISSING = "□"
FAMILY = "paper"


class Paper(FPDF):
    """Sizes in millimetres; ``made`` is the instant that it says."""

    def __init__(self, made: datetime, size: tuple[float, float] | str = "A4") -> None:
        super().__init__(unit="mm", format=size)
        self.set_creation_date(made)
        self.set_margin(18 if size == "A4" else 3)
        self.set_auto_page_break(True, margin=18 if size == "A4" else 1)
        for place, path in enumerate(fonts()):
            self.add_font(f"{FAMILY}{place}", fname=str(path))
        self.set_fallback_fonts([f"{FAMILY}{place}" for place in range(1, len(fonts()))])

    def write_block(self, text: str, points: float, *, gap: float = 2.0, centre: bool = False) -> None:
        """A paragraph over the whole width."""
        self.set_font(f"{FAMILY}0", size=points)
        self.multi_cell(
            0, points * 0.5, printable(text), align="C" if centre else "L", new_x="LMARGIN", new_y="NEXT"
        )
        self.ln(gap)

    def bytes(self) -> bytes:
        """The finished PDF."""
        return bytes(self.output())


@cache
def fonts() -> tuple[Path, ...]:
    """The fonts, in the order in which a character is looked for."""
    own = Path(pylopdf_fonts_zh_cn.sans_path())
    first = next((path for path in SYSTEM if path.exists()), own)
    return (first, *(path for path in (*FALLBACK, own) if path.exists() and path != first))


def printable(text: str) -> str:
    """The text with □ for what no font has, and without what controls a terminal."""
    known = _characters()
    return "".join(
        each if each == "\n" or ord(each) in known else MISSING
        for each in text
        if each == "\n" or each.isprintable()
    )


@cache
def _characters() -> frozenset[int]:
    found: set[int] = set()
    for path in fonts():
        font = TTCollection(path).fonts[0] if path.suffix == ".ttc" else TTFont(path, lazy=True)
        found |= set(font.getBestCmap())
    return frozenset(found)
