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
}


def report(site: Site, signed: RecordWalkTest, language: str) -> str:
    """Every point of the cabinet in the order of the walk, tried or not, and the lines to sign on."""
    points = points_of(site, signed.agent)
    items = {item.point: item for item in signed.items}
    lines = [*_head(site, signed, language), ""]
    lines += [_row(point, items.get(point.id), language) for point in points]
    lines += ["", _count(points, items, language), ""]
    for label, name in (("tester", signed.tester), ("at_door", signed.at_door), ("sign", signed.signed_by)):
        lines += ["", _signature(label, name, language)]
    return "\n".join(lines) + "\n"


def _head(site: Site, signed: RecordWalkTest, language: str) -> list[str]:
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
    title = TITLE.in_language(language)
    return [
        title,
        "=" * LINE,
        *(f"{_word(name, language)}: {value}" for name, value in rows.items()),
        "-" * LINE,
    ]


def _row(point: WalkPoint, item: WalkItem | None, language: str) -> str:
    part = PARTS[point.part.value].in_language(language)
    what = " ".join(filter(None, (part, point.subject, point.name)))
    if item is None:
        return f"[ ] {what}: {UNTRIED.in_language(language)}"
    mark = {WalkResult.PASSED: "x", WalkResult.FAILED: "!", WalkResult.SKIPPED: "-"}[item.result]
    result = RESULTS[item.result].in_language(language)
    evidence = f" [{', '.join(item.seen)}]" if item.seen else ""
    return (
        f"[{mark}] {what}: {result}, {item.seconds:.0f} s{f' – {item.note}' if item.note else ''}{evidence}"
    )


def _count(points: tuple[WalkPoint, ...], items: dict[str, WalkItem], language: str) -> str:
    parts = [
        f"{RESULTS[result].in_language(language)} {sum(item.result is result for item in items.values())}"
        for result in WalkResult
    ]
    untried = sum(point.id not in items for point in points)
    return " · ".join([*parts, f"{UNTRIED.in_language(language)} {untried}"])


def _signature(label: str, name: str, language: str) -> str:
    fill = "_" * 26
    return (
        f"{_word(label, language) + ': ' + name:<40} {_word('signature', language)} {fill}  "
        f"{_word('date', language)} {'_' * 12}"
    )


def _word(name: str, language: str) -> str:
    return LABELS[name].in_language(language)
