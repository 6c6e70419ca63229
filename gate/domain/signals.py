"""What a device tells its agent: the vocabulary between ``drivers`` and ``gate.edge``.

A signal is a fact of the wire, named by device, not yet by portal: the agent maps points to portals.
Unknown is a value of its own and never folded into off.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from gate.domain.card import CardNumber


class Sense(StrEnum):
    """What is known of one input or output terminal, before wiring is applied.

    A supervised input (end-of-line resistors) also tells what became of its wire.
    """

    ON = "on"
    OFF = "off"
    SHORT = "short"  # the wire is bridged
    CUT = "cut"  # the wire is open
    TAMPER = "tamper"  # outside all of its resistor windows: something else is on the wire
    UNKNOWN = "unknown"

    @property
    def of_wire(self) -> str:
        """What is wrong with the wire, ``short``, ``cut`` or ``tamper``; "" where nothing is, or nobody knows."""
        return self.value if self in (Sense.SHORT, Sense.CUT, Sense.TAMPER) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRead:
    """A token was presented. ``card`` is None where no format fitted; ``bits`` and ``why`` then say what came."""

    device: str
    card: CardNumber | None
    bits: str = ""  # as read, first bit first; empty where the reader sends numbers, not bits
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysTyped:
    """Keys of a keypad in order, ``0``–``9``, ``*`` and ``#``. Never logged: they can be a PIN."""

    device: str
    keys: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InputSensed:
    """An input terminal (numbered as printed, from 1) has this raw level now."""

    device: str
    input: int
    level: Sense


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputSensed:
    """An output terminal (from 1) was read back: what is, not what was commanded."""

    device: str
    output: int
    level: Sense


@dataclass(frozen=True, slots=True, kw_only=True)
class TamperSensed:
    """The device's own case switch."""

    device: str
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceOnline:
    """The device answers and, where it must, its required settings and secure channel are verified."""

    device: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceOffline:
    """The device does not answer, answers wrongly or is refused; ``why`` is for a guard to read."""

    device: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WireFault:
    """Bytes that made no frame, a wrong checksum, an answer from another address: counted, kept short."""

    device: str  # the device, or the line where no device can be named
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WireRefused:
    """Somebody on the wire tried to be believed with less than the device's own key (clear text, the default key,
    a wrong proof, an old frame). Nothing of it counted; always worth an alarm. Rate limited by the driver.
    """

    device: str
    why: str


Signal = (
    CardRead
    | KeysTyped
    | InputSensed
    | OutputSensed
    | TamperSensed
    | DeviceOnline
    | DeviceOffline
    | WireFault
    | WireRefused
)


class Feedback(StrEnum):
    """What a reader shows the person in front of it (LED and buzzer, as its profile says)."""

    IDLE = "idle"  # door secure
    GRANTED = "granted"
    DENIED = "denied"
    WAIT = "wait"  # a second person, an escort or a PIN is awaited
    HELD_WARN = "held_warn"
    ALARM = "alarm"
    LOCKDOWN = "lockdown"


class OutputResult(StrEnum):
    """How a write to an output ended, as far as the wire can say."""

    DONE = "done"  # the device accepted it
    FAILED = "failed"  # the device refused it
    OFFLINE = "offline"  # nobody answered


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputOrder:
    """Switch one output. With ``pulse`` the **device** times the return; without, the level stays."""

    device: str
    output: int
    on: bool
    pulse: timedelta | None = None
