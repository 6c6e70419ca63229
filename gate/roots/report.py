"""``gate report``: who was where, who met whom, which rights nobody uses, what a shift hands over. Only reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from gate.client import FactsAway, open_queries
from gate.client.handover import handover
from gate.client.reports import met_whom, unused_for, was_in_zone
from gate.clock import site_clock
from gate.domain.site import Site
from gate.roots.folders import DataFolder
from gate.roots.handover_sheet import sheet
from gate.roots.recorded import Recorded
from gate.roots.shape import UserError, new_app

app = new_app("Who was where, who met whom, which rights nobody uses.")

Data = Annotated[Path | None, typer.Option("--data", metavar="DIR", help="the site's data folder")]
StoreUrl = Annotated[str | None, typer.Option("--store", metavar="URL", help="the site's store")]
From = Annotated[
    str, typer.Option("--from", metavar="TIME", help="2026-11-23T08:00, in the site's time or with an offset")
]
To = Annotated[str, typer.Option("--to", metavar="TIME", help="that instant is not in it; now if unset")]
Back = Annotated[int, typer.Option("--back", metavar="DAYS", help="how long before a stay may have begun")]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON object a line")]


@app.command("in-zone")
def in_zone(
    zone: Annotated[str, typer.Argument(metavar="ZONE", help="a zone of the site; zones inside it count")],
    since: From,
    until: To = "",
    data: Data = None,
    store: StoreUrl = None,
    back: Back = 7,
    as_json: AsJson = False,
) -> None:
    """Who was in ZONE at any time from --from to --to."""
    with _recorded(data, store) as recorded:
        site = recorded.newest_site()
        if zone not in site.zones:
            raise UserError(f"expected a zone of the site ({', '.join(site.zones)}); got {zone!r}")
        span = _span(site, since, until)
        found = was_in_zone(recorded, site, zone, span, timedelta(days=back))
        names = recorded.names({stay.person for stay in found})
        rows = [
            {
                "person": stay.person,
                "name": names[stay.person].en if stay.person in names else "",
                "zone": stay.zone,
                "from": _shown(site, stay.since),
                "to": _shown(site, stay.until) if stay.until else "",
                "certain": stay.certain,
            }
            for stay in found
        ]
    _print(rows, as_json, f"nobody was in {zone}")


@app.command("met")
def met_(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="the person's id")],
    since: From,
    until: To = "",
    data: Data = None,
    store: StoreUrl = None,
    back: Back = 7,
    as_json: AsJson = False,
) -> None:
    """Who was in one zone with PERSON, when and how long. What lies outside the site is no meeting."""
    with _recorded(data, store) as recorded:
        site = recorded.newest_site()
        if person not in recorded.names([person]):
            raise UserError(f"no person {person!r} in this store")
        span = _span(site, since, until)
        found = met_whom(recorded, site, person, span, timedelta(days=back))
        names = recorded.names({meeting.other for meeting in found})
        rows = [
            {
                "person": meeting.other,
                "name": names[meeting.other].en if meeting.other in names else "",
                "zone": meeting.zone,
                "from": _shown(site, meeting.since),
                "to": _shown(site, meeting.until),
                "minutes": round(meeting.length.total_seconds() / 60, 1),
                "certain": meeting.certain,
            }
            for meeting in found
        ]
    _print(rows, as_json, f"{person} met nobody")


@app.command("unused-rights")
def unused(
    days: Annotated[int, typer.Option("--days", min=1, help="rights of so many days that nobody used")] = 90,
    data: Data = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Memberships by whose grants their person was not let in anywhere: what an access review asks about."""
    with _recorded(data, store) as recorded:
        found = unused_for(recorded, recorded.newest_site(), days, site_clock().now())
        names = recorded.names({right.person for right in found})
        rows = [
            {
                "person": right.person,
                "name": names[right.person].en if right.person in names else "",
                "group": right.group,
                "zones": " ".join(right.zones),
                "whole": right.whole,
                "reason": right.reason,
                "approved_by": right.approved_by or "",
            }
            for right in found
        ]
    _print(rows, as_json, f"every right was used within {days} days")


@app.command("handover")
def handover_(
    data: Data = None,
    store: StoreUrl = None,
) -> None:
    """What one shift hands to the next, with the newest head of the record: to be printed and signed by both."""
    with _recorded(data, store) as recorded:
        site = recorded.newest_site()
    queries = open_queries(store or DataFolder(data or Path()).store_url)
    try:
        found = handover(queries, site, site_clock().now())
    except FactsAway as fault:
        raise UserError(str(fault)) from fault
    finally:
        queries.close()
    typer.echo("\n".join(sheet(found, site, lambda instant: _shown(site, instant))))


def _recorded(data: Path | None, store: str | None) -> Recorded:
    if data is None and store is None:
        raise UserError("expected --data DIR or --store URL")
    return Recorded(store) if store is not None else Recorded.in_folder(data or Path())


def _span(site: Site, since: str, until: str) -> tuple[datetime, datetime]:
    first = _instant(site, "--from", since)
    last = _instant(site, "--to", until) if until else site_clock().now()
    if first >= last:
        raise UserError(f"expected --from before --to; got {first.isoformat()} and {last.isoformat()}")
    return first, last


def _instant(site: Site, option: str, text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise UserError(f"{option}: expected a time as 2026-11-23T08:00; got {text!r}") from error
    return (read if read.tzinfo else read.replace(tzinfo=_zone_of(site))).astimezone(UTC)


def _zone_of(site: Site) -> ZoneInfo:
    return ZoneInfo(site.calendar.timezone)


def _shown(site: Site, instant: datetime) -> str:
    return instant.astimezone(_zone_of(site)).isoformat(timespec="seconds")


def _print(rows: Sequence[dict[str, Any]], as_json: bool, nothing: str) -> None:
    if as_json:
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False))
        return
    typer.echo("\n".join(_table(rows)) if rows else nothing)


def _table(rows: Sequence[dict[str, Any]]) -> Iterable[str]:
    texts = [tuple(rows[0]), *(tuple(map(_cell, row.values())) for row in rows)]
    widths = [max(len(row[column]) for row in texts) for column in range(len(texts[0]))]
    for row in texts:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _cell(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
