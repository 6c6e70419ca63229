"""From the panel's events to the signals that the agent knows. Sans-IO; keys typed are never put into a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drivers.osdp.config import DEFAULT_INPUTS, Decode, OsdpReaderConfig
from drivers.osdp.events import (
    Fault,
    OrderEnded,
    PanelEvent,
    ReaderDown,
    ReaderRestarted,
    ReaderUp,
    Refused,
    Reported,
)
from drivers.osdp.faults import FaultMeter
from drivers.osdp.message import Message
from drivers.osdp.reads import Fmt, Keypad, Raw
from drivers.osdp.status import Istatr, Levels, Lstatr, Ostatr, Rstatr
from gate.domain.card import card_number
from gate.domain.signals import (
    CardRead,
    DeviceOffline,
    DeviceOnline,
    InputSensed,
    KeysTyped,
    OutputSensed,
    Sense,
    Signal,
    TamperSensed,
    WireFault,
    WireRefused,
)

_READER_TAMPER = 2


class Translator:
    """One for each line; remembers who was reported online, so that only changes are told."""

    def __init__(self, line: str, readers: Sequence[OsdpReaderConfig], decode: Decode) -> None:
        self._line = line
        self._readers = {reader.address: reader for reader in readers}
        self._decode = decode
        self._online: dict[str, bool] = {}
        self._faults = FaultMeter()
        self._tampers: dict[tuple[str, type[Message]], bool] = {}

    def signals(self, event: PanelEvent, now: float) -> list[Signal]:
        """What the event means for the agent; nothing for the panel's internal affairs."""
        match event:
            case ReaderUp():
                return self._up(event)
            case ReaderDown():
                return self.offline(self._readers[event.address].device, event.why)
            case Reported():
                return self._report(self._readers[event.address], event.reply, now)
            case Refused():
                return self._refused(self._readers[event.address].device, event.why, now)
            case Fault():
                return self._fault(event.address, "wire", event.why, now)
            case ReaderRestarted() | OrderEnded():
                return []

    def offline(self, device: str, why: str) -> list[Signal]:
        """The device is away, if that is news."""
        if self._online.get(device) is False:
            return []
        self._online[device] = False
        return [DeviceOffline(device=device, why=why)]

    def all_offline(self, why: str) -> list[Signal]:
        """The line is away."""
        return [signal for reader in self._readers.values() for signal in self.offline(reader.device, why)]

    def _up(self, event: ReaderUp) -> list[Signal]:
        device = self._readers[event.address].device
        if self._online.get(device):
            return []
        self._online[device] = True
        channel = "secure channel" if event.secure else "clear text"
        return [DeviceOnline(device=device, detail=f"{channel}, {event.identity or 'unnamed'}")]

    def _fault(self, address: int | None, kind: str, why: str, now: float) -> list[Signal]:
        reader = None if address is None else self._readers.get(address)
        device = self._line if reader is None else reader.device
        told = self._faults.tell(f"{device}/{kind}", why, now)
        return [] if told is None else [WireFault(device=device, why=told)]

    def _refused(self, device: str, why: str, now: float) -> list[Signal]:
        told = self._faults.tell(f"{device}/refused", why, now)
        return [] if told is None else [WireRefused(device=device, why=told)]

    def _report(self, reader: OsdpReaderConfig, reply: Message, now: float) -> list[Signal]:
        match reply:
            case Raw():
                card, why = self._decode(reply.bits)
                return [CardRead(device=reader.device, card=card, bits=reply.bits, why=why)]
            case Fmt():
                return [CardRead(device=reader.device, card=card_number("OSDP-FMT", reply.text))]
            case Keypad():
                return self._keys(reader, reply, now)
            case Lstatr():
                power = self._power(reader, now) if reply.power else []
                return [*self._tamper(reader, Lstatr, reply.tamper), *power]
            case Rstatr():
                return self._tamper(reader, Rstatr, _READER_TAMPER in reply.levels)
            case Istatr():
                levels = _senses(reply, reader.inputs)
                return [InputSensed(device=reader.device, input=n, level=level) for n, level in levels]
            case Ostatr():
                levels = _senses(reply, DEFAULT_INPUTS)
                return [OutputSensed(device=reader.device, output=n, level=level) for n, level in levels]
            case _:
                return []

    def _keys(self, reader: OsdpReaderConfig, reply: Keypad, now: float) -> list[Signal]:
        if not reader.keypad:
            return self._fault(
                reader.address, "keypad", "keys from a reader that has none by its configuration", now
            )
        keys = reader.keys(reply.keys)
        typed: list[Signal] = [KeysTyped(device=reader.device, keys=keys)] if keys else []
        if len(keys) < len(reply.keys):
            typed += self._fault(reader.address, "keypad", "a key that its profile does not know", now)
        return typed

    def _power(self, reader: OsdpReaderConfig, now: float) -> list[Signal]:
        return self._fault(reader.address, "power", "the reader reports a power failure", now)

    def _tamper(self, reader: OsdpReaderConfig, source: type[Message], active: bool) -> list[Signal]:
        """The device's switch or that of a reader behind it: either is the device's tamper."""
        self._tampers[reader.device, source] = active
        either = any(self._tampers.get((reader.device, kind), False) for kind in (Lstatr, Rstatr))
        return [TamperSensed(device=reader.device, active=either)]


def _senses(reply: Levels, known: Mapping[int, Sense]) -> list[tuple[int, Sense]]:
    return [(n, known.get(level, Sense.UNKNOWN)) for n, level in enumerate(reply.levels, 1)]
