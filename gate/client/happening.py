"""One event of the log with its body read: what pages turn into a sentence."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from gate.bus.convert import converter
from gate.bus.errors import CodecError
from gate.bus.registry import BODIES
from gate.domain.events import Event
from gate.store.read import EventRow

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """``body`` None: written by a version of Gate whose events this one does not know."""

    seq: int
    at: datetime
    recorded_at: datetime
    src: str
    type: str
    portal: str | None
    zone: str | None
    person: str | None
    subject: str | None
    request: str | None
    body: Event | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HappeningPage:
    """Newest first; ``older`` is what to give as ``before`` for the next page, None on the last."""

    rows: tuple[Happening, ...]
    older: int | None


def happening(row: EventRow) -> Happening:
    """The row with its body as the domain's event."""
    return Happening(
        seq=row.seq,
        at=row.at,
        recorded_at=row.recorded_at,
        src=row.src,
        type=row.type,
        portal=row.portal,
        zone=row.zone,
        person=row.person,
        subject=row.subject,
        request=row.request,
        body=_body(row),
    )


def _body(row: EventRow) -> Event | None:
    if row.type not in BODIES:
        return None
    try:
        body: Event = _reader(row.type)(json.loads(row.body))
    except (CodecError, ValueError) as fault:
        log.warning("event %d of the log cannot be read: %s", row.seq, fault)
        return None
    return body


@cache
def _reader(type: str) -> Any:
    return converter(BODIES[type]).decode
