"""Whether a reader counts as online: up when it works, down 8 s after its last good reply or when refused."""

from __future__ import annotations

from enum import Enum

from drivers.osdp.events import PanelEvent, ReaderDown, ReaderRestarted, ReaderUp
from drivers.osdp.replies import PdId
from drivers.osdp.setup import Timing


class _State(Enum):
    UNKNOWN = "unknown"
    UP = "up"
    DOWN = "down"


class Standing:
    """Says each change once, and within ``settle_s`` of the start whether a reader is there at all."""

    def __init__(self, address: int, timing: Timing, now: float) -> None:
        self._address = address
        self._timing = timing
        self._state = _State.UNKNOWN
        self._since = now  # the start, then the last good reply

    @property
    def is_down(self) -> bool:
        """Known not to work."""
        return self._state is _State.DOWN

    @property
    def due(self) -> float:
        """When :meth:`check` will change the state if nothing is heard."""
        match self._state:
            case _State.UNKNOWN:
                return self._since + self._timing.settle_s
            case _State.UP:
                return self._since + self._timing.offline_after_s
            case _State.DOWN:
                return float("inf")

    def heard(self, now: float) -> None:
        """A good reply: for a reader with a key, one that its channel opened."""
        if self._state is _State.UP:
            self._since = now

    def lapsed(self, now: float) -> bool:
        """Whether the reader was not heard for so long, or never, that what it kept is old."""
        return self._state is not _State.UP or now - self._since >= self._timing.offline_after_s

    def up(self, now: float, secure: bool, identity: PdId | None) -> list[PanelEvent]:
        """It works."""
        again = self._state is _State.UP
        self._state, self._since = _State.UP, now
        if again:
            return [ReaderRestarted(address=self._address)]
        return [ReaderUp(address=self._address, secure=secure, identity=identity)]

    def down(self, why: str) -> list[PanelEvent]:
        """It does not, as of now."""
        if self._state is _State.DOWN:
            return []
        self._state = _State.DOWN
        return [ReaderDown(address=self._address, why=why)]

    def check(self, now: float) -> list[PanelEvent]:
        """The rule of 8 s, and the end of the first second."""
        if now < self.due:
            return []
        if self._state is _State.UNKNOWN:
            return self.down("has not answered since the line was opened")
        return self.down(f"no good reply for {self._timing.offline_after_s:g} s")
