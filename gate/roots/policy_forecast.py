"""``gate policy forecast``: what a portal will do by its schedules, change by change."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from gate.domain.schedule import WEEKDAYS
from gate.policy.faults import NotThere
from gate.policy.forecast import Forecast, Turn, Unlocked, forecast
from gate.policy.local import DayKind
from gate.roots.policy_files import load
from gate.roots.shape import UserError

_UNLOCKED = {
    Unlocked.NO: "locked",
    Unlocked.YES: "unlocked",
    Unlocked.ONCE_SOMEBODY_CAME: "unlocked once the first person came",
}
_DAYS = {DayKind.USUAL: "", DayKind.HOLIDAY: "  holiday", DayKind.SWAPPED: "  swapped workday"}


def forecast_(
    portal: Annotated[str, typer.Argument(metavar="PORTAL", help="the portal's id")],
    site: Annotated[Path, typer.Option("--site", metavar="S", help="the site file")],
    days: Annotated[int, typer.Option("--days", min=1, max=4000, help="how far to look")] = 400,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="local date to begin with; today if unset")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object")] = False,
) -> None:
    """Each change of a portal's state to the minute: who may enter by schedule, when it stands unlocked."""
    files = load(site, None)
    first = _midnight(start, files.site.calendar.timezone)
    try:
        found = forecast(files.site, files.configuration, portal, first, days)
    except NotThere as error:
        raise UserError(f"{error}; {files.name} has {', '.join(files.site.portals)}") from error
    typer.echo(json.dumps(_as_json(found, files.site.version)) if as_json else "\n".join(_text(found)))


def _midnight(written: str | None, timezone: str) -> datetime:
    """The first instant of a local day, in UTC."""
    zone = ZoneInfo(timezone)
    try:
        day = datetime.now(zone).date() if written is None else date.fromisoformat(written)
    except ValueError:
        raise UserError(f"expected a date such as 2026-11-23, got {written!r}") from None
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _as_json(found: Forecast, policy: str) -> dict[str, object]:
    return {
        "portal": found.portal,
        "from": _utc(found.start),
        "until": _utc(found.end),
        "policy": policy,
        "unpublished_years": list(found.unpublished),
        "changes": [_row(turn) for turn in found.turns],
    }


def _row(turn: Turn) -> dict[str, object]:
    return {
        "at": _utc(turn.at),
        "local": turn.local.isoformat(),
        "day": turn.day.value,
        "published": turn.published,
        "unlocked": turn.unlocked.value,
        "entries": [
            {"reader": way.reader, "zone": way.zone, "enter": list(way.enter), "denied": list(way.denied)}
            for way in turn.ways
        ],
    }


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _text(found: Forecast) -> list[str]:
    lines = [f"{found.portal}, by schedule alone:"]
    year = 0
    for turn in found.turns:
        if turn.local.year != year:
            lines += _year(found, range(year or turn.local.year, turn.local.year + 1))
            year = turn.local.year
        lines.append(_line(turn))
    return lines


def _year(found: Forecast, years: range) -> list[str]:
    return [
        f"-- {year}: its holidays are not published yet; what is said of it can still change"
        for year in years
        if year in found.unpublished
    ]


def _line(turn: Turn) -> str:
    offset = turn.local.strftime("%z")
    when = f"{WEEKDAYS[turn.local.weekday()]} {turn.local:%Y-%m-%d %H:%M}{_seconds(turn)} {offset[:3]}:{offset[3:]}"
    who = "; ".join(
        f"{way.reader}: {', '.join(way.enter) or 'nobody'}"
        + (f" (never {', '.join(way.denied)})" if way.denied else "")
        for way in turn.ways
    )
    unlocked = "" if turn.unlocked is Unlocked.NO else f"{_UNLOCKED[turn.unlocked]}; "
    return f"{when}  {unlocked}{who or 'no reader of an entry'}{_DAYS[turn.day]}"


def _seconds(turn: Turn) -> str:
    return "" if turn.local.second == turn.local.microsecond == 0 else f":{turn.local:%S.%f}"
