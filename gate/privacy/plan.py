"""What has outlived its span at an instant: by kind of record, and what keeps it all the same. Only reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from gate.domain.hold import Hold, holding
from gate.domain.retention import Kind, cutoff, types_of
from gate.domain.site import Site
from gate.privacy.pictures import alone, due
from gate.store.read import privacy_rows as rows
from gate.store.read.privacy_rows import Window

CLOCKS = timedelta(days=1)
"""By which the clock of the folder's disk may run ahead of the engine's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Records of a kind from before ``before``. ``people`` lose all that facts say of them; ``records`` are ids."""

    kind: Kind
    before: datetime
    windows: tuple[Window, ...] = ()
    people: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    images: tuple[Path, ...] = ()
    held: tuple[Hold, ...] = field(default=())

    @property
    def events(self) -> int:
        """Events that would lose their personal part."""
        return sum(window.count for window in self.windows)

    @property
    def nothing(self) -> bool:
        """True if nothing is due."""
        return not (self.windows or self.people or self.records or self.images)


def plan(connection: Connection, site: Site, evidence: Path, now: datetime) -> tuple[Due, ...]:
    """One for each kind that the site limits, and for each type of visitors with a span of its own, in their order."""
    holds = rows.holds(connection, lifted=False)
    found = []
    for kind in Kind:
        before = cutoff(site.retention, kind, now)
        if before is not None and kind is not Kind.VISITS:
            found.append(_due(connection, kind, before, evidence, holds))
    return (*_visits(connection, site, holds, now), *found)


def _due(
    connection: Connection, kind: Kind, before: datetime, evidence: Path, holds: tuple[Hold, ...]
) -> Due:
    held = tuple(each for each in holds if holding([each], kind))
    if held:
        return Due(kind=kind, before=before, held=held)
    return Due(
        kind=kind,
        before=before,
        windows=tuple(rows.windows(connection, types_of(kind), before)),
        people=_free(rows.departed(connection, before), holds) if kind is Kind.PEOPLE else (),
        records=_records(connection, kind, before),
        images=tuple(_images(connection, evidence, before)) if kind is Kind.IMAGES else (),
    )


def _records(connection: Connection, kind: Kind, before: datetime) -> tuple[str, ...]:
    """Of alarms, who closed them; of people, entries of watchlists that ended."""
    match kind:
        case Kind.ALARMS:
            return rows.alarms_over(connection, before)
        case Kind.PEOPLE:
            return rows.entries_over(connection, before)
        case _:
            return ()


def _visits(connection: Connection, site: Site, holds: tuple[Hold, ...], now: datetime) -> Iterator[Due]:
    """Types of visitors by their span: those without one, or that the site has no more, have the site's."""
    usual = site.retention.get(Kind.VISITS)
    spans = dict.fromkeys(rows.visit_kinds(connection), usual)
    spans |= {name: each.retention or usual for name, each in site.visitor_types.items()}
    held = tuple(each for each in holds if holding([each], Kind.VISITS))
    for span in sorted({each for each in (*spans.values(), usual) if each is not None}):
        before = now - span
        if held:
            yield Due(kind=Kind.VISITS, before=before, held=held)
            continue
        kinds = tuple(sorted(name for name, each in spans.items() if each == span))
        windows = rows.windows(connection, types_of(Kind.VISITS), before) if span == usual else ()
        yield Due(
            kind=Kind.VISITS,
            before=before,
            windows=tuple(windows),
            people=_free(rows.visitors_over(connection, before, kinds), holds),
            records=rows.visits_over(connection, before, kinds),
        )


def _free(people: tuple[str, ...], holds: tuple[Hold, ...]) -> tuple[str, ...]:
    return tuple(person for person in people if holding(holds, person) is None)


def images_of(connection: Connection, evidence: Path, person: str) -> tuple[Path, ...]:
    """Pictures that were kept at decisions about the person, and show nothing that anything else names."""
    files = _files(evidence)
    if not files:
        return ()
    kept = _ages(files)
    oldest = min(kept.values()) - CLOCKS
    mine = rows.stills_about(connection, person, oldest)
    going = alone(kept, rows.clips_kept(connection, oldest), mine, rows.stills_in_use(connection))
    return tuple(path for path in files if path.stem in going)


def _files(evidence: Path) -> list[Path]:
    return [path for path in sorted(evidence.rglob("*")) if path.is_file()] if evidence.exists() else []


def _ages(files: list[Path]) -> dict[str, datetime]:
    return {path.stem: datetime.fromtimestamp(path.stat().st_mtime, UTC) for path in files}


def _images(connection: Connection, evidence: Path, before: datetime) -> Iterator[Path]:
    """Pictures and clips that were kept before, and of which no open alarm shows any part."""
    files = _files(evidence)
    if not files:
        return
    kept = _ages(files)
    pairs = rows.clips_kept(connection, min(kept.values()) - CLOCKS)
    going = due(kept, pairs, rows.stills_in_use(connection), before)
    yield from (path for path in files if path.stem in going)
