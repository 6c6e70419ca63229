"""``[site]``, ``[bus]``, ``[store]`` and ``[retention]``: what holds for the whole site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from gate.domain.site import NIGHT
from gate.domain.text import Text
from gate.site import keys
from gate.site.finding import Path
from gate.site.read_schedules import minute
from gate.site.read_zones import default_name
from gate.site.table import Keys, Table
from gate.site.values import Reader, Unfit, duration, ident, shown, text, whole

BUS_SCHEMES = ("mqtt", "mqtts")
STORE_SCHEMES = ("sqlite", "postgresql", "postgresql+psycopg")
_DEFAULT_TIMEOUT = timedelta(milliseconds=300)
_LONGEST_TIMEOUT = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The parts of a site that are not things with an id."""

    id: str
    name: Text
    decision_timeout: timedelta
    pin_tries: int
    pin_block: timedelta
    bus_url: str | None
    store_url: str | None
    retention: Mapping[str, timedelta]
    verify_record_minute: int


def read_settings(top: Table, site: Table | None) -> Settings:
    """All settings; defaults where the file is silent or wrong."""
    own = site.take("id", ident, "") if site else ""
    return Settings(
        id=own,
        name=site.take("name", text, default_name(own)) if site else default_name(own),
        decision_timeout=site.take("decision_timeout", _timeout, _DEFAULT_TIMEOUT)
        if site
        else _DEFAULT_TIMEOUT,
        pin_tries=site.take("pin_tries", whole(1, 100), 5) if site else 5,
        pin_block=site.take("pin_block", duration, timedelta(minutes=10)) if site else timedelta(minutes=10),
        bus_url=_url(top, "bus", keys.BUS, BUS_SCHEMES),
        store_url=_url(top, "store", keys.STORE, STORE_SCHEMES),
        retention=_retention(top),
        verify_record_minute=site.take("verify_record_at", minute(end=False), NIGHT) if site else NIGHT,
    )


def url_with(schemes: tuple[str, ...]) -> Reader[str]:
    """An address with one of the schemes."""
    expected = f"an address {' or '.join(f'{scheme}://…' for scheme in schemes)}"

    def read(value: object) -> str:
        try:
            parts = urlsplit(value) if isinstance(value, str) else None
            fits = (
                parts is not None and (bool(parts.hostname) or parts.scheme == "sqlite") and parts.port != 0
            )
        except ValueError as error:
            raise Unfit(f"{expected} ({error})") from None
        if not isinstance(value, str) or parts is None or parts.scheme not in schemes or not fits:
            raise Unfit(expected)
        return value

    return read


def _url(top: Table, section: str, known: Keys, schemes: tuple[str, ...]) -> str | None:
    table = top.table(section, known)
    url = table.take("url", url_with(schemes), None) if table else None
    if table and url and urlsplit(url).password:
        table.faults.warn(table.at("url"), "no password: site files are copied and shown", shown(url))
    return url


def _timeout(value: object) -> timedelta:
    span = duration(value)
    if span > _LONGEST_TIMEOUT:
        raise Unfit('at most "10s": until then nobody who reads a card gets an answer')
    return span


def _retention(top: Table) -> Mapping[str, timedelta]:
    table = top.table("retention", keys.RETENTION)
    if table is None:
        return {}
    spans = {kind: table.take(kind, duration, None) for kind in keys.RETENTION.optional}
    rules = {kind: span for kind, span in spans.items() if span is not None}
    _agree(table, rules)
    return rules


def _agree(table: Table, rules: Mapping[str, timedelta]) -> None:
    """Audit explains the other records, and images belong to movements and alarms: neither outlives its reason."""
    audit = rules.get("audit")
    longest = max((kind for kind in rules if kind != "audit"), key=lambda kind: rules[kind], default=None)
    if audit is not None and longest is not None and rules[longest] > audit:
        _conflict(
            table,
            "audit",
            f"at least as long as {longest} ({shown(table.raw(longest))}): it tells who changed them",
        )
    shows = [rules[kind] for kind in ("movements", "alarms") if kind in rules]
    if "images" in rules and shows and rules["images"] > max(shows):
        _conflict(table, "images", "at most as long as the movements and alarms that they show")


def _conflict(table: Table, kind: str, expected: str) -> None:
    path: Path = table.at(kind)
    table.faults.error(path, expected, shown(table.raw(kind)))
