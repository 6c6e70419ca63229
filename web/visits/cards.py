"""Card numbers as a desk types them, and the card that was last held to the desk's reader."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from gate.client import EventFilter
from gate.domain.card import CardNumber, card_number
from gate.domain.events import CredentialPresented
from gate.domain.site import Site
from web.console import console

OFFERED_FOR = timedelta(minutes=2)
_EM4100 = re.compile(r"[0-9A-Fa-f]{10}")
_FACILITY = re.compile(r"(\d{1,5})\s*[:/-]\s*(\d{1,10})")
_FULL = re.compile(r"([A-Za-z0-9_.-]{2,20}):(?:(\d{1,8}):)?([0-9A-Fa-f]{1,20})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """A card that was held to a reader of the desk at ``at``."""

    card: CardNumber
    at: datetime
    reader: str


def typed(text: str) -> CardNumber | None:
    """``62E3086CED`` (EM4100), ``123:4567`` (H10301) or ``FORMAT:FACILITY:NUMBER``; None for anything else."""
    text = text.strip()
    if _EM4100.fullmatch(text):
        return card_number("EM4100", text)
    short = _FACILITY.fullmatch(text)
    if short:
        return card_number("H10301", int(short[2]), int(short[1]))
    full = _FULL.fullmatch(text)
    if full:
        number: int | str = int(full[3]) if full[2] and full[3].isdecimal() else full[3]
        return card_number(full[1], number, int(full[2]) if full[2] else None)
    return None


def spelt(card: CardNumber) -> str:
    """The spelling that :func:`typed` reads back."""
    return str(card)


def desk_readers(site: Site) -> frozenset[str]:
    """Readers that stand at no door: they enrol and take back, and open nothing."""
    at_doors = {
        reader for portal in site.portals.values() for reader in (portal.reader_in, portal.reader_out)
    }
    readers = {name for name, device in site.devices.items() if site.lines[device.line].protocol != "modbus"}
    return frozenset(readers - at_doors)


def last_presented() -> Presented | None:
    """The card last held to a desk reader in the last two minutes."""
    parts = console()
    readers = desk_readers(parts.site)
    since = parts.now() - OFFERED_FOR
    only = EventFilter(types=("CredentialPresented",), since=since)
    for row in parts.queries.happenings(only, limit=100).rows:
        body = row.body
        if isinstance(body, CredentialPresented) and body.reader in readers and body.card is not None:
            return Presented(card=body.card, at=row.at, reader=body.reader)
    return None
