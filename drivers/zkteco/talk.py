"""The conversation with one panel. See :class:`drivers.panel.talk.Talk`.

The panel pushes nothing: its log is asked for again and again. What waits in it when the conversation begins happened
while nobody listened, and is not acted on; it ends with the first status, which comes when no event waits.
"""

from __future__ import annotations

from drivers.panel.errors import NoAnswer, Refused, Unsafe
from drivers.panel.exchange import Exchange
from drivers.panel.panel import Panel
from drivers.panel.talk import Fault, Talker, Tell
from drivers.transport.stream import ByteStream
from drivers.zkteco.commands import (
    CONNECT,
    CONNECT_SESSION,
    CONTROL,
    FIRST_REQUEST,
    GET_PARAMETERS,
    LOG,
    NEW_SESSION,
    parameters,
    release,
)
from drivers.zkteco.frame import ERROR, OK, Framer, Packet, encode
from drivers.zkteco.log import CARD_SHOWN, EXIT_BUTTON, OPENED_BY_ITSELF, DoorStatus, LogEvent, records
from gate.domain.signals import OutputOrder, Sense


def talker(panel: Panel, reply: float) -> Talker:
    """Begins conversations; ``reply``: seconds until an answer is given up."""
    return lambda stream, tell, fault: ZktecoTalk(panel, reply, stream, tell, fault)


class ZktecoTalk:
    """``tell`` hears signals, ``fault`` of what should not be."""

    def __init__(self, panel: Panel, reply: float, stream: ByteStream, tell: Tell, fault: Fault) -> None:
        self._panel, self._reply, self._tell, self._fault = panel, reply, tell, fault
        self._session: int | None = None
        self._number = FIRST_REQUEST
        self._caught_up, self._backlog = False, 0
        self._contacts = [Sense.UNKNOWN] * panel.outputs
        self._exchange = Exchange(stream, Framer().feed, self._late, fault)
        self._exchange.open()

    def close(self) -> None:
        """See :class:`drivers.panel.talk.Talk`."""
        self._exchange.close()

    async def come_up(self) -> str:
        """See :class:`drivers.panel.talk.Talk`."""
        await self._connect()
        found = parameters(await self._ask(GET_PARAMETERS, b"~SerialNumber,FirmVer,LockCount"))
        locks = found.get("LockCount", "")
        if not locks.isdecimal() or int(locks) < self._panel.outputs:
            raise Unsafe(
                f"expected a panel with {self._panel.outputs} locks, came one with {locks or 'no number'}"
            )
        return f"{found.get('~SerialNumber', 'no serial number')}, firmware {found.get('FirmVer', 'unknown')}"

    async def verify(self) -> None:
        """Users and time zones of a panel cannot be read with what is known of its protocol."""

    async def poll(self) -> None:
        """See :class:`drivers.panel.talk.Talk`."""
        try:
            came = records(await self._ask(LOG))
        except ValueError as error:
            raise Refused(str(error)) from error
        for record in came:
            if isinstance(record, DoorStatus):
                self._status(record)
            elif self._caught_up:
                self._event(record)
            else:
                self._backlog += 1

    async def carry_out(self, order: OutputOrder) -> None:
        """See :class:`drivers.panel.talk.Talk`."""
        await self._ask(CONTROL, release(order, self._panel.outputs))

    async def _connect(self) -> None:
        """With a session where the panel has them; some boards only speak without."""
        self._session = NEW_SESSION
        try:
            came = await self._exchanged(CONNECT_SESSION, b"")
        except (Refused, NoAnswer):
            came = b""
        if len(came) >= 2:
            self._session = int.from_bytes(came[:2], "little")
            return
        self._session = None
        await self._exchanged(CONNECT, b"")

    async def _ask(self, command: int, data: bytes = b"") -> bytes:
        """The data of the answer, without those of the session. Raises ``Refused`` for an error.

        An answer that does not come in time ends the wire: it could not be told from the next one's.
        """
        try:
            came = await self._exchanged(command, data)
        except NoAnswer as error:
            raise ConnectionError(str(error)) from error
        if self._session is None:
            return came
        if came and came[:2] != self._session.to_bytes(2, "little"):
            raise Refused(f"expected session {self._session:04x}, came {came[:2].hex()}")
        return came[4:]

    async def _exchanged(self, command: int, data: bytes) -> bytes:
        head = b""
        if self._session is not None:
            head = self._session.to_bytes(2, "little") + self._number.to_bytes(2, "little")
            self._number = (self._number + 1) % 0x10000
        # Asked once: a second answer could not be told from the first's.
        answer = await self._exchange.ask(
            encode(command, head + data), lambda packet: packet.command in {OK, ERROR}, self._reply, tries=1
        )
        if answer.command == ERROR:
            raise Refused(f"command {command:02x}: error {answer.data[-1:].hex() or 'without a number'}")
        return answer.data

    def _late(self, packet: Packet) -> None:
        self._fault(f"an answer {packet.command:02x} that nobody waits for")

    def _status(self, status: DoorStatus) -> None:
        self._contacts = list(status.contacts[: self._panel.outputs])
        self._inputs(0)
        if not self._caught_up and self._backlog:
            self._fault(f"{self._backlog} events while the panel was not heard; nothing was done about them")
        self._caught_up = True

    def _event(self, event: LogEvent) -> None:
        if event.type in OPENED_BY_ITSELF:
            self._fault(
                f"the panel opened door {event.door} by itself (event {event.type}): it must have no users"
            )
        if event.type == EXIT_BUTTON:
            self._inputs(event.door)
            self._inputs(0)
        if event.type in CARD_SHOWN and event.card:
            self._tell(self._panel.card(event.reader, event.card))

    def _inputs(self, pressed: int) -> None:
        """Contacts, then buttons; of the buttons only the press is told, so that they are let go at once."""
        doors = range(1, self._panel.outputs + 1)
        buttons = [Sense.ON if door == pressed else Sense.OFF for door in doors]
        self._tell(self._panel.inputs_are(self._contacts + buttons))
