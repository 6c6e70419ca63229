"""The report of a walk-test as PDF: every point, who signed it off and when, and what ties it to the record."""

from __future__ import annotations

from hashlib import sha256
from zoneinfo import ZoneInfo

from fpdf.enums import TextEmphasis
from fpdf.fonts import FontFace

from gate.domain.commands import RecordWalkTest
from gate.domain.site import Site
from gate.domain.walk import WalkItem, WalkPoint, points_of
from gate.roots.walk.report import TITLE, count, described, head_rows, mark_of, word
from gate.roots.walk.telling import RESULTS, UNTRIED
from web.papers.paper import Paper

LANGUAGES = ("en", "zh")
_WIDTHS = (8, 66, 26, 12, 62)
_PLAIN = FontFace(emphasis=TextEmphasis.NONE)
"""Of headings too: the papers' fonts have no bold."""
_SIGN_HEIGHT = 14


def pdf(site: Site, signed: RecordWalkTest, recorded: bytes) -> bytes:
    """In English and then in Chinese. ``recorded``: the JSON that is kept beside it. Equal input gives equal bytes."""
    paper = Paper(signed.ended_at)
    paper.set_title(TITLE.en)
    for language in LANGUAGES:
        paper.add_page()
        _report(paper, site, signed, recorded, language)
    return paper.bytes()


def _report(paper: Paper, site: Site, signed: RecordWalkTest, recorded: bytes, language: str) -> None:
    paper.write_block(TITLE.in_language(language), 16)
    for name, value in head_rows(site, signed, language):
        paper.write_block(f"{name}: {value}", 10, gap=0)
    paper.ln(3)
    points = points_of(site, signed.agent)
    items = {item.point: item for item in signed.items}
    _table(paper, points, items, language)
    paper.ln(3)
    paper.write_block(count(points, items, language), 10)
    _signatures(paper, site, signed, language)
    paper.write_block(f"{word('record', language)}: {sha256(recorded).hexdigest()}", 8)


def _table(paper: Paper, points: tuple[WalkPoint, ...], items: dict[str, WalkItem], language: str) -> None:
    paper.set_size(9)
    heads = ("", *(word(name, language) for name in ("point", "result", "seconds", "note")))
    with paper.table(
        col_widths=_WIDTHS, line_height=5, text_align="LEFT", headings_style=_PLAIN, padding=0.6
    ) as table:
        table.row([paper.printable(head) for head in heads])
        for point in points:
            table.row([paper.printable(cell) for cell in _cells(point, items.get(point.id), language)])


def _cells(point: WalkPoint, item: WalkItem | None, language: str) -> tuple[str, ...]:
    what = described(point, language)
    if item is None:
        return mark_of(None), what, UNTRIED.in_language(language), "", ""
    why = "; ".join(filter(None, (item.note, ", ".join(item.seen))))
    return mark_of(item), what, RESULTS[item.result].in_language(language), f"{item.seconds:.0f}", why


def _signatures(paper: Paper, site: Site, signed: RecordWalkTest, language: str) -> None:
    """Names as recorded, and room to sign by hand; together on one page."""
    at = signed.ended_at.astimezone(ZoneInfo(site.calendar.timezone)).strftime("%Y-%m-%d %H:%M")
    if paper.will_page_break(4 * _SIGN_HEIGHT):
        paper.add_page()
    for label, name in (("tester", signed.tester), ("at_door", signed.at_door), ("sign", signed.signed_by)):
        paper.set_size(10)
        paper.cell(78, _SIGN_HEIGHT, paper.printable(f"{word(label, language)}: {name}"))
        paper.cell(62, _SIGN_HEIGHT, paper.printable(f"{word('signature', language)} {'_' * 20}"))
        paper.cell(
            0,
            _SIGN_HEIGHT,
            paper.printable(f"{word('date', language)} {'_' * 9}"),
            new_x="LMARGIN",
            new_y="NEXT",
        )
    paper.write_block(f"{word('signed_at', language)}: {at} ({site.calendar.timezone})", 10)
