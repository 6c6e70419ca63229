"""Whose turn it is on a line. Sans-IO; times are seconds of one clock that never falls.

A device that answers is polled every ``period``; one that does not rests longer and longer, up to
:data:`LONGEST_REST_S`, so that a dead one costs the living little and is found again soon.
"""

from __future__ import annotations

from collections.abc import Mapping

from drivers.transport.backoff import Backoff

FIRST_REST_S, LONGEST_REST_S = 0.25, 2.0


class PollSchedule:
    """``periods``: seconds between polls by device; all are due at once in the beginning.

    ``phase`` (0 to 1): how much of a period the second poll comes later, so that many lines that were opened together
    do not go on together.
    """

    def __init__(self, periods: Mapping[str, float], phase: float = 0.0) -> None:
        self._phase = phase
        self._periods = dict(periods)
        self._due = dict.fromkeys(periods, float("-inf"))
        self._only = next(iter(self._due))
        self._rest = {device: Backoff(first=FIRST_REST_S, most=LONGEST_REST_S) for device in periods}

    def next(self) -> tuple[str, float]:
        """The device that is due first, and when."""
        due = self._due
        device = min(due, key=due.__getitem__) if len(due) > 1 else self._only
        return device, due[device]

    def answered(self, device: str, now: float) -> None:
        """The device was polled and is fine. Late polls are not made up for."""
        self._rest[device].reset()
        if self._due[device] == float("-inf"):
            self._due[device] = now + self._phase * self._periods[device]
        due = self._due[device] + self._periods[device]
        self._due[device] = due if due > now else now + self._periods[device]

    def failed(self, device: str, now: float, known: bool) -> None:
        """It did not answer as it must; ``known``: it still counts as online and is asked again soon."""
        self._due[device] = now + (self._periods[device] if known else self._rest[device].next())

    def hurry(self, device: str, now: float) -> None:
        """Something was written: read back as soon as the line is free."""
        self._due[device] = min(self._due[device], now)

    def restart(self) -> None:
        """The line was opened anew: everyone is due at once."""
        self._due = dict.fromkeys(self._due, float("-inf"))
