"""Serial lines without hardware: a pty pair whose path stays the same over restarts, paced like a real wire.

The pair is held by whoever makes it, both ends, so that neither the device nor the agent sees a hang-up when
the other restarts. A pty has no baud rate of its own: :class:`PacedStream` gives it one.
"""

from __future__ import annotations

import os
import pty
import tty
from pathlib import Path

from drivers.transport.fd_stream import FdStream


class PtyPair:
    """A raw pty. ``path`` is what the agent opens: ``link`` (swapped in atomically) or the pty's own name."""

    def __init__(self, link: Path | None = None) -> None:
        self.master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self.master, False)
        self._link = link
        name = os.ttyname(self._slave)
        if link is not None:
            _point(link, name)
        self.path = str(link) if link is not None else name

    def stream(self) -> FdStream:
        """The device's end as a byte stream; closing it leaves the pair up."""
        return stream_of(self.master, f"device at {self.path}")

    def close(self) -> None:
        """Take the line away; once the device's streams are closed too, the agent loses it. Safe twice."""
        if self.master < 0:
            return
        os.close(self.master)
        os.close(self._slave)
        self.master = self._slave = -1
        if self._link is not None:
            self._link.unlink(missing_ok=True)


def stream_of(master: int, name: str) -> FdStream:
    """A byte stream over a copy of a pty's master descriptor, such as one handed down by a parent process."""
    copy = os.dup(master)
    os.set_blocking(copy, False)
    return FdStream(copy, name)


def _point(link: Path, target: str) -> None:
    link.parent.mkdir(parents=True, exist_ok=True)
    fresh = link.with_name(f".{link.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(link)
