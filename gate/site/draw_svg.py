"""A site as an SVG picture: zones within zones, the stricter the warmer, with a mark for each door.

Plain SVG 1.1 without scripts, styles or fonts of its own; readable on white and in print.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from gate.domain.level import Classification
from gate.domain.portal import LockMode
from gate.domain.site import Site
from gate.drawing.layout import DOOR_MARK, LINE, PAD, SMALL, TITLE, Box, Door, lay_out
from gate.site.svg_writing import EVERYTHING
from gate.site.words import LEVELS_ZH

FONTS = "'Noto Sans', 'Segoe UI', Arial, 'Noto Sans SC', 'PingFang SC', 'WenQuanYi Micro Hei', sans-serif"

FILLS = {
    Classification.PUBLIC: ("#eef6ee", "#7fa587"),
    Classification.INTERNAL: ("#eaf1fa", "#7d9cc4"),
    Classification.CONFIDENTIAL: ("#fdf6df", "#c2a24a"),
    Classification.SECRET: ("#fdeadb", "#cf8a53"),
    Classification.TOP_SECRET: ("#fae3e4", "#c0656b"),
}
"""Fill and border by level."""

_GROUND = ("#fafaf9", "#b9b7b2")
_INK, _SOFT = "#22262b", "#545b64"
_MARGIN = 20
_HEAD = 58
_FOOT = 44


def draw_svg(site: Site) -> str:
    """The whole picture as a document; ends with a newline."""
    ground = lay_out(site, EVERYTHING)
    width = max(ground.width, 980) + 2 * _MARGIN
    height = ground.height + 2 * _MARGIN + _HEAD + _FOOT
    title = escape(f"{site.name.en} — zones and portals")
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="{FONTS}">\n',
            f"<title>{title}</title>\n",
            f'<rect width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>\n',
            *_head(site),
            f'<g transform="translate({_MARGIN} {_MARGIN + _HEAD})">\n',
            *_boxes(ground, outermost=True),
            *_doors(ground),
            "</g>\n",
            *_legend(height - _FOOT + 6),
            "</svg>\n",
        )
    )


def _head(site: Site) -> Iterator[str]:
    yield _text(_MARGIN, _MARGIN + 20, site.name.en, 24, _INK, bold=True, second=site.name.zh)
    counted = f"{len(site.zones)} zones · {len(site.portals)} portals · {len(site.devices)} devices"
    line = f"{site.id} · {site.calendar.timezone} · {counted} · policy {site.version[:16]}"
    yield _text(_MARGIN, _MARGIN + 42, line, SMALL, _SOFT)


def _boxes(box: Box, *, outermost: bool = False) -> Iterator[str]:
    fill, edge = _GROUND if outermost else FILLS[box.zone.level]
    dashes = ' stroke-dasharray="7 5"' if box.zone.outside else ""
    yield (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="9" '
        f'fill="{fill}" stroke="{edge}" stroke-width="1.6"{dashes}/>\n'
    )
    x, y = box.x + PAD, box.y + PAD + TITLE - 3
    yield _text(x, y, box.zone.name.en, TITLE, _INK, bold=True, second=box.zone.name.zh)
    level = f"{box.zone.id} · {box.zone.level.word} {LEVELS_ZH[box.zone.level.word]}"
    yield _text(x, y + LINE + 3, level, SMALL, _SOFT if outermost else _darker(box.zone.level), bold=True)
    for number, rule in enumerate(box.rules):
        yield _text(x, y + LINE * (2 + number) + 5, rule, SMALL, _SOFT)
    for inner in box.inside:
        yield from _boxes(inner)


def _doors(box: Box) -> Iterator[str]:
    """Doors last, so that no box covers them."""
    for door in box.doors:
        yield from _door(door)
    for inner in box.inside:
        yield from _doors(inner)


def _door(door: Door) -> Iterator[str]:
    """A gap in the border with its two jambs, and a leaf: solid for fail-secure, dashed for fail-safe."""
    top, bottom = door.y - DOOR_MARK / 2, door.y + DOOR_MARK / 2
    dashes = ' stroke-dasharray="5 4"' if door.portal.lock.mode is LockMode.FAIL_SAFE else ""
    gap = f'x1="{door.x:.1f}" y1="{top:.1f}" x2="{door.x:.1f}" y2="{bottom:.1f}"'
    yield f'<line {gap} stroke="#fff" stroke-width="5"/>\n'
    for y in (top, bottom):
        yield f'<rect x="{door.x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{_INK}"/>\n'
    yield (
        f'<line x1="{door.x:.1f}" y1="{bottom:.1f}" x2="{door.x - 15:.1f}" y2="{top + 6:.1f}" '
        f'stroke="{_INK}" stroke-width="2.4"{dashes}/>\n'
    )
    for number, line in enumerate(door.lines):
        ink = _SOFT if number else _INK
        yield _text(door.x + 14, door.y - 14 + number * LINE, line, SMALL, ink, bold=number == 0)


def _legend(y: float) -> Iterator[str]:
    x = float(_MARGIN)
    for level, (fill, edge) in FILLS.items():
        yield f'<rect x="{x:.0f}" y="{y:.0f}" width="18" height="13" rx="3" fill="{fill}" stroke="{edge}"/>\n'
        label = f"{level.word} {LEVELS_ZH[level.word]}"
        yield _text(x + 24, y + 11, label, SMALL, _SOFT)
        x += 24 + len(label) * 7.5 + 26
    yield _text(x + 6, y + 11, "door leaf: solid fail-secure, dashed fail-safe", SMALL, _SOFT)


def _text(
    x: float, y: float, text: str, size: int, ink: str, *, bold: bool = False, second: str | None = None
) -> str:
    weight = ' font-weight="600"' if bold else ""
    other = f'<tspan dx="8" font-weight="400">{escape(second)}</tspan>' if second else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{ink}"{weight}>{escape(text)}{other}</text>\n'


def _darker(level: Classification) -> str:
    return {
        Classification.PUBLIC: "#3f6b4a",
        Classification.INTERNAL: "#3a5f91",
        Classification.CONFIDENTIAL: "#7c6112",
        Classification.SECRET: "#94531c",
        Classification.TOP_SECRET: "#93303a",
    }[level]
