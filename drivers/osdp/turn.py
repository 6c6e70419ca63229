"""Whose turn it is on a line, and the one command that is out."""

from __future__ import annotations

from collections.abc import Sequence

from drivers.osdp.link import ReaderLink
from drivers.osdp.probes import ProbeBudget
from drivers.osdp.setup import Timing

_NEVER = float("inf")


class Turn:
    """One command and the wait for its reply. ``probe``: to a silent reader; ``full``: with the whole timeout."""

    def __init__(self, link: ReaderLink, wait_s: float) -> None:
        self.link = link
        self.probe = self.full = False
        self.sent = b""
        self.sent_at = self.deadline = self._limit = 0.0
        self._wait_s = wait_s

    def begin(self, sent: bytes, sent_at: float) -> None:
        """The command's last byte is on the wire at ``sent_at``."""
        self.sent, self.sent_at = sent, sent_at
        self.deadline = sent_at + self._wait_s
        self._limit = sent_at + 1.0 + self._wait_s

    def extend(self, until: float) -> None:
        """A reply has begun: wait for its end, though not for ever (1 s and the timeout)."""
        self.deadline = min(max(self.deadline, until), self._limit)


class Turns:
    """Round robin with three ranks: urgent, probe, poll. Whatever is urgent, polls do not starve."""

    def __init__(
        self, links: Sequence[ReaderLink], probes: ProbeBudget, timing: Timing, gap_s: float, now: float
    ) -> None:
        self._links = list(links)  # who comes first has waited longest
        self._probes = probes
        self._timing = timing
        self._gap_s = gap_s
        self._slot_s = timing.slot_s(len(links))
        self._reply_s = timing.reply_timeout_s
        self._free_at = self._poll_at = now

    def next(self, now: float) -> Turn | None:
        """The turn to take now, if any. One pass over the readers: this runs for each poll."""
        if now < self._free_at:
            return None
        urgent = living = None
        silent = False
        for link in self._links:
            if link.silent:
                silent = True
            elif now >= link.not_before:
                living = living or link
                if link.urgent:
                    urgent = link
                    break
        starved = living is not None and now >= self._poll_at + self._timing.poll_interval_s
        if urgent is not None and not starved:
            return self._take(urgent, self._reply_s)
        return (None if starved or not silent else self._probe(now)) or self._poll(living, now)

    def next_at(self, now: float) -> float:
        """When :meth:`next` may have an answer."""
        then = _NEVER
        for link in self._links:
            at = link.not_before
            if not link.urgent:
                rank_at = self._probes.next_at if link.silent else self._poll_at
                at = max(at, rank_at)
            then = min(then, at)
        return max(then, self._free_at)

    def ended(self, turn: Turn, now: float) -> None:
        """The line is free again."""
        self._free_at = now + self._gap_s
        if turn.probe and turn.link.silent:
            anybody = any(not link.silent for link in self._links)
            self._probes.spent(now - turn.sent_at, full=turn.full, now=now, anybody=anybody)

    def _poll(self, living: ReaderLink | None, now: float) -> Turn | None:
        if now < self._poll_at:
            return None
        self._poll_at = now + self._slot_s
        return None if living is None else self._take(living, self._reply_s)

    def _probe(self, now: float) -> Turn | None:
        if now < self._probes.next_at:
            return None
        waiting = [link for link in self._links if link.silent and now >= link.not_before]
        if not waiting:
            return None
        link = min(waiting, key=lambda link: not link.slow)  # the first of those that wait longest
        wait_s, full = self._probes.wait_s(now, patiently=link.slow)
        turn = self._take(link, wait_s)
        turn.probe, turn.full = True, full
        link.slow = False
        return turn

    def _take(self, link: ReaderLink, wait_s: float) -> Turn:
        """Who had waited longest goes to the end of the row."""
        self._links.remove(link)
        self._links.append(link)
        return Turn(link, wait_s)
