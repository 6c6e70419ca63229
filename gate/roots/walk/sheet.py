"""A walk-test on its way: kept in a file after each point, so that it can be gone on with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from gate.bus.errors import CodecError
from gate.bus.plain import from_json, to_json
from gate.domain.walk import WalkItem, WalkPoint, WalkResult
from gate.edge.memory import write_durably
from gate.roots.shape import UserError, unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What was tried so far. ``configuration``: the site's version that the points were read off."""

    site: str
    configuration: str
    agent: str
    tester: str
    at_door: str
    started_at: datetime
    items: tuple[WalkItem, ...] = ()

    def with_item(self, item: WalkItem) -> Sheet:
        """One point more, or tried again: then the newer result stands in the older one's place."""
        others = tuple(each for each in self.items if each.point != item.point)
        return replace(self, items=(*others, item))

    def left(self, points: tuple[WalkPoint, ...], *, again: bool) -> tuple[WalkPoint, ...]:
        """What is still to be tried; ``again``: with what failed or was skipped."""
        done = {item.point for item in self.items if not again or item.result is WalkResult.PASSED}
        return tuple(point for point in points if point.id not in done)


def keep(path: Path, sheet: Sheet) -> None:
    """Save it durably."""
    try:
        write_durably(path, to_json(sheet))
    except OSError as error:
        raise unreadable(path, error) from error


def kept(path: Path) -> Sheet | None:
    """The one that was begun; None for none. UserError for a file that is none."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unreadable(path, error) from error
    try:
        return from_json(Sheet, content)
    except CodecError as error:
        raise UserError(
            f"{path}: expected a walk-test that was begun: {error}; --afresh begins a new one"
        ) from error
