"""One reader on the line: its conversation, its queue of commands and what the world is told of it. Sans-IO.

:mod:`drivers.osdp.panel` decides whose turn it is; instants are monotonic seconds.
"""

from __future__ import annotations

from drivers.osdp.codes import Function, NakCode
from drivers.osdp.commands import Cap, Istat, Lstat, Ostat
from drivers.osdp.conversation import (
    Answered,
    Broken,
    Busied,
    Conversation,
    Ignored,
    Progressed,
    Stage,
    own,
)
from drivers.osdp.errors import CryptogramError, DowngradeError, MacError, PayloadError, SecureError
from drivers.osdp.events import Fault, OrderEnded, PanelEvent, Refused, Reported
from drivers.osdp.frame import Frame
from drivers.osdp.kept import KeptReads
from drivers.osdp.message import Message
from drivers.osdp.orders import Order, OrderQueue
from drivers.osdp.replies import Ack, Nak, PdCap, PdId, decode_reply
from drivers.osdp.session import Random, Session
from drivers.osdp.setup import ReaderSetup, Timing
from drivers.osdp.standing import Standing

_OLD_READ = "a card or keys from before the connection came back were not counted: present them again"
_NOT_DONE = {NakCode.SEQUENCE, NakCode.SECURE_UNSUPPORTED, NakCode.SECURE_CONDITIONS}


