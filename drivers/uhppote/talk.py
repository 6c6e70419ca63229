"""The conversation with one controller. See :class:`drivers.panel.talk.Talk`.

A status is asked for again and again; it carries contacts, buttons, relays and the newest event. A controller whose
listener is set to us pushes the same at once, so that a card need not wait for the next poll. Nothing is authenticated:
an answer counts if it comes from where the controller is and bears its serial number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from drivers.panel.bad import Bad
from drivers.panel.errors import OrderRefused, Refused
from drivers.panel.exchange import Exchange
from drivers.panel.panel import Panel
from drivers.panel.talk import Fault, Talker, Tell
from drivers.transport.datagram_stream import DatagramStream
from drivers.transport.stream import ByteStream
from drivers.uhppote.codec import SIZE, Message, decode_reply, encode_request
from drivers.uhppote.errors import UhppoteError
from drivers.uhppote.fields import Value
from drivers.uhppote.journal import Journal
from drivers.uhppote.keeping import controlled, no_cards, set_control, take_control
from drivers.uhppote.orders import CONTROLLED, NORMALLY_CLOSED, delay_of
from drivers.uhppote.status import SWIPE, Event, Status, event_of, status_of
from gate.domain.signals import OutputOrder, Sense


@dataclass(frozen=True, slots=True, kw_only=True)
class Controller:
    """One controller: its serial number, its panel, and what outlives a conversation. ``reply``: seconds."""

    serial: int
    panel: Panel
    journal: Journal
    reply: float


def talker(controller: Controller) -> Talker:
    """Begins conversations with a controller."""
    return lambda stream, tell, fault: UhppoteTalk(controller, stream, tell, fault)


def split(data: bytes) -> Iterable[Message | Bad]:
    """The messages of a datagram, or of several that were read together."""
    for at in range(0, len(data), SIZE):
        try:
            yield decode_reply(data[at : at + SIZE])
        except UhppoteError as error:
            yield Bad(why=str(error))


class UhppoteTalk:
    """``tell`` hears signals, ``fault`` of what should not be."""

    def __init__(self, controller: Controller, stream: ByteStream, tell: Tell, fault: Fault) -> None:
        self._controller, self._panel = controller, controller.panel
        self._stream, self._tell, self._fault = stream, tell, fault
        self._delays: dict[int, int] = {}
        self._doors = self._panel.outputs
        self._exchange = Exchange(stream, split, self._pushed, fault)
        self._exchange.open()

    def close(self) -> None:
        """See :class:`drivers.panel.talk.Talk`."""
        self._exchange.close()

    async def come_up(self) -> str:
        """See :class:`drivers.panel.talk.Talk`."""
        detail = await take_control(self._ask, self._doors)
        self._delays = await controlled(self._ask, self._doors)
        await self._listen_here()
        return detail

    async def verify(self) -> None:
        """See :class:`drivers.panel.talk.Talk`."""
        await no_cards(self._ask)
        self._delays = await controlled(self._ask, self._doors)

    async def poll(self) -> None:
        """See :class:`drivers.panel.talk.Talk`."""
        status = status_of(await self._ask("get-status", {}))
        self._points(status)
        await self._events(status)

    async def carry_out(self, order: OutputOrder) -> None:
        """See :class:`drivers.panel.talk.Talk`."""
        delay, door = delay_of(order, self._doors), order.output
        if delay is None:
            await self._lock(door)
            return
        if self._delays.get(door) != delay:
            await set_control(self._ask, door, CONTROLLED, delay)
            self._delays[door] = delay
        if (await self._ask("open-door", {"door": door})).values["ok"] is not True:
            raise Refused(f"the controller refuses to open door {door}")

    async def _lock(self, door: int) -> None:
        """Shut for a moment, then under control again: nothing else ends a pulse that runs."""
        if self._panel.output(door) is Sense.OFF:
            return
        if door not in self._delays:
            raise OrderRefused(f"the delay of door {door} is not known yet")
        try:
            await set_control(self._ask, door, NORMALLY_CLOSED, self._delays[door])
        finally:
            await set_control(self._ask, door, CONTROLLED, self._delays[door])

    async def _listen_here(self) -> None:
        """Have events pushed to where we are; what is set already is not written again."""
        if not isinstance(self._stream, DatagramStream):
            return
        address, port = self._stream.local
        wanted: dict[str, Value] = {"address": address, "port": port, "interval": 0}
        if dict((await self._ask("get-listener", {})).values) != wanted:
            await self._ask("set-listener", wanted)

    async def _ask(self, function: str, values: dict[str, Value]) -> Message:
        serial = self._controller.serial
        packet = encode_request(function, serial, **values)

        def fits(message: Message) -> bool:
            return message.function == function and message.serial == serial and _same_thing(message, values)

        return await self._exchange.ask(packet, fits, self._controller.reply)

    def _pushed(self, message: Message) -> None:
        """What answers nothing: an event that was pushed, a late answer, or another controller's."""
        if message.serial != self._controller.serial:
            self._fault(f"expected serial number {self._controller.serial}, came {message.serial}")
        elif message.function == "get-status" and self._panel.online:
            status = status_of(message)
            self._points(status)
            if status.event is not None and status.event.index - 1 == self._controller.journal.seen:
                self._event(status.event, status.now)  # with a gap before it, the next poll fetches all

    def _points(self, status: Status) -> None:
        closed = [Sense.OFF if opened else Sense.ON for opened in status.open[: self._doors]]
        pressed = [Sense.ON if button else Sense.OFF for button in status.pressed[: self._doors]]
        self._tell(self._panel.inputs_are(closed + pressed))
        self._tell(
            self._panel.outputs_are([Sense.ON if on else Sense.OFF for on in status.relays[: self._doors]])
        )

    async def _events(self, status: Status) -> None:
        indices, let_go = self._controller.journal.missing(status.event)
        if let_go:
            self._fault(f"{let_go} events while the controller was not heard; nothing was done about them")
        for index in indices:
            event = event_of(await self._ask("get-event", {"index": index}))
            if event is not None:
                self._event(event, status.now)
        if status.event is not None:
            self._event(status.event, status.now)

    def _event(self, event: Event, now: datetime | None) -> None:
        if not self._controller.journal.takes(event) or event.type != SWIPE:
            return
        if event.granted:
            self._fault(f"the controller opened door {event.door} by itself, by reason {event.reason:02x}")
        if not self._controller.journal.fresh(event, now):
            self._fault(f"a card at door {event.door}, at {event.at}: too long ago to act on")
            return
        self._tell(self._panel.card(event.reader, event.card))


def _same_thing(message: Message, values: dict[str, Value]) -> bool:
    """Whether an answer about a door or an event is about the one that was asked for: a late one is not."""
    if message.function == "get-event":
        return message.values["index"] in {values["index"], 0}  # 0: there is none of that index any more
    return "door" not in values or message.values.get("door", values["door"]) == values["door"]
