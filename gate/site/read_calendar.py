"""``timezone`` and ``holidays`` of ``[site]`` to :class:`gate.domain.schedule.Calendar`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import available_timezones

from gate.domain.schedule import Calendar
from gate.site.country_days import YEARS, CountryDays, country_codes, country_days
from gate.site.offsets import is_timezone, utc_offsets
from gate.site.table import Table
from gate.site.values import Reader, Unfit, day, nearest, shown

_NO_SWAPS: frozenset[date] = frozenset()
_ALL_YEARS = frozenset(YEARS)


def read_calendar(site: Table | None, folder: Path, today: date) -> Calendar:
    """The calendar of a site whose file stands in ``folder``; UTC without holidays where the file is wrong.

    Warns where a country has not published its days of this year: swapped workdays are then not known.
    """
    timezone = site.take("timezone", _timezone, "UTC") if site else "UTC"
    sources = site.each("holidays", _source(folder, timezone)) if site else ()
    published = _ALL_YEARS.intersection(*(source.published for source in sources))
    if site and sources and today.year not in published:
        told = f"the newest package: it knows swapped workdays until {max(published, default='no year')}"
        site.faults.warn(site.at("holidays"), told, f"days of {today.year} that may still change")
    return Calendar(
        timezone=timezone,
        offsets=utc_offsets(timezone),
        holidays=frozenset().union(*(source.holidays for source in sources)),
        swapped=_NO_SWAPS.union(*(source.swapped for source in sources)),
        published=published,
    )


def _timezone(value: object) -> str:
    if isinstance(value, str) and is_timezone(value):
        return value
    meant = nearest(value, tuple(available_timezones())) if isinstance(value, str) else None
    raise Unfit('a time zone such as "Asia/Shanghai"', meant=meant, instead=meant)


def _source(folder: Path, timezone: str) -> Reader[CountryDays]:
    def read(value: object) -> CountryDays:
        if isinstance(value, str) and value.lower().endswith(".ics"):
            return _days(_from_file(folder, value, timezone))
        if isinstance(value, str) and len(value) < 8:
            return _of_country(value)
        try:
            return _days(frozenset({day(value)}))
        except Unfit:
            raise Unfit('a country code such as "CN", a date such as "2026-12-31", or a file *.ics') from None

    return read


def _of_country(code: str) -> CountryDays:
    if code in country_codes():
        return country_days(code)
    raise Unfit('the code of a country such as "CN"', meant=nearest(code, country_codes()))


def _from_file(folder: Path, name: str, timezone: str) -> frozenset[date]:
    if Path(name).name != name:
        raise Unfit("a file beside the site file", got=shown(name))
    from gate.site.ics_days import ics_days  # noqa: PLC0415 - a slow import, needed by sites with *.ics alone

    try:
        return ics_days(folder / name, timezone)
    except FileNotFoundError:
        beside = tuple(sorted(path.name for path in folder.glob("*.ics")))
        raise Unfit(
            "a file beside the site file",
            got=f"{shown(name)}, which is not there",
            meant=nearest(name, beside),
        ) from None
    except (OSError, ValueError) as error:
        raise Unfit("an iCalendar file", got=f"{shown(name)}: {error}") from None


def _days(days: frozenset[date]) -> CountryDays:
    return CountryDays(holidays=days, swapped=_NO_SWAPS, published=_ALL_YEARS)
