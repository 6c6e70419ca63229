"""A conversation with a reader that answers only. Sans-IO: times are seconds of a clock that never falls.

One question at a time. The reader is online once it is set up and has answered a poll; after ``misses`` questions
without any sign of life it is offline, and set up anew: it may have been without power.
"""

from __future__ import annotations

from drivers.serial_reader.dialogue import Ask, Dialogue
from drivers.serial_reader.frames import BadFrame, Frame

LONGEST_REST_S = 0.5
"""A reader that is silent is asked this often at most, so that one that comes back works within a second."""


class Session:
    """``tick`` when ``due``, ``heard`` for each frame; ``online`` and ``why`` say how things stand."""

    def __init__(self, dialogue: Dialogue, *, poll: float, reply: float, misses: int) -> None:
        """``poll``: seconds from question to question; ``reply``: seconds until an answer is given up."""
        self._dialogue = dialogue
        self._poll, self._reply, self._most_misses = poll, reply, misses
        self.online: bool | None = None
        self.why = ""
        self._setup_done = self._misses = 0
        self._asked: Ask | None = None
        self._alive = False
        self._next_at = float("-inf")
        self._until = 0.0

    @property
    def due(self) -> float:
        """When ``tick`` has something to do."""
        return self._next_at if self._asked is None else self._until

    def tick(self, now: float) -> bytes:
        """What must be sent now; often nothing."""
        if self._asked is not None and now >= self._until:
            return self._unanswered(self._asked, now)
        if self._asked is None and now >= self._next_at:
            return self._ask(now)
        return b""

    def heard(self, frame: Frame, now: float) -> None:
        """A frame came. Bad ones are no sign of life: noise must not keep a dead reader online."""
        if isinstance(frame, BadFrame) or self._asked is None:
            return
        self._alive = True
        if self._asked.answered(frame):
            self._answered(self._asked, now)

    def _ask(self, now: float) -> bytes:
        setup = self._dialogue.setup
        self._asked = setup[self._setup_done] if self._setup_done < len(setup) else self._dialogue.poll
        self._alive = False
        self._until, self._next_at = now + self._reply, now + self._poll
        return self._asked.send

    def _answered(self, asked: Ask, now: float) -> None:
        self._asked, self._misses = None, 0
        if asked is self._dialogue.poll:
            self.online, self.why = True, ""
        else:
            self._setup_done += 1
            self._next_at = now

    def _unanswered(self, asked: Ask, now: float) -> bytes:
        if self._alive and asked is self._dialogue.poll:
            self._answered(asked, now)
            return self._dialogue.give_up
        self._asked = None
        self._misses += 1
        if self.online is None or self._misses >= self._most_misses:
            self.online, self.why = False, f"no answer within {self._reply:g} s"
            self._setup_done = 0
            self._next_at = max(self._next_at, min(now + self._poll, now + LONGEST_REST_S))
        return b""
