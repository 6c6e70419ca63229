"""The guide: takes a person through the steps of each point, listens to the wires, and writes down what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from gate.domain.events import LockSensed
from gate.domain.text import Text
from gate.domain.walk import WalkItem, WalkPoint, WalkResult
from gate.roots.walk.inbox import Happened, HungUp, Inbox, Item, Typed
from gate.roots.walk.steps import Await, Confirm, Release, Step
from gate.roots.walk.telling import Teller

Unlock = Callable[[str], str]
"""Has the engine release a portal once; why it does not, "" where it does."""

LEFT_ALONE = Text("nothing was seen in time", "规定时间内未收到")
STILL_RELEASED = Text("The lock is released: wait until it has locked again.", "锁处于释放状态：请等待上锁。")


class Left(Exception):
    """The person leaves; what was tried is kept."""


@dataclass(slots=True)
class _Ended(Exception):
    """The point has ended by the person's word or by time, before its last step."""

    result: WalkResult
    note: str


class _Again(Exception):
    """The person wants the point from its beginning."""


@dataclass(slots=True, kw_only=True)
class Guide:
    """``patience``: seconds after which a step that shows nothing has failed; None waits for as long as it takes."""

    inbox: Inbox
    tell: Teller
    unlock: Unlock
    patience: float | None = None
    _released: dict[str, bool] = field(default_factory=dict)

    def walk(self, point: WalkPoint, steps: tuple[Step, ...]) -> WalkItem:
        """Try one point. Left where the person leaves meanwhile."""
        began, seen = self.inbox.monotonic(), list[str]()
        result, note = WalkResult.PASSED, ""
        while True:
            seen.clear()
            try:
                for step in steps:
                    self._take(step, seen)
            except _Again:
                continue
            except _Ended as ended:
                result, note = ended.result, ended.note
            break
        seconds = self.inbox.monotonic() - began
        item = WalkItem(point=point.id, result=result, seconds=seconds, note=note, seen=tuple(seen))
        self.tell.result(item)
        return item

    def _take(self, step: Step, seen: list[str]) -> None:
        match step:
            case Await():
                self._await(step, seen)
            case Release():
                self._release(step.portal)
            case Confirm():
                self._confirm(step)

    def _await(self, step: Await, seen: list[str]) -> None:
        self.tell.do(step.say)
        began = self.inbox.monotonic()
        while True:
            match self._next(began):
                case Happened() as happened if step.shows(happened.envelope.body):
                    seen.append(happened.identity)
                    self.tell.seen(self.inbox.monotonic() - began, happened.identity)
                    return
                case Happened() as happened:
                    near = step.near(happened.envelope.body)
                    if near is not None:
                        self.tell.hint(near)
                case Typed(line):
                    self._obey(line)

    def _confirm(self, step: Confirm) -> None:
        self.tell.ask(step.ask)
        began = self.inbox.monotonic()
        while True:
            match self._next(began):
                case Typed(line) if line.strip().lower() in ("y", "yes", "是"):
                    return
                case Typed(line) if line.strip().lower() in ("n", "no", "否"):
                    raise _Ended(WalkResult.FAILED, self.tell.word(step.no))
                case Typed(line):
                    self._obey(line)

    def _release(self, portal: str) -> None:
        """Only from locked: a release that runs already would show nothing."""
        if self._released.get(portal):
            self.tell.do(STILL_RELEASED)
            began = self.inbox.monotonic()
            while self._released.get(portal):
                item = self._next(began)
                if isinstance(item, Typed):
                    self._obey(item.line)
        refused = self.unlock(portal)
        if refused:
            raise _Ended(WalkResult.FAILED, refused)

    def _next(self, began: float) -> Item:
        item = self.inbox.next(None if self.patience is None else began + self.patience)
        if item is None:
            raise _Ended(WalkResult.FAILED, self.tell.word(LEFT_ALONE))
        if isinstance(item, HungUp):
            raise Left
        if isinstance(item, Happened) and isinstance(item.envelope.body, LockSensed):
            self._released[item.envelope.body.portal] = item.envelope.body.released is True
        return item

    def _obey(self, line: str) -> None:
        """A word of the person's that any step takes; what is none is answered with what there is."""
        word, _, reason = line.strip().partition(" ")
        match word.lower(), reason.strip():
            case ("s", why) if why:
                raise _Ended(WalkResult.SKIPPED, why)
            case (("f" | "n"), why) if why:
                raise _Ended(WalkResult.FAILED, why)
            case ("r", _):
                raise _Again
            case ("q", _):
                raise Left
            case _:
                self.tell.help()
