"""The panel's side of one line, sans-IO: whose turn it is, how long a reply may take, what came of it.

Turns: a command or a handshake under way first, then a probe of a silent reader if its budget allows, then
polls in turn. Instants are monotonic seconds; the caller asks :meth:`Panel.wake_at` when to come back:

    data = panel.next_frame(now)     → write it
    events = panel.receive(data, now), panel.tick(now)
"""

from __future__ import annotations

from collections.abc import Sequence

from drivers.osdp.codes import MARK
from drivers.osdp.errors import SetupError
from drivers.osdp.events import Fault, OrderEnded, PanelEvent
from drivers.osdp.frame import Frame
from drivers.osdp.framer import Found, Framer
from drivers.osdp.link import ReaderLink
from drivers.osdp.message import Message
from drivers.osdp.orders import Order
from drivers.osdp.probes import ProbeBudget
from drivers.osdp.session import Random
from drivers.osdp.setup import Probing, ReaderSetup, Timing
from drivers.osdp.turn import Turn, Turns

_MARK = bytes((MARK,))  # before each frame: the line driver is on and the line idle when it begins
_LONGEST_SLEEP_S = 1.0  # between checks of the readers' standing


class Panel:
    """All readers of a line. ``baud`` None: a line whose speed is not known or without limit."""

    def __init__(
        self,
        readers: Sequence[ReaderSetup],
        random: Random,
        now: float,
        *,
        timing: Timing | None = None,
        baud: int | None = None,
    ) -> None:
        self._timing = timing or Timing()
        self._byte_s = 10 / baud if baud else 0.0
        links = [ReaderLink(setup, self._timing, random, now) for setup in readers]
        self._links = {link.address: link for link in links}
        if len(self._links) < len(readers):
            raise SetupError(f"expected an address for each reader, came {[r.address for r in readers]}")
        self._probes = ProbeBudget(Probing(), self._timing, now)
        gap_s = self._timing.gap_characters * self._byte_s
        self._turns = Turns(links, self._probes, self._timing, gap_s, now)
        self._framer = Framer()
        self._turn: Turn | None = None
        self._events: list[PanelEvent] = []  # come up between calls, told by the next one
        self._check_at = self._next_check(now)

    def send(
        self, address: int, command: Message, ticket: int, expires: float, replaces: str = ""
    ) -> list[PanelEvent]:
        """Queue a command; an :class:`OrderEnded` with ``ticket`` follows, at the latest soon after ``expires``.

        Past ``expires`` it is not sent, nor sent again. ``replaces``: an older order of that name is superseded.
        """
        link = self._links.get(address)
        if link is None:
            return [OrderEnded(ticket=ticket, address=address, reply=None, why="no such reader on the line")]
        self._check_at = min(self._check_at, expires)
        return link.send([Order(command=command, ticket=ticket, expires=expires, replaces=replaces)])

    def next_frame(self, now: float) -> bytes | None:
        """Bytes to write now, or None: a reply is awaited, or nobody's turn has come."""
        if self._turn is not None:
            return None
        turn = self._turns.next(now)
        if turn is None:
            return None
        self._framer.reset()
        data = turn.link.next_frame(now, self._events)
        turn.begin(data, now + (len(data) + 1) * self._byte_s)
        self._turn = turn
        return _MARK + data

    def receive(self, data: bytes, now: float) -> list[PanelEvent]:
        """Bytes from the line. A reply counts as long as :meth:`tick` has not called it late."""
        self._found(self._framer.feed(data), now)
        if self._turn is not None and self._framer.pending:
            self._turn.extend(now + self._timing.character_timeout_s)
        return self._told()

    def tick(self, now: float) -> list[PanelEvent]:
        """Replies that are late at ``now`` or before, and readers that are offline by it."""
        if self._turn is not None and now >= self._turn.deadline:
            self._found(self._framer.flush(), now)
            if self._turn is not None:
                turn = self._turn
                self._events += turn.link.on_timeout()
                self._end(turn, now)
        if now >= self._check_at:
            for link in self._links.values():
                self._events += link.check(now)
            self._check_at = self._next_check(now)
        return self._told()

    def wake_at(self, now: float) -> float:
        """When :meth:`tick` and :meth:`next_frame` have something to do at the latest."""
        if self._events:
            return now
        then = self._turn.deadline if self._turn is not None else self._turns.next_at(now)
        return min(then, self._check_at)

    def _next_check(self, now: float) -> float:
        return min([now + _LONGEST_SLEEP_S, *(link.due for link in self._links.values())])

    def _told(self) -> list[PanelEvent]:
        events, self._events = self._events, []
        return events

    def _found(self, found: list[Found], now: float) -> None:
        for item in found:
            if isinstance(item, Frame):
                self._on_frame(item, now)
            else:
                self._fault(str(item))

    def _on_frame(self, frame: Frame, now: float) -> None:
        turn = self._turn
        if not frame.reply:
            if turn is None or frame.encode() != turn.sent:  # our own echo is usual on two wires
                self._fault("a command that this panel did not send: is a second panel on the line?")
        elif turn is None or frame.address != turn.link.address:
            self._stray(frame)
        elif turn.link.on_frame(frame, now, self._events):
            self._probes.answered(max(0.0, now - turn.sent_at))
            self._end(turn, now)

    def _stray(self, frame: Frame) -> None:
        whom = "nobody" if self._turn is None else f"reader {self._turn.link.address}"
        self._fault(f"expected a reply of {whom}, came one of {frame.address}")
        link = self._links.get(frame.address)
        if link is not None and link.silent:  # answers, but later than probes wait
            link.slow = True

    def _fault(self, why: str) -> None:
        address = self._turn.link.address if self._turn is not None else None
        self._events.append(Fault(address=address, why=why))

    def _end(self, turn: Turn, now: float) -> None:
        self._turn = None
        self._turns.ended(turn, now)
