"""LED, BUZ and TEXT: what the person at the reader sees and hears (SIA OSDP 2.2, 6.10 to 6.12).

LED, 14 bytes each:  reader, led,
                     temporary: control, on, off, on colour, off colour, timer (16 bit),
                     permanent: control, on, off, on colour, off colour     (times in 100 ms)
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar, Self

from drivers.osdp.codes import CommandCode
from drivers.osdp.errors import PayloadError
from drivers.osdp.message import Message, at_least, exactly, fits, records

_LED = struct.Struct("<7BH5B")


class Colour(IntEnum):
    """LED colours."""

    OFF = 0
    RED = 1
    GREEN = 2
    AMBER = 3
    BLUE = 4
    MAGENTA = 5
    CYAN = 6
    WHITE = 7


class Temporary(IntEnum):
    """What to do with the LED's temporary state."""

    NOP = 0
    CANCEL = 1
    SET = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Blink:
    """On and off times in 100 ms and the colours of each. ``off_for = 0`` is steady."""

    on_for: int = 0
    off_for: int = 0
    on: int = Colour.OFF
    off: int = Colour.OFF

    def fields(self) -> tuple[int, int, int, int]:
        """In the order of the wire."""
        return self.on_for, self.off_for, self.on, self.off


@dataclass(frozen=True, slots=True, kw_only=True)
class LedControl:
    """One LED: a temporary look for ``timer`` × 100 ms, a permanent one beneath it; None leaves it."""

    reader: int = 0
    led: int = 0
    temporary: Temporary = Temporary.NOP
    blink: Blink = Blink()
    timer: int = 0
    permanent: Blink | None = None

    def __post_init__(self) -> None:
        fits("timer", self.timer, 0, 0xFFFF)

    def pack(self) -> bytes:
        """14 bytes as above."""
        lasting = self.permanent or Blink()
        head = (self.reader, self.led, self.temporary, *self.blink.fields(), self.timer)
        return _LED.pack(*head, int(self.permanent is not None), *lasting.fields())


@dataclass(frozen=True, slots=True, kw_only=True)
class Led(Message):
    """Set LEDs."""

    CODE: ClassVar[int] = CommandCode.LED
    leds: tuple[LedControl, ...]

    def payload(self) -> bytes:
        return b"".join(led.pack() for led in self.leds)

    @classmethod
    def parse(cls, data: bytes) -> Self:
        return cls(leds=tuple(map(_led, records("LED", data, _LED.size))))


def _led(record: bytes) -> LedControl:
    reader, led, temporary, on_for, off_for, on, off, timer, permanent, *lasting = _LED.unpack(record)
    if temporary > max(Temporary) or permanent > 1:
        raise PayloadError(f"LED: expected controls 0..2 and 0..1, came {temporary} and {permanent}")
    return LedControl(
        reader=reader,
        led=led,
        temporary=Temporary(temporary),
        blink=Blink(on_for=on_for, off_for=off_for, on=on, off=off),
        timer=timer,
        permanent=Blink(on_for=lasting[0], off_for=lasting[1], on=lasting[2], off=lasting[3])
        if permanent
        else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Buz(Message):
    """Sound: tone 1 off, 2 default; times in 100 ms; ``count`` 0 sounds until told otherwise."""

    CODE: ClassVar[int] = CommandCode.BUZ
    reader: int = 0
    tone: int = 2
    on_for: int = 1
    off_for: int = 1
    count: int = 1

    def payload(self) -> bytes:
        return bytes((self.reader, self.tone, self.on_for, self.off_for, self.count))

    @classmethod
    def parse(cls, data: bytes) -> Self:
        reader, tone, on_for, off_for, count = exactly("BUZ", data, 5)
        return cls(reader=reader, tone=tone, on_for=on_for, off_for=off_for, count=count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Message):
    """Text on the display: ``style`` 1 permanent, 2 permanent with wrap, 3 and 4 the same for ``seconds``."""

    CODE: ClassVar[int] = CommandCode.TEXT
    text: str
    reader: int = 0
    style: int = 1
    seconds: int = 0
    row: int = 1
    column: int = 1

    def payload(self) -> bytes:
        text = self.text.encode("ascii", "replace")[:0xFF]
        return bytes((self.reader, self.style, self.seconds, self.row, self.column, len(text))) + text

    @classmethod
    def parse(cls, data: bytes) -> Self:
        reader, style, seconds, row, column, length = at_least("TEXT", data, 6)[:6]
        text = exactly("TEXT", data[6:], length).decode("ascii", "replace")
        return cls(text=text, reader=reader, style=style, seconds=seconds, row=row, column=column)
