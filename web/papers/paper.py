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
SMALLEST = 6
"""Points: what is smaller is not read at arm's length."""
LONGEST_LINE = 60


class Paper(FPDF):
    """Sizes in millimetres; ``made`` is the instant that it says.

    The first font is opened at once, the others when a character needs them: opening one of 30,000 takes half a second.
    """

    def __init__(self, made: datetime, size: tuple[float, float] | str = "A4") -> None:
        super().__init__(unit="mm", format=size)
        self.set_creation_date(made)
        self.set_margin(18 if size == "A4" else 3)
        self.set_auto_page_break(True, margin=18 if size == "A4" else 1)
        self.add_font(f"{FAMILY}0", fname=str(fonts()[0]))
        self._has_others = False

    def printable(self, text: str) -> str:
        """The text with □ for what no font has, and without what controls a terminal.

        Whatever is printed goes by here: the fonts that it needs are opened.
        """
        kept = [each for each in text if each == "\n" or each.isprintable()]
        first = _characters_of(fonts()[0])
        if all(each == "\n" or ord(each) in first for each in kept):
            return "".join(kept)
        if not self._has_others:
            self._open_others()
        return "".join(each if each == "\n" or ord(each) in _characters() else MISSING for each in kept)

    def set_size(self, points: float) -> None:
        """The size of what is printed next."""
        self.set_font(f"{FAMILY}0", size=points)

    def write_block(self, text: str, points: float, *, gap: float = 2.0, centre: bool = False) -> None:
        """A paragraph over the whole width."""
        said = self.printable(text)
        self.set_size(points)
        self.multi_cell(0, points * 0.5, said, align="C" if centre else "L", new_x="LMARGIN", new_y="NEXT")
        self.ln(gap)

    def write_line(self, text: str, points: float, height: float, room: float) -> None:
        """One line, made smaller until it fits into ``room``, then cut: a name of 200 characters is still a label."""
        said, size = self.printable(" ".join(text.split()))[:LONGEST_LINE], points
        self.set_size(size)
        while size > SMALLEST and self.get_string_width(said) > room:
            size -= 1
            self.set_size(size)
        while said and self.get_string_width(said) > room:
            said = said[:-1]
        if said:
            self.cell(0, height, said, new_x="LMARGIN", new_y="NEXT")

    def bytes(self) -> bytes:
        """The finished PDF."""
        return bytes(self.output())

    def _open_others(self) -> None:
        self._has_others = True
        families = [f"{FAMILY}{place}" for place in range(len(fonts()))]
        for family, path in zip(families[1:], fonts()[1:], strict=True):
            self.add_font(family, fname=str(path))
        self.set_fallback_fonts(families[1:])


@cache
def fonts() -> tuple[Path, ...]:
    """The fonts, in the order in which a character is looked for."""
    own = Path(pylopdf_fonts_zh_cn.sans_path())
    first = next((path for path in SYSTEM if path.exists()), own)
    return (first, *(path for path in (*FALLBACK, own) if path.exists() and path != first))


@cache
def _characters() -> frozenset[int]:
    return frozenset().union(*(_characters_of(path) for path in fonts()))


@cache
def _characters_of(path: Path) -> frozenset[int]:
    font = TTCollection(path).fonts[0] if path.suffix == ".ttc" else TTFont(path, lazy=True)
    return frozenset(font.getBestCmap())
