"""``[[cameras]]`` to :class:`gate.domain.hardware.CameraConfig`."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from gate.domain.hardware import CameraConfig, CameraRule, Pixel
from gate.site import keys
from gate.site.known import Known
from gate.site.sections import Sections
from gate.site.table import Keys, Table
from gate.site.values import Unfit, duration, one_of, shown, whole

NEEDS: Mapping[str, Keys] = {
    "tamper": Keys((), ("after", "schedule")),
    "motion": Keys((), ("zone", "polygon", "after", "schedule")),
    "intrusion": Keys((), ("zone", "polygon", "after", "schedule")),
    "person": Keys((), ("zone", "polygon", "after", "schedule")),
    "tailgate": Keys(("portal", "line"), ("after", "schedule")),
    "loitering": Keys(("after",), ("zone", "polygon", "schedule")),
    "crowding": Keys((), ("count", "zone", "polygon", "after", "schedule")),
    "line-crossing": Keys(("line",), ("zone", "schedule")),
    "wrong-way": Keys(("line",), ("portal", "zone", "schedule")),
    "verify": Keys(("portal",), ("schedule",)),
}
"""What each kind of rule must and may have beside ``kind``."""

KIND = one_of({kind: kind for kind in NEEDS})
_SCHEMES = {"rtsp", "rtsps", "http", "https"}


def read_cameras(sections: Sections) -> Mapping[str, CameraConfig]:
    """All cameras; "" stands for a zone that is not known."""
    return {entry: _camera(entry, table, sections.known) for entry, table in sections.of("cameras")}


def camera_url(value: object) -> str:
    """A stream by address, a camera of this machine (``usb:0``, ``/dev/video0``), or a file."""
    expected = "rtsp://…, http://…, usb:0, or an absolute path"
    if not isinstance(value, str) or not value.isprintable():
        raise Unfit(expected)
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError as error:
        raise Unfit(f"{expected} ({error})") from None
    local = (parts.scheme == "usb" and parts.path.isdigit()) or (not parts.scheme and value.startswith("/"))
    if (parts.scheme in _SCHEMES and host) or local:
        return value
    raise Unfit(expected)


def pixel(value: object) -> Pixel:
    """A point of the picture in fractions of its width and height."""
    if isinstance(value, list) and len(value) == 2 and all(_fraction(part) for part in value):
        return (float(value[0]), float(value[1]))
    raise Unfit("a point [x, y], each from 0 to 1 from top left")


def area(value: object) -> tuple[Pixel, ...]:
    """A polygon."""
    if not isinstance(value, list):
        raise Unfit("a list of points [x, y]")
    points = tuple(pixel(point) for point in value)
    if len(set(points)) < 3:
        raise Unfit("at least three different points")
    return points


def _fraction(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _camera(id: str, table: Table, known: Known) -> CameraConfig:
    return CameraConfig(
        id=id,
        url=table.take("url", camera_url, ""),
        zone=table.take("zone", known.ref("zones"), ""),
        rules=_rules(table, known),
        privacy=table.each("privacy", area) if "privacy" in table else (),
    )


def _rules(table: Table, known: Known) -> tuple[CameraRule, ...]:
    came = table.raw("rules")
    if not isinstance(came, list):
        table.each("rules", KIND)  # reports it
        return ()
    return tuple(
        _rule(Table(table.faults, (*table.at("rules"), position), value, keys.CAMERA_RULE), known)
        if isinstance(value, dict)
        else _bare(table, position)
        for position, value in enumerate(came)
    )


def _bare(table: Table, position: int) -> CameraRule:
    """A bare word is a rule without parameters."""
    kind = table.element("rules", position, KIND, "")
    if kind and NEEDS[kind].required:
        needs = " and ".join(NEEDS[kind].required)
        table.faults.error((*table.at("rules"), position), f"a rule {kind!r} with {needs}", f'"{kind}" alone')
    return CameraRule(kind=kind)


def _rule(table: Table, known: Known) -> CameraRule:
    kind = table.take("kind", KIND, "")
    if kind:
        _fits(table, kind)
    return CameraRule(
        kind=kind,
        zone=table.take("zone", known.ref("zones"), None),
        portal=table.take("portal", known.ref("portals"), None),
        line=_line(table),
        polygon=_polygon(table),
        after=table.take("after", duration, None),
        schedule=table.take("schedule", known.ref("schedules"), None),
        count=table.take("count", whole(1, 1000), None),
    )


def _fits(table: Table, kind: str) -> None:
    needs = NEEDS[kind]
    for key in needs.required:
        if key not in table:
            table.faults.error(
                table.path, f"a rule {kind!r} with {' and '.join(needs.required)}", f"no {key!r}"
            )
    for key in keys.CAMERA_RULE.optional:
        if key in table and key not in needs.all:
            fitting = f"with {', '.join(needs.all)}" if needs.all else "without parameters"
            table.faults.error(table.at(key), f"a rule {kind!r} {fitting}", f"{key!r}")


def _line(table: Table) -> tuple[Pixel, Pixel] | None:
    if "line" not in table:
        return None
    points = table.each("line", pixel)
    if len(points) == 2 and points[0] != points[1]:
        return (points[0], points[1])
    if table.faults.sure(*table.at("line")):
        table.faults.error(table.at("line"), "a line: two different points", shown(table.raw("line")))
    return None


def _polygon(table: Table) -> tuple[Pixel, ...]:
    points = table.each("polygon", pixel)
    if "polygon" in table and len(set(points)) < 3 and table.faults.sure(*table.at("polygon")):
        table.faults.error(
            table.at("polygon"), "at least three different points", shown(table.raw("polygon"))
        )
    return points
