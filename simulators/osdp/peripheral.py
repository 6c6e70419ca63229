"""A simulated OSDP reader, sans-IO: bytes and an instant in, bytes out. Hands present cards and press keys.

Keeps to the standard where readers do: repeats its last reply for a repeated sequence number, forgets session
and unread cards after 8 s without the panel, and with a key takes nothing but ID and CAP in clear text.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable

from drivers.osdp.codes import BROADCAST, MARK, Function, NakCode
from drivers.osdp.commands import (
    Abort,
    AcuRxSize,
    Cap,
    Chlng,
    Comset,
    Id,
    Istat,
    KeepActive,
    Keyset,
    Lstat,
    Ostat,
    Poll,
    Rstat,
    Scrypt,
    decode_command,
)
from drivers.osdp.crypto import BLOCK
from drivers.osdp.display import Buz, Led, Text
from drivers.osdp.errors import PayloadError
from drivers.osdp.frame import Frame, parse_frame
from drivers.osdp.framer import Framer
from drivers.osdp.message import Message
from drivers.osdp.outputs import Out
from drivers.osdp.reads import Keypad, Raw
from drivers.osdp.replies import Ack, Busy, Com, Nak, PdCap, PdId
from drivers.osdp.status import Istatr, Lstatr, Ostatr, Rstatr
from simulators.osdp.faults import Faults
from simulators.osdp.security import ReaderSecurity
from simulators.osdp.state import Panelware

OFFLINE_S = 8.0
VENDOR = bytes.fromhex("5c2623")
_MOST_WAITING = 64


class Peripheral:
    """One reader at ``address`` (0..126). ``key`` None: clear text. ``star`` and ``hash``: bytes of * and #."""

    def __init__(
        self,
        address: int,
        key: bytes | None = None,
        *,
        outputs: int = 2,
        inputs: int = 2,
        random: Callable[[int], bytes] = os.urandom,
        star: int = 0x2A,
        hash: int = 0x23,
    ) -> None:
        self.address = address
        self.faults = Faults()
        self.identity = PdId(vendor=VENDOR, model=1, version=1, serial=1000 + address, firmware=(1, 0, 0))
        self.security = ReaderSecurity(key, random, VENDOR + bytes((1, 1, 0, 0, address)))
        self.ware = Panelware(outputs, inputs)
        self.tampered = self.power_failed = False
        self.baud = 9600
        self.polls = 0  # answered so far
        self._keymap = {"*": star, "#": hash}
        self._framer = Framer()
        self._waiting: deque[Message] = deque(maxlen=_MOST_WAITING)
        self._sequence: int | None = None
        self._last_command = self._last_reply = b""
        self._heard_at = 0.0

    @property
    def secure(self) -> bool:
        """Whether a secure channel stands."""
        return self.security.channel is not None

    def present(self, bits: str) -> None:
        """Hold a card to the reader: its bits, first bit first."""
        self._waiting.append(Raw(bits=bits, format=1))

    def type_keys(self, keys: str) -> None:
        """Press keys: 0 to 9, * and #. Raises ``ValueError`` for others."""
        if set(keys) - set("0123456789*#"):
            raise ValueError("expected keys of 0 to 9, * and #")
        self._waiting.append(Keypad(keys=bytes(self._keymap.get(key, ord(key)) for key in keys)))

    def set_tamper(self, active: bool) -> None:
        """Open or close the case."""
        self.tampered = active
        self._waiting.append(Lstatr(tamper=self.tampered, power=self.power_failed))

    def set_power(self, failed: bool) -> None:
        """Let the supply sag."""
        self.power_failed = failed
        self._waiting.append(Lstatr(tamper=self.tampered, power=self.power_failed))

    def set_input(self, number: int, active: bool) -> None:
        """Switch an input, numbered from 1."""
        self.ware.inputs[number - 1] = int(active)
        self._waiting.append(Istatr(levels=tuple(self.ware.inputs)))

    def power_cycle(self) -> None:
        """Off and on: session, sequence, unread cards and looks are gone."""
        self._forget()
        self.ware = Panelware(len(self.ware.outputs), len(self.ware.inputs))

    def capabilities(self) -> PdCap:
        """As PDCAP reports them: function code, compliance level, number."""
        return PdCap(
            capabilities=(
                (Function.CONTACTS, 1, len(self.ware.inputs)),
                (Function.OUTPUTS, 1, len(self.ware.outputs)),
                (Function.CARD_FORMAT, 1, 0),
                (Function.LED, 4, 1),
                (Function.AUDIBLE, 2, 1),
                (Function.CHECK, 1, 0),
                (Function.SECURITY, int(self.security.capable), int(self.security.install)),
                (Function.READERS, 0, 1),
            )
        )

    def receive(self, data: bytes, now: float) -> bytes:
        """What the reader answers to bytes from the line; empty for what is not for it."""
        replies = [self._hear(frame, now) for frame in self._framer.feed(data) if isinstance(frame, Frame)]
        return b"".join(replies)

    def _hear(self, frame: Frame, now: float) -> bytes:
        if frame.reply or frame.address not in (self.address, BROADCAST) or self.faults.silent:
            return b""
        if now - self._heard_at >= OFFLINE_S:
            self._forget()
        self._heard_at = now
        if self.faults.busy > 0:
            self.faults.busy -= 1
            return self._wire(self._frame(frame, Busy()))
        raw = frame.encode()
        if frame.sequence and raw == self._last_command:
            return self._wire(self._last_reply)
        reply = self._obey(frame, now)
        self._last_command, self._last_reply = raw, reply
        return self._wire(reply)

    def _obey(self, frame: Frame, now: float) -> bytes:
        if frame.sequence == 0:
            self.security.reset()
        elif self._sequence is None or frame.sequence != self._sequence % 3 + 1:
            return self._frame(frame, Nak(reason=NakCode.SEQUENCE))
        self._sequence = frame.sequence
        opened = self.security.open(frame)
        if isinstance(opened, Nak):
            return self._frame(frame, opened)
        try:
            command = decode_command(opened.code, opened.payload)
        except PayloadError:
            return self._reply(frame, Nak(reason=NakCode.LENGTH))
        match command:
            case Chlng():
                return self._frame(frame, *self.security.challenge(command, frame.scb))
            case Scrypt():
                return self._frame(frame, *self.security.prove(command))
            case Comset():
                reply = self._reply(frame, Com(address=command.address, baud=command.baud))
                self.address, self.baud = command.address, command.baud  # from the next command on
                return reply
            case _:
                return self._reply(frame, self._answer(command, now))

    def _answer(self, command: Message, now: float) -> Message:
        match command:
            case Poll():
                self.polls += 1
                return self._waiting.popleft() if self._waiting else Ack()
            case Out():
                done = self.ware.switch(command, now)
                return Ostatr(levels=self.ware.levels(now)) if done else Nak(reason=NakCode.RECORD)
            case Keyset():
                return self._new_key(command)
            case Led() | Buz() | Text():
                self.ware.perform(command, now)
                return Ack()
            case AcuRxSize() | KeepActive() | Abort():
                return Ack()
            case _:
                return self._status(command, now)

    def _status(self, command: Message, now: float) -> Message:
        match command:
            case Id():
                return self.identity
            case Cap():
                return self.capabilities()
            case Lstat():
                return Lstatr(tamper=self.tampered, power=self.power_failed)
            case Istat() if self.ware.inputs:
                return Istatr(levels=tuple(self.ware.inputs))
            case Ostat() if self.ware.outputs:
                return Ostatr(levels=self.ware.levels(now))
            case Rstat():
                return Rstatr(levels=(0,))
            case _:
                return Nak(reason=NakCode.UNKNOWN_COMMAND)

    def _new_key(self, command: Keyset) -> Message:
        """Taken inside a secure channel only; it holds from the next handshake on."""
        if not self.secure or command.kind != 1 or len(command.key) != BLOCK:
            return Nak(reason=NakCode.SECURE_CONDITIONS)
        self.security.key, self.security.install = command.key, False
        return Ack()

    def _reply(self, command: Frame, message: Message) -> bytes:
        """Through the channel if one stands."""
        return self._frame(command, message, seal=True)

    def _frame(self, command: Frame, message: Message, scb: bytes = b"", *, seal: bool = False) -> bytes:
        frame = Frame(
            address=command.address,
            reply=True,
            sequence=0 if isinstance(message, Busy) else command.sequence,
            code=message.code,
            payload=message.payload(),
            crc=command.crc,
            scb=scb,
        )
        channel = self.security.channel
        return frame.encode() if channel is None or not seal else channel.seal(frame)

    def _wire(self, reply: bytes) -> bytes:
        if self.faults.answer_as is not None:
            reply = parse_frame(reply)._replace(address=self.faults.answer_as).encode()
        return self.faults.spoil(bytes((MARK,)) + reply)

    def _forget(self) -> None:
        self.security.reset()
        self._waiting.clear()
        self._sequence = None
        self._last_command = self._last_reply = b""
