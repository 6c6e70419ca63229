"""Batches into the redo file: which of them, and what becomes of a file that cannot be written."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from gate.domain.facts import Fact
from gate.store.batch import Batch, Rows
from gate.store.redo.file import RedoFile
from gate.store.redo.spelling import fits, spelt

log = logging.getLogger(__name__)

RowsOf = Callable[[Sequence[Fact]], Sequence[Rows]]


class Keeper:
    """:class:`gate.store.entry.Redo`. A file that failed once is not used again before the next start."""

    def __init__(self, file: RedoFile, rows_of: RowsOf) -> None:
        self._file, self._rows_of = file, rows_of
        self._failed = False

    @property
    def upto(self) -> int:
        """See :class:`gate.store.entry.Redo`."""
        return self._file.upto

    @property
    def crowded(self) -> bool:
        """See :class:`gate.store.entry.Redo`."""
        return self._file.crowded

    def keep(self, batch: Batch) -> int | None:
        """See :class:`gate.store.entry.Redo`."""
        if self._failed or not fits(batch):
            return None
        payload = spelt(batch, self._rows_of(batch.facts))
        try:
            return self._file.upto if self._file.append(payload) else None
        except OSError:
            self._failed = True
            log.exception("the redo file cannot be written: doors wait for the database itself")
            return None

    def safe(self, upto: int) -> None:
        """See :class:`gate.store.entry.Redo`."""
        self._file.safe(upto)

    def wipe(self) -> None:
        """See :class:`gate.store.entry.Redo`."""
        try:
            self._file.wipe()
        except OSError:
            self._failed = True
            log.exception("the redo file cannot be wiped: what was erased may still stand in it")

    def close(self) -> None:
        """See :class:`gate.store.entry.Redo`."""
        self._file.close()
