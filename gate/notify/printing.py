"""Printing at work: takes due labels to the printer, in a thread of its own, so that neither desk nor mail waits."""

from __future__ import annotations

import logging
import os
import subprocess
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from gate.notify import prints
from gate.notify.book import NotifyBook

log = logging.getLogger(__name__)
LP_TIMEOUT_S = 20.0


class NotPrinted(Exception):
    """The printer did not take it; says why."""


class Prints(Protocol):
    """A printer."""

    def take(self, paper: bytes, name: str) -> None:
        """Print a PDF; NotPrinted where it was not taken."""


class Keeps(Protocol):
    """``gate.vault.vault.Vault``, as far as it is needed."""

    def get(self, name: str) -> bytes | None: ...
    def forget(self, name: str) -> bool: ...


class Folder:
    """A folder that something else prints from: each label is a file there, whole or not there at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take(self, paper: bytes, name: str) -> None:
        new = self._folder / f".{name}.part"
        try:
            descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(paper)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._folder / f"{name}.pdf")
        except OSError as error:
            raise NotPrinted(f"{self._folder}: {error.strerror}") from error


class Lp:
    """A queue of CUPS, by its program ``lp``: taken means that CUPS has it, which retries by itself."""

    def __init__(self, queue: str, program: str = "lp") -> None:
        self._queue, self._program = queue, program

    def take(self, paper: bytes, name: str) -> None:
        command = [self._program, "-d", self._queue, "-t", name, "-"]
        try:
            done = subprocess.run(
                command, input=paper, capture_output=True, timeout=LP_TIMEOUT_S, check=False
            )
        except FileNotFoundError as error:
            raise NotPrinted(f"there is no program {self._program}") from error
        except subprocess.TimeoutExpired as error:
            raise NotPrinted(f"{self._program} did not answer within {LP_TIMEOUT_S:g} s") from error
        if done.returncode != 0:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise NotPrinted(said[-1][:200] if said else f"{self._program} ended with {done.returncode}")


def printer_of(setting: str) -> Prints | None:
    """The printer of ``folder:PATH`` or ``lp:QUEUE``; None for "". ValueError for anything else."""
    kind, _, where = setting.partition(":")
    if not setting:
        return None
    if kind == "folder" and Path(where).is_absolute():
        return Folder(Path(where))
    if kind == "lp" and where and not where.startswith("-"):
        return Lp(where)
    raise ValueError("expected folder:/absolute/path or lp:QUEUE")


class Printing:
    """One a site. :meth:`step` prints what is due; :meth:`run` does it until stopped."""

    def __init__(self, book: NotifyBook, files: Keeps, printer: Prints, now: Callable[[], datetime]) -> None:
        self._book, self._files, self._printer, self._now = book, files, printer, now
        self._stopping = threading.Event()

    def run(self, every_s: float = 1.0) -> None:
        """Work until :meth:`stop`."""
        while not self._stopping.wait(every_s):
            self.step()

    def stop(self) -> None:
        """End soon. Any thread."""
        self._stopping.set()

    def step(self) -> None:
        """Take each due label to the printer; one that it does not take does not stop the others."""
        for row in prints.due(self._book, self._now()):
            paper = self._files.get(row.paper)
            if paper is None:
                prints.failed(self._book, row, self._now(), "its paper is gone: make a new label")
                continue
            try:
                self._printer.take(paper, f"label-{row.id}")
            except NotPrinted as error:
                state = prints.failed(self._book, row, self._now(), str(error))
                log.warning("label %d of visit %s %s: %s", row.id, row.visit, state, error)
                continue
            prints.printed(self._book, row, self._now())
            self._files.forget(row.paper)
