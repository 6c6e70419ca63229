"""The report of a walk-test: to print and sign, in one language, as plain text."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from gate.domain.commands import RecordWalkTest
from gate.domain.site import Site
from gate.domain.text import Text
from gate.domain.walk import WalkItem, WalkPoint, WalkResult, points_of
from gate.roots.walk.telling import PARTS, RESULTS, UNTRIED

LINE = 100
TITLE = Text("Commissioning walk-test", "门禁系统现场走查报告")
LABELS = {
    "site": Text("Site", "站点"),
    "agent": Text("Cabinet", "控制箱"),
    "configuration": Text("Configuration", "配置版本"),
    "period": Text("From – to", "起止时间"),
    "tester": Text("Tested by", "测试人"),
    "at_door": Text("At the doors", "现场人员"),
    "sign": Text("Signed off by", "验收签字"),
    "signature": Text("Signature", "签名"),
    "date": Text("Date", "日期"),
    "point": Text("Point", "测试点"),
    "result": Text("Result", "结果"),
    "seconds": Text("s", "秒"),
    "note": Text("Reason, evidence", "原因与依据"),
    "record": Text("SHA-256 of the recorded walk-test", "存档走查记录的 SHA-256"),
    "signed_at": Text("Signed off at", "签字时间"),
}


def report(site: Site, signed: RecordWalkTest, language: str) -> str:
    """Every point of the cabinet in the order of the walk, tried or not, and the lines to sign on."""
    points = points_of(site, signed.agent)
    items = {item.point: item for item in signed.items}
    lines = [*_head(site, signed, language), ""]
    lines += [_row(point, items.get(point.id), language) for point in points]
    lines += ["", count(points, items, language), ""]
    for label, name in (("tester", signed.tester), ("at_door", signed.at_door), ("sign", signed.signed_by)):
        lines += ["", _signature(label, name, language)]
    return "\n".join(lines) + "\n"


def head_rows(site: Site, signed: RecordWalkTest, language: str) -> list[tuple[str, str]]:
    """What was tested and when, in the site's time: names and values."""
    zone = ZoneInfo(site.calendar.timezone)
    began, ended = (
        at.astimezone(zone).strftime("%Y-%m-%d %H:%M") for at in (signed.started_at, signed.ended_at)
    )
    rows = {
        "site": f"{site.name.in_language(language)} ({site.id})",
        "agent": signed.agent,
        "configuration": signed.configuration,
        "period": f"{began} – {ended} ({site.calendar.timezone})",
    }
    return [(word(name, language), value) for name, value in rows.items()]


def _head(site: Site, signed: RecordWalkTest, language: str) -> list[str]:
    rows = [f"{name}: {value}" for name, value in head_rows(site, signed, language)]
    return [TITLE.in_language(language), "=" * LINE, *rows, "-" * LINE]


def described(point: WalkPoint, language: str) -> str:
    """The point in words: what it is of which door or cabinet."""
    part = PARTS[point.part.value].in_language(language)
    return " ".join(filter(None, (part, point.subject, point.name)))


def mark_of(item: WalkItem | None) -> str:
    """How a point came out, as a box that is ticked or not."""
    if item is None:
        return "[ ]"
    return {WalkResult.PASSED: "[x]", WalkResult.FAILED: "[!]", WalkResult.SKIPPED: "[-]"}[item.result]


def _row(point: WalkPoint, item: WalkItem | None, language: str) -> str:
    what = described(point, language)
    if item is None:
        return f"{mark_of(item)} {what}: {UNTRIED.in_language(language)}"
    result = RESULTS[item.result].in_language(language)
    evidence = f" [{', '.join(item.seen)}]" if item.seen else ""
    note = f" – {item.note}" if item.note else ""
    return f"{mark_of(item)} {what}: {result}, {item.seconds:.0f} s{note}{evidence}"


def count(points: tuple[WalkPoint, ...], items: dict[str, WalkItem], language: str) -> str:
    """How many of each result, and how many nobody tried."""
    parts = [
        f"{RESULTS[result].in_language(language)} {sum(item.result is result for item in items.values())}"
        for result in WalkResult
    ]
    untried = sum(point.id not in items for point in points)
    return " · ".join([*parts, f"{UNTRIED.in_language(language)} {untried}"])


def _signature(label: str, name: str, language: str) -> str:
    fill = "_" * 26
    return (
        f"{word(label, language) + ': ' + name:<40} {word('signature', language)} {fill}  "
        f"{word('date', language)} {'_' * 12}"
    )


def word(name: str, language: str) -> str:
    """A label in a language."""
    return LABELS[name].in_language(language)
