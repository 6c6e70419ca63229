"""Heads in files beside the store: who changes the store must change these, too, and those that agents keep."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from pathlib import Path

from gate.seal.note import Note

log = logging.getLogger(__name__)

MODE = 0o644  # nothing in it is secret: copies of it are what it is for


class HeadFile:
    """One file a month in a folder, heads one after the other with an empty line between; only ever appended to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, note: Note, at: datetime) -> None:
        """Append a head, durably. A folder that cannot be written is said in the log: the store has the head."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / f"{at.astimezone(UTC):%Y-%m}.heads"
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, MODE)
            with os.fdopen(descriptor, "ab") as file:
                file.write(f"{note}\n".encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as fault:
            log.warning("a head of the record is in the store but not in %s: %s", self._folder, fault)