class ReaderLink:
    """One reader. The panel asks :meth:`next_frame` when it is this reader's turn."""

    def __init__(self, setup: ReaderSetup, timing: Timing, random: Random, now: float) -> None:
        self.address = setup.address
        self.silent = True  # nothing came lately: only probed, so that it costs the others little
        self.slow = False  # answered later than probes wait: the next one waits longer
        self.not_before = now
        self._timing = timing
        self._session = Session(setup.key, random)
        self._talk = Conversation(setup, self._session)
        self._standing = Standing(setup.address, timing, now)
        self._queue = OrderQueue()
        self._kept = KeptReads()
        self._unsupported: set[int] = set()
        self._misses = self._failures = 0

    @property
    def urgent(self) -> bool:
        """Whether something better than a poll waits."""
        return not self.silent and (self._talk.stage is not Stage.READY or len(self._queue) > 0)

    @property
    def due(self) -> float:
        """When :meth:`check` has something to do at the latest."""
        return min(self._standing.due, self._queue.next_expiry())

    def send(self, orders: list[Order]) -> list[PanelEvent]:
        """Queue commands; those that cannot wait, or are superseded, end at once."""
        if self._standing.is_down:
            return self._ended(orders, "the reader is offline")
        return self._ended(self._queue.put(orders), "superseded, or too many wait")

    def next_frame(self, now: float, out: list[PanelEvent]) -> bytes:
        """The bytes to send now: the next command, or again the one whose reply was lost."""
        pending = self._talk.pending
        if pending is not None and now < pending.order.expires:
            return pending.data
        if pending is not None:  # an order must not be carried out late: the sequence has to begin anew
            out += self._restart("not answered in time")
        out += self._ended(self._queue.expired(now), "not sent in time")
        return self._talk.say(self._queue.take() if self._talk.stage is Stage.READY else None)

    def on_timeout(self) -> list[PanelEvent]:
        """No reply came in time."""
        self._misses += 1
        if self._talk.stage is not Stage.CONNECT and self._misses < self._timing.misses:
            return []
        self.silent = True
        return self._restart("no reply")

    def check(self, now: float) -> list[PanelEvent]:
        """The rule of 8 s, and commands whose patience ended."""
        out = self._ended(self._queue.expired(now), "not sent in time")
        if down := self._standing.check(now):
            out += [*self._abandon("the reader is offline"), *down]
        return out

    def on_frame(self, frame: Frame, now: float, out: list[PanelEvent]) -> bool:
        """A frame from this reader while its reply is awaited; whether the wait is over."""
        match self._talk.accept(frame):
            case Ignored(why, refused):
                out.append(_refused(self.address, why) if refused else Fault(address=self.address, why=why))
                return False
            case Busied():
                self.not_before = now + self._timing.busy_wait_s
            case Progressed():
                self._misses = 0
            case Broken(error):
                self._broken(error, now, out)
            case Answered(plain, genuine):
                self._answered(plain, genuine, now, out)
        self.silent = False
        return True

    def _broken(self, error: SecureError | PayloadError, now: float, out: list[PanelEvent]) -> None:
        """No trust. A wrong proof gets one more try: the late reply to an earlier challenge looks just so."""
        out += self._restart(str(error))
        if isinstance(error, MacError):
            out.append(_refused(self.address, str(error)))
            return
        self._failures += 1
        if self._failures == 1 and not isinstance(error, DowngradeError):
            out.append(Fault(address=self.address, why=str(error)))
            return
        self.not_before = now + self._timing.refused_wait_s
        if isinstance(error, DowngradeError | CryptogramError):
            out.append(_refused(self.address, str(error)))
        out += [*self._abandon(str(error)), *self._standing.down(str(error))]

    def _answered(self, frame: Frame, genuine: bool, now: float, out: list[PanelEvent]) -> None:
        pending = self._talk.pending
        if pending is None:
            return
        try:
            reply = decode_reply(frame.code, frame.payload)
        except PayloadError as error:
            out.append(Fault(address=self.address, why=str(error)))
            reply = None
        if genuine and reply is not None and not _is_complaint(reply):
            if self._standing.lapsed(now):
                self._kept.outage()
            self._standing.heard(now)
        if isinstance(reply, Nak):
            self._refusal(reply, genuine, pending.order, now, out)
            return
        self._misses = 0
        stage = self._talk.stage
        if (
            stage is Stage.CONNECT
        ):  # clear text: what the first poll brought is from before we knew the reader
            self._talk.proceed(Stage.IDENTIFY)
            return
        self._talk.proceed(Stage.READY)
        if stage is Stage.IDENTIFY:
            self._introduce(reply, now, out)
        else:
            self._take(reply, pending.order, out)

    def _refusal(self, nak: Nak, genuine: bool, order: Order, now: float, out: list[PanelEvent]) -> None:
        if nak.reason == NakCode.BAD_CHECK:
            out.append(Fault(address=self.address, why=f"the line garbles what we send: {nak}"))
            self._misses += 1  # up to the limit the same bytes again
            if self._misses >= self._timing.misses:
                out += self._restart(str(nak))
                self._failed(now)
        elif nak.reason in _NOT_DONE or not genuine:
            self._session_lost(nak, order, now, out)
        elif self._talk.stage is Stage.READY:
            self._talk.proceed(Stage.READY)
            self._unsupported.add(order.command.code)
            if order.ticket is not None:
                out.append(OrderEnded(ticket=order.ticket, address=self.address, reply=nak))
        else:  # it answers, but not the question who it is: that is no reason to refuse it
            self._talk.proceed(Stage.READY)
            self._introduce(None, now, out)

    def _session_lost(self, nak: Nak, order: Order, now: float, out: list[PanelEvent]) -> None:
        """The reader knows sequence or session no more. What it did not do goes first once it is back."""
        out.append(Fault(address=self.address, why=f"connecting again after {nak}"))
        self._talk.restart()
        self._failed(now)
        if nak.reason not in _NOT_DONE:
            self._unsupported.add(order.command.code)
            out += self._ended([order], str(nak))
        elif order.ticket is not None:
            self._queue.put_back(order)
        if not self._session.secure and nak.reason != NakCode.SEQUENCE:
            self.not_before = now + self._timing.refused_wait_s
            why = f"the reader demands a secure channel, and no key is kept for it ({nak})"
            out += [*self._abandon(why), *self._standing.down(why)]

    def _failed(self, now: float) -> None:
        """Connecting anew did not help: others must not pay for trying again and again."""
        self._failures += 1
        if self._failures > 1:
            self.not_before = now + self._timing.refused_wait_s

    def _introduce(self, reply: Message | None, now: float, out: list[PanelEvent]) -> None:
        """The reader works: say so, and ask what it can do and how it is."""
        self._failures = 0
        identity = reply if isinstance(reply, PdId) else None
        out += self._standing.up(now, self._session.secure, identity)
        out += self._ask(Cap(), Lstat())

    def _take(self, reply: Message | None, order: Order, out: list[PanelEvent]) -> None:
        if isinstance(reply, PdCap):
            wanted = ((Function.CONTACTS, Istat()), (Function.OUTPUTS, Ostat()))
            out += self._ask(*(ask for function, ask in wanted if reply.count(function)))
        if reply is not None and self._kept.is_old(order.command, reply):
            out.append(Fault(address=self.address, why=_OLD_READ))
        elif reply is not None and not isinstance(reply, Ack):
            out.append(Reported(address=self.address, reply=reply))
        if order.ticket is not None:
            why = "" if reply is not None else "the reply cannot be read"
            out.append(OrderEnded(ticket=order.ticket, address=self.address, reply=reply, why=why))

    def _ask(self, *messages: Message) -> list[PanelEvent]:
        orders = [own(message) for message in messages if message.code not in self._unsupported]
        return self._ended(self._queue.put(orders), "too many wait")

    def _restart(self, why: str) -> list[PanelEvent]:
        self._misses = 0
        order = self._talk.restart()
        return [] if order is None else self._ended([order], why)

    def _abandon(self, why: str) -> list[PanelEvent]:
        return [*self._restart(why), *self._ended(self._queue.clear(), why)]

    def _ended(self, orders: list[Order], why: str) -> list[PanelEvent]:
        return [
            OrderEnded(ticket=order.ticket, address=self.address, reply=None, why=why)
            for order in orders
            if order.ticket is not None
        ]


def _is_complaint(reply: Message) -> bool:
    """A NAK of the conversation itself: who says nothing else does not work."""
    return isinstance(reply, Nak) and reply.reason in (*_NOT_DONE, NakCode.BAD_CHECK)


def _refused(address: int, why: str) -> Refused:
    return Refused(address=address, why=why)
