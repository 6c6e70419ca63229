"""The record is verified each day, at the time that the site file says, and what came of any verification is recorded.

Both are the console's part: it has store and data folder, and decides nothing.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from gate.client import EngineSilent, new_id
from gate.domain.commands import Actor, Command, Outcome, Receipt
from gate.domain.rights import Role
from gate.domain.verification import RecordVerification
from web.record.checking import Check

log = logging.getLogger(__name__)

BY = Actor(user="console", role=Role.SYSTEM, origin="schedule")
LOOK_S = 30.0
"""So often the clock is looked at: it may be set, and a test's runs faster."""
AGAIN_S = 10.0
"""So long after an engine that did not answer it is told once more."""


class Sends(Protocol):
    """What carries a command to the engine (gate.client.Client)."""

    def send(self, command: Command, actor: Actor, id: str | None = None) -> Receipt:
        """The receipt; EngineSilent where none came."""


def next_due(after: datetime, minute: int, timezone: str) -> datetime:
    """The first instant behind ``after`` at which the site's clock shows that minute of the day.

    Where clocks are set forward over it, as much later as they are set; where it comes twice, the first.
    """
    zone = ZoneInfo(timezone)
    day = after.astimezone(zone).date()
    while True:
        local = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone)
        if local.astimezone(UTC) > after:
            return local.astimezone(UTC)
        day += timedelta(days=1)


class Teller:
    """Tells the engine, again and again until it answers or :meth:`stop`; it records each once. Any thread."""

    def __init__(self, sender: Sends, again_s: float = AGAIN_S) -> None:
        self._sender, self._again_s = sender, again_s
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Give up what the engine has not answered."""
        self._stopping.set()

    def __call__(self, check: Check, by: Actor) -> None:
        """Returns once it is recorded, refused, or given up; each but the first is said in the log."""
        if check.found is None:
            raise ValueError("expected a check that has ended")
        command, once = RecordVerification(begun_at=check.begun, found=check.found), new_id()
        while not self._stopping.is_set():
            try:
                receipt = self._sender.send(command, by, once)
            except EngineSilent:
                self._stopping.wait(self._again_s)
                continue
            if receipt.outcome is not Outcome.DONE:
                log.error("the engine does not record that the record was verified: %s", receipt.why)
            return
        log.error("nobody was told that the record was verified: %s", check.found.verdict)


class Daily:
    """Begins a check whenever one is due."""

    def __init__(
        self, begin: Callable[[Actor], bool], now: Callable[[], datetime], minute: int, timezone: str
    ) -> None:
        """``begin``: False while another check runs, which is as good."""
        self._begin, self._now, self._minute, self._timezone = begin, now, minute, timezone
        self._due = next_due(now(), minute, timezone)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="verify-daily", daemon=True)

    def start(self) -> None:
        """Look at the clock from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Begin none any more."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def look(self) -> bool:
        """Begin a check if one is due; whether one was."""
        now = self._now()
        if now < self._due:
            return False
        self._due = next_due(now, self._minute, self._timezone)
        self._begin(BY)
        return True

    def _run(self) -> None:
        while not self._stopping.wait(LOOK_S):
            self.look()
