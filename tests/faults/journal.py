"""What an agent saw, written down beside its spool as it sees it: the truth that the store is compared with."""

from __future__ import annotations

import fcntl
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gate.edge.spool import Spool
from gate.edge.spool_rows import Entry

ROOM = 1024 * 1024
_TYPE = re.compile(rb'"type":"(\w+)"')
_REQUEST = re.compile(rb'"request":"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Noted:
    """One event that was in the spool: the process could die from then on."""

    src: str
    boot: int
    seq: int
    type: str
    request: str


class JournallingSpool(Spool):
    """The agent's spool; what it has taken is noted in the pipe named by the environment."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self._journal = os.open(os.environ["FAULTS_JOURNAL"], os.O_WRONLY)
        super().__init__(*arguments, **named)

    def append(self, entry: Entry) -> bool:
        durable = super().append(entry)
        self._note(
            entry
        )  # also what a full disk leaves in memory: the process goes on until it has room again
        return durable

    def _note(self, entry: Entry) -> None:
        kind, request = _TYPE.search(entry.message), _REQUEST.search(entry.message)
        words = (kind.group(1) if kind else b"?", request.group(1) if request else b"")
        os.write(self._journal, b"%d %d %s %s\n" % (entry.boot, entry.seq, *words))


class Journal:
    """The reading end: everything that an agent's processes have noted, in order."""

    def __init__(self, path: Path, src: str) -> None:
        """Makes the named pipe at ``path``: a pipe outlives its writers, and no full disk stops it."""
        os.mkfifo(path, 0o600)
        self._pipe = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        fcntl.fcntl(self._pipe, fcntl.F_SETPIPE_SZ, ROOM)
        self._src = src
        self._rest = b""
        self.noted: list[Noted] = []

    def drain(self) -> None:
        """Take what came. Often: a writer waits while the pipe is full."""
        while content := self._read():
            *lines, self._rest = (self._rest + content).split(b"\n")
            self.noted += map(self._parsed, lines)

    def close(self) -> None:
        """Let go of the pipe."""
        os.close(self._pipe)

    def _read(self) -> bytes:
        try:
            return os.read(self._pipe, ROOM)
        except BlockingIOError:
            return b""

    def _parsed(self, line: bytes) -> Noted:
        boot, seq, kind, request = line.decode().split(" ")
        return Noted(self._src, int(boot), int(seq), kind, request)
