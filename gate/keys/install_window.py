"""The install window: for some minutes, and by the word of two people, a reader's default key may be used.

Whoever holds a line while the default key works can take a reader over. So one person asks with a reason, another
confirms, it ends by itself, and each step stays in an append-only file beside the keys.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from gate.keys.errors import KeysError
from gate.keys.secret_file import PRIVATE, make_folder

FILE = "install-windows.jsonl"
LONGEST = timedelta(minutes=60)
CONFIRM_WITHIN = timedelta(minutes=15)


class WindowError(KeysError):
    """The step is not possible: what was expected, what is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the file. ``what``: asked, confirmed, used, closed. ``account``: of the operating system."""

    what: str
    who: str
    account: str
    at: str  # ISO 8601, UTC
    note: str = ""  # the reason, or the reader
    minutes: int = 0

    @property
    def when(self) -> datetime:
        """The instant."""
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """An open window: who, why, until when."""

    asked_by: str
    confirmed_by: str
    reason: str
    ends_at: datetime
    same_account: bool


class InstallWindows:
    """The steps in ``folder`` (the key ring's)."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def ask(self, who: str, account: str, reason: str, minutes: int, now: datetime) -> None:
        """The first person's step. Raises :class:`WindowError`."""
        if not who.strip() or not reason.strip():
            raise WindowError("expected a name and a reason")
        if not timedelta(0) < timedelta(minutes=minutes) <= LONGEST:
            raise WindowError(f"expected 1 to {LONGEST.seconds // 60} minutes; got {minutes}")
        self._add(
            Step(what="asked", who=who, account=account, at=now.isoformat(), note=reason, minutes=minutes)
        )

    def confirm(self, who: str, account: str, now: datetime) -> Window:
        """The second person's step, soon after the first: the window is open. Raises :class:`WindowError`."""
        asked = self._last()
        if asked is None or asked.what != "asked" or not _within(asked.when, now, CONFIRM_WITHIN):
            raise WindowError(
                f"expected somebody to have asked for a window within {CONFIRM_WITHIN.seconds // 60} minutes"
            )
        if _same(who, asked.who):
            raise WindowError(f"expected another person than {asked.who}, who asked")
        if not who.strip():
            raise WindowError("expected a name")
        step = Step(what="confirmed", who=who, account=account, at=now.isoformat(), minutes=asked.minutes)
        self._add(step)
        return _window(asked, step)

    def close(self, who: str, account: str, now: datetime) -> None:
        """Before its end; also takes back what was only asked for."""
        self._add(Step(what="closed", who=who, account=account, at=now.isoformat()))

    def used(self, who: str, account: str, device: str, now: datetime) -> None:
        """The default key was used for this reader."""
        self._add(Step(what="used", who=who, account=account, at=now.isoformat(), note=device))

    def open_at(self, now: datetime) -> Window | None:
        """The window that is open, if one is. A clock that went back closes it."""
        asked: Step | None = None
        window: Window | None = None
        for step in self.steps():
            match step.what:
                case "asked":
                    asked, window = step, None
                case "confirmed" if asked is not None:
                    inside = _within(step.when, now, timedelta(minutes=step.minutes))
                    window = _window(asked, step) if inside else None
                case "closed":
                    asked = window = None
        return window

    def steps(self) -> Iterator[Step]:
        """All of them, the oldest first. Raises :class:`WindowError` for a file that was tampered with."""
        if not self._path.exists():
            return
        for number, line in enumerate(self._path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                yield Step(**json.loads(line))
            except (ValueError, TypeError) as error:
                raise WindowError(f"{self._path}:{number}: expected a step of a window ({error})") from error

    def _last(self) -> Step | None:
        return next(reversed(list(self.steps())), None)

    def _add(self, step: Step) -> None:
        make_folder(self._path.parent)
        file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE)
        try:
            os.write(file, json.dumps(asdict(step), ensure_ascii=False).encode() + b"\n")
            os.fsync(file)
        finally:
            os.close(file)


def _window(asked: Step, confirmed: Step) -> Window:
    return Window(
        asked_by=asked.who,
        confirmed_by=confirmed.who,
        reason=asked.note,
        ends_at=confirmed.when + timedelta(minutes=confirmed.minutes),
        same_account=asked.account == confirmed.account,
    )


def _within(since: datetime, now: datetime, length: timedelta) -> bool:
    return since <= now < since + length


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
