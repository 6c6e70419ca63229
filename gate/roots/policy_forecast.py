"""``gate policy forecast``: what a portal will do by its schedules, change by change."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from gate.domain.words import proofs as w
from gate.domain.words.weekdays import SHORT
from gate.policy.faults import NotThere
from gate.policy.forecast import Forecast, Turn, Unlocked, WayHours, forecast
from gate.policy.local import DayKind
from gate.policy.prove.speech import Speech
from gate.roots.naming import LanguageOption, speech_of
from gate.roots.policy_files import load
from gate.roots.shape import UserError

_DAYS = {DayKind.HOLIDAY: w.HOLIDAY, DayKind.SWAPPED: w.SWAPPED}


def forecast_(
    portal: Annotated[str, typer.Argument(metavar="PORTAL", help="the portal's id")],
    site: Annotated[Path, typer.Option("--site", metavar="S", help="the site file")],
    days: Annotated[int, typer.Option("--days", min=1, max=4000, help="how far to look")] = 400,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="local date to begin with; today if unset")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object")] = False,
    language: LanguageOption = "en",
) -> None:
    """Each change of a portal's state to the minute: who may enter by schedule, when it stands unlocked."""
    files = load(site, None)
    speech = speech_of(files.site, (), language)
    first = _midnight(start, files.site.calendar.timezone)
    try:
        found = forecast(files.site, files.configuration, portal, first, days)
    except NotThere as error:
        raise UserError(f"{error}; {files.name} has {', '.join(files.site.portals)}") from error
    typer.echo(
        json.dumps(_as_json(found, files.site.version)) if as_json else "\n".join(_text(found, speech))
    )


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


def _text(found: Forecast, speech: Speech) -> list[str]:
    portal, name = found.portal, speech.naming.portal(found.portal)
    shown = portal if name == portal else f"{portal}{speech.bracketed(name)}"
    lines = [speech.say(w.PORTAL_BY_SCHEDULE, portal=shown)]
    year = 0
    for turn in found.turns:
        if turn.local.year != year:
            lines += _year(found, range(year or turn.local.year, turn.local.year + 1), speech)
            year = turn.local.year
        lines.append(_line(turn, speech))
    return lines


def _year(found: Forecast, years: range, speech: Speech) -> list[str]:
    return [speech.say(w.UNPUBLISHED, year=year) for year in years if year in found.unpublished]


def _line(turn: Turn, speech: Speech) -> str:
    offset, day = turn.local.strftime("%z"), speech.say(SHORT[turn.local.weekday()])
    when = f"{day} {turn.local:%Y-%m-%d %H:%M}{_seconds(turn)} {offset[:3]}:{offset[3:]}"
    mark = "；" if speech.chinese else "; "
    said = [] if turn.unlocked is Unlocked.NO else [speech.say(w.UNLOCKED[turn.unlocked.value])]
    said += [_way(way, speech) for way in turn.ways] or [speech.say(w.NO_READER)]
    kind = f"  {speech.say(_DAYS[turn.day])}" if turn.day in _DAYS else ""
    return f"{when}  {mark.join(said)}{kind}"


def _way(way: WayHours, speech: Speech) -> str:
    """Groups by name: whoever reads it asks who they are."""
    enter = speech.joined(speech.naming.group(each) for each in way.enter) or speech.say(w.NOBODY_ENTERS)
    denied = speech.joined(speech.naming.group(each) for each in way.denied)
    kept_out = speech.say(w.KEPT_OUT, groups=denied) if denied else ""
    return f"{way.reader}{speech.colon}{enter}{kept_out}"


def _seconds(turn: Turn) -> str:
    return "" if turn.local.second == turn.local.microsecond == 0 else f":{turn.local:%S.%f}"
