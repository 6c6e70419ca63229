"""The verifier beside the console: a process of its own at low priority, since a large record takes it minutes.

What it is to read comes to it on its standard input, for a store's URL may hold a password; it answers in one line.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from gate.domain.commands import Actor
from gate.domain.rights import Role
from gate.domain.verification import Found, Verdict
from gate.roots.audit_sources import heads_beside, verify_store
from gate.roots.folders import DataFolder
from gate.roots.record_found import found_broken, found_of
from gate.seal.errors import SealedError
from gate.seal.report import SealBroken
from gate.store.errors import StoreError
from web.record.checking import Check

log = logging.getLogger(__name__)

COURTESY = 10
"""How much the doors' processes come first (nice(2))."""

Verifier = subprocess.Popen[bytes]
Tell = Callable[[Check, Actor], None]


class RecordChecks:
    """One check at a time; remembers the last. Any thread. :meth:`stop` ends one that runs."""

    def __init__(
        self, url: str, data: Path, now: Callable[[], datetime], tell: Tell = lambda _check, _by: None
    ) -> None:
        """``tell`` is told what came of each, and who asked, on a thread of its own."""
        self._url, self._data = url, str(data)
        self._now, self._tell = now, tell
        self._lock = threading.Lock()
        self._newest: Check | None = None
        self._process: Verifier | None = None
        self._waiting: threading.Thread | None = None
        self._stopped = False

    def begin(self, by: Actor) -> bool:
        """See :class:`web.record.checking.ChecksRecord`."""
        with self._lock:
            if self._process is not None:
                return False
            self._newest = begun = Check(by="" if by.role is Role.SYSTEM else by.user, begun=self._now())
            try:
                self._process = _started()
            except OSError as fault:  # no memory, no more processes: said like any other end
                ends = partial(self._end, _unread(f"the verifier could not be started: {fault}"), begun, by)
            else:
                question = {"url": self._url, "data": self._data, "by_tree": _by_tree(begun)}
                ends = partial(self._wait, self._process, json.dumps(question).encode(), begun, by)
            self._waiting = threading.Thread(target=ends, name="verifier", daemon=True)
            self._waiting.start()
            return True

    def newest(self) -> Check | None:
        """See :class:`web.record.checking.ChecksRecord`."""
        with self._lock:
            return self._newest

    def settled(self, seconds: float) -> bool:
        """Wait for the check that runs; False if it still does after so long."""
        waiting = self._waiting
        if waiting is not None:
            waiting.join(seconds)
        return waiting is None or not waiting.is_alive()

    def stop(self) -> None:
        """End the check that runs, if one does: of that nobody is told."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._process.terminate()

    def _wait(self, process: Verifier, question: bytes, begun: Check, by: Actor) -> None:
        answer, _ = process.communicate(question)
        self._end(_read(answer, process.returncode), begun, by)

    def _end(self, found: Found, begun: Check, by: Actor) -> None:
        with self._lock:
            self._process = None
            self._newest = ended = replace(begun, ended=self._now(), found=found)
            stopped = self._stopped
        if found.verdict is not Verdict.HOLDS:
            log.warning("the record was verified: %s (%s)", found.verdict, found.why)
        if not stopped:
            self._tell(ended, by)


def _by_tree(check: Check) -> bool:
    """Once a week the daily check makes the whole tree anew: it takes far longer."""
    return not check.by and check.begun.toordinal() % 7 == 0


def verified(url: str, data: Path, *, by_tree: bool = False) -> Found:
    """As ``gate audit verify --data`` says: every event, receipt and head, and the heads that are kept beside."""
    try:
        report = verify_store(url, heads_beside(DataFolder(data)), by_tree=by_tree)
    except SealBroken as broken:
        return found_broken(broken)
    except (SealedError, StoreError, OSError) as fault:
        return _unread(str(fault))
    return found_of(report)


def _read(answer: bytes, code: int) -> Found:
    """The verifier's answer; one that was ended, or failed, has said nothing of the record."""
    if code != 0:
        return _unread(f"the verifier ended early (exit status {code})")
    try:
        said = json.loads(answer)
        return Found(**{**said, "verdict": Verdict(said["verdict"])})
    except (ValueError, TypeError, LookupError) as fault:
        return _unread(f"the verifier's answer is none ({fault})")


def _unread(why: str) -> Found:
    return Found(verdict=Verdict.UNREADABLE, why=why)


def _started() -> Verifier:
    return subprocess.Popen([sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def main() -> None:
    """Verify what standard input names."""
    os.nice(COURTESY)
    asked = json.load(sys.stdin)
    found = verified(asked["url"], Path(asked["data"]), by_tree=asked["by_tree"])
    json.dump(asdict(found), sys.stdout)


if __name__ == "__main__":
    main()
