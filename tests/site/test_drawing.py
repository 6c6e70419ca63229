"""``gate site show``: what the drawings must show."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from gate.domain.site import Site
from gate.drawing.layout import Box, lay_out, text_width
from gate.site.draw_svg import draw_svg
from gate.site.draw_text import WIDTH, columns, draw_text
from gate.site.load import load_site
from gate.site.svg_writing import EVERYTHING
from tests.site.altered import EXAMPLES, HQ, TODAY, Change, altered, check_text

SITE = load_site(EXAMPLES / "hq.site.toml", today=TODAY)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.regime("A1")
def test_text_names_every_zone_and_portal_with_its_rules() -> None:
    text = draw_text(SITE)
    for name in (
        *SITE.zones,
        *SITE.portals,
        "大厅",
        "绝密",
        "owner p1001",
        "egress rex-hardwired",
        "rdr-lab-out",
    ):
        assert name in text
    assert "two persons within 10s · nobody alone (at least 2)" in text
    assert "\x1b" not in text
    assert all(line == line.rstrip() for line in text.splitlines())
    assert all(columns(line) <= WIDTH for line in text.splitlines())


def test_text_is_a_tree_whose_columns_stand_under_each_other() -> None:
    lines = draw_text(SITE).splitlines()
    (office,) = [line for line in lines if "└─ office" in line]
    (lab,) = [line for line in lines if "└─ lab" in line]
    assert lab.index("lab") > office.index("office")
    assert columns(office.split("anti-passback")[0]) == columns(lab.split("owner")[0])


def test_svg_is_sound_and_names_everything_in_both_languages() -> None:
    root = ET.fromstring(draw_svg(SITE))
    assert root.tag == f"{SVG}svg"
    written = "\n".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    for word in (
        "Headquarters",
        "总部",
        "Lobby",
        "大厅",
        "Archive",
        "绝密",
        "Front door",
        "egress mechanical",
    ):
        assert word in written


def test_boxes_lie_within_each_other_and_hold_their_doors() -> None:
    ground = lay_out(SITE, EVERYTHING)
    doors = {door.portal.id: box.zone.id for box in _all(ground) for door in box.doors}
    assert doors == {
        "front-door": "lobby",
        "bike-door": "lobby",
        "office-door": "office",
        "lab-door": "lab",
        "archive-door": "archive",
    }
    for box in _all(ground):
        for inner in box.inside:
            assert box.x < inner.x
            assert inner.x + inner.width < box.x + box.width
            assert inner.y + inner.height < box.y + box.height
        for door in box.doors:
            assert box.y < door.y < box.y + box.height
            words = max(text_width(line, 12) for line in door.lines)
            assert all(door.x + 14 + words < inner.x for inner in box.inside)


def test_zones_side_by_side_do_not_overlap(tmp_path: Path) -> None:
    halls = "".join(
        f'[[zones]]\nid = "hall-{number}"\nname = {{ en = "Hall <{number}>", zh = "大厅" }}\nlevel = "internal"\n\n'
        for number in range(8)
    )
    site = _site(tmp_path, altered(HQ, Change('[[zones]]\nid = "lobby"', halls + '[[zones]]\nid = "lobby"')))
    boxes = lay_out(site, EVERYTHING).inside
    assert len(boxes) == 9
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            apart = one.x + one.width <= other.x or other.x + other.width <= one.x
            assert apart or one.y + one.height <= other.y or other.y + other.height <= one.y
    assert "Hall &lt;3&gt;" in draw_svg(site)
    assert "Hall <3> 大厅" in draw_text(site)


def test_door_between_zones_that_are_not_next_to_each_other(tmp_path: Path) -> None:
    emergency = (
        '[[portals]]\nid = "lab-exit"\nbetween = ["outside", "lab"]\n'
        'lock = { device = "io-lab", output = 4, wiring = "NO", release = "5s", mode = "fail-secure" }\n'
        'egress = "mechanical"\n\n[[interlocks]]'
    )
    site = _site(tmp_path, altered(HQ, Change("[[interlocks]]", emergency)))
    (door,) = [
        door for box in _all(lay_out(site, EVERYTHING)) for door in box.doors if door.portal.id == "lab-exit"
    ]
    assert door.lines[0] == "Lab exit  (outside – lab)"
    assert door.lines[1] == "no reader"


def _site(folder: Path, text: str) -> Site:
    site = check_text(folder, text).site
    assert site is not None
    return site


def _all(box: Box) -> list[Box]:
    return [box, *(within for inner in box.inside for within in _all(inner))]
