"""What the recorder is given, and what it needs of a store and of whoever owns it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from gate.store.batch import Batch


@dataclass(slots=True, eq=False)
class Entry:
    """A batch on its way.

    ``release`` is called once it survives whatever dies, before ``recorded`` of all others in the same write: for what
    somebody at a door waits for. ``recorded`` is called once the tables have it, for what makes people look there. Each
    on the thread that wrote. ``awaited``: somebody waits for it; others may lie for a moment.
    """

    batch: Batch
    recorded: Callable[[], None]
    awaited: bool = True
    release: Callable[[], None] | None = None


class Watch(Protocol):
    """Told when the store goes and comes back, and when the recorder cannot go on; on the recorder's threads."""

    def store_away(self, why: str) -> None: ...
    def store_back(self) -> None: ...
    def recorder_failed(self, error: Exception) -> None: ...


class Line(Protocol):
    """Commits one batch at a time, on whichever thread: :class:`gate.store.line.WritingLine`."""

    @property
    def near(self) -> bool:
        """True for a database that this process writes itself: a commit waits for the disk alone."""

    def write(self, batch: Batch, *, wait: bool = True, lazy: bool = False) -> None:
        """``wait``: for another process that writes, too; else StoreAway at once. ``lazy``: a kill does not undo it,
        a power cut may, with all that was written lazily behind it."""

    def close(self) -> None: ...


class Redo(Protocol):
    """A redo file: :class:`gate.store.redo.keeper.Keeper`."""

    @property
    def upto(self) -> int:
        """The last number used."""

    @property
    def crowded(self) -> bool:
        """True if there will be no room unless the tables are soon written durably."""

    def keep(self, batch: Batch) -> int | None:
        """The number of its record, once that survives everything; None: this batch is for the tables."""

    def safe(self, upto: int) -> None:
        """The tables have all records up to this one durably."""

    def wipe(self) -> None:
        """Overwrite it all; the tables have everything durably."""

    def close(self) -> None: ...


class LineMaker(Protocol):
    """What a recorder needs of a store."""

    def line(self) -> Line: ...
    def redo(self) -> Redo | None: ...


def release_all(entries: Sequence[Entry]) -> None:
    """Let go of what somebody waits for at doors."""
    for entry in entries:
        if entry.release is not None:
            entry.release()
