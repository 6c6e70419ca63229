"""Envelopes of one source in order, and the counter of its starts."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from gate.domain.envelope import Envelope

Body = TypeVar("Body")


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


def next_boot(path: Path) -> int:
    """Count one more start of a source in its file, durably, and return it: from 1 on, never the same twice.

    ValueError for a file that holds no number: to guess could give two events one identity.
    """
    text = path.read_text().strip() if path.exists() else "0"
    if not text.isdecimal():
        raise ValueError(f"{path}: expected the number of starts so far; got {text[:40]!r}")
    boot = int(text) + 1
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    with new.open("w") as file:
        file.write(f"{boot}\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    return boot


class Sender:
    """Wraps bodies of one source; numbers go up from 1. May be used by several threads."""

    __slots__ = ("_clock", "_numbers", "boot", "site", "src")

    def __init__(self, site: str, src: str, boot: int, clock: Callable[[], datetime] = utc_now) -> None:
        self.site = site
        self.src = src
        self.boot = boot
        self._clock = clock
        self._numbers = itertools.count(1)

    def wrap(self, body: Body) -> Envelope[Body]:
        """The next envelope, at the clock's now."""
        seq, at = next(self._numbers), self._clock()
        return Envelope(site=self.site, src=self.src, boot=self.boot, seq=seq, at=at, body=body)
