"""Whose answers count: the engine's (``host``) or the agent's own (``alone``).

Silence of the engine, or of the broker, makes alone. Back to host leads one way only: the engine has been heard, by a
message that proves itself, and the row of events that was sent again then is acknowledged to its end.
"""

from __future__ import annotations

from collections.abc import Callable

from gate.domain.events import ModeChanged

HOST = "host"
ALONE = "alone"
STARTING = "starting"  # not told to anybody: the engine is given its chance


class Mode:
    """The mode and its changes; ``tell`` gets an event for each."""

    def __init__(self, tell: Callable[[ModeChanged], object]) -> None:
        self._tell = tell
        self._heard = False
        self.word = STARTING

    @property
    def alone(self) -> bool:
        """True if every read is decided at once."""
        return self.word == ALONE

    def silent(self, why: str) -> None:
        """The engine did not answer, or cannot be reached."""
        self._heard = False
        self._change(ALONE, why)

    def heard(self) -> bool:
        """A message that proves itself came from the engine. True if it is the first since the silence."""
        first, self._heard = not self._heard, True
        return first

    def settle(self, drained: bool) -> None:
        """Back to host if the engine was heard and all that was sent again is acknowledged (``drained``)."""
        if self._heard and drained:
            self._change(HOST, "the engine answers and has recorded all events")

    def _change(self, word: str, why: str) -> None:
        if self.word != word:
            self.word = word
            self._tell(ModeChanged(mode=word, why=why))
