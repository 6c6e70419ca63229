"""Whether the files that an alarm names are still there, and why not: erased when their time was over, or missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from gate.client import EventFilter
from gate.domain.events import RecordsErased
from gate.domain.retention import Kind
from web.console import console

STILLS: Final = ("", ".jpg", ".jpeg", ".png")
CLIPS: Final = (".avi",)
LOOKED_AT: Final = 100  # records of erasures; a run writes a few


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """``erased_before``: pictures from before this instant were erased as planned, this one with them."""

    here: bool
    erased_before: datetime | None = None


def file_of(sha: str, endings: tuple[str, ...]) -> Path | None:
    """The evidence of that hash, None where there is none; whether it is unchanged is not looked at."""
    return next(
        (path for path in (console().evidence / (sha + end) for end in endings) if path.is_file()), None
    )


def kept(sha: str, endings: tuple[str, ...], since: datetime) -> Kept:
    """Of evidence that was kept at ``since``. Neither here nor erased: somebody else took it away."""
    if file_of(sha, endings) is not None:
        return Kept(here=True)
    return Kept(here=False, erased_before=_erased_before(since))


def _erased_before(since: datetime) -> datetime | None:
    erasures = EventFilter(types=("RecordsErased",), since=since)
    for row in console().queries.happenings(erasures, limit=LOOKED_AT).rows:
        body = row.body
        if (
            isinstance(body, RecordsErased)
            and body.kind == Kind.IMAGES
            and body.before > since
            and not body.names
        ):
            return body.before
    return None
