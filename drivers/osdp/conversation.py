"""Command and reply with one reader: stages, sequence numbers, repeats, and what a reply means for them.

    with a key:  CONNECT ──CHLNG, sequence 0──▶ PROVE ──SCRYPT──▶ IDENTIFY ──ID──▶ READY
    without:     CONNECT ──POLL, sequence 0─────────────────────▶ IDENTIFY ──ID──▶ READY
                    ▲                                                                │
                    └─ silence, NAK of the sequence or session, a refused proof ◀────┘

Sequence numbers run 0, 1, 2, 3, 1, 2, 3, …; 0 makes the reader begin anew (SIA OSDP 2.2, 5.9.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from drivers.osdp.codes import ReplyCode
from drivers.osdp.commands import Id, Poll, Scrypt
from drivers.osdp.errors import DowngradeError, MacError, PayloadError, SecureError
from drivers.osdp.frame import Frame
from drivers.osdp.handshake import CHALLENGE_BLOCK, SCRYPT_BLOCK
from drivers.osdp.message import Message
from drivers.osdp.orders import Order
from drivers.osdp.session import Session
from drivers.osdp.setup import ReaderSetup


class Stage(Enum):
    """Where the conversation stands."""

    CONNECT = "connect"
    PROVE = "prove"
    IDENTIFY = "identify"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Ignored:
    """Not the reply: wait on. ``refused``: it tried to pass for one, in clear text or with a wrong MAC."""

    why: str
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Busied:
    """The reader asks for time; the same command again later."""


@dataclass(frozen=True, slots=True)
class Progressed:
    """The handshake went on."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The handshake or the session failed; nothing of it is left to be used."""

    error: SecureError | PayloadError


@dataclass(frozen=True, slots=True)
class Answered:
    """The reply to what was sent. Not ``genuine``: a NAK in clear although the channel is up."""

    frame: Frame
    genuine: bool = True


Outcome = Ignored | Busied | Progressed | Broken | Answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A command on the wire and the bytes to repeat if its reply is lost."""

    order: Order
    sequence: int
    data: bytes


class Conversation:
    """One command at a time."""

    def __init__(self, setup: ReaderSetup, session: Session) -> None:
        self.stage = Stage.CONNECT
        self.pending: Pending | None = None
        self._setup = setup
        self._session = session
        self._sequence = 0
        self._scrypt: Scrypt | None = None

    def say(self, order: Order | None) -> bytes:
        """The bytes to send: once READY for this order (None: a poll), before that for the next step."""
        message, block = self._next(order)
        frame = Frame(
            address=self._setup.address,
            reply=False,
            sequence=self._sequence,
            code=message.code,
            payload=message.payload(),
            crc=self._setup.crc,
            scb=block,
        )
        data = self._session.seal(frame)
        self.pending = Pending(order=order or own(message), sequence=self._sequence, data=data)
        return data

    def accept(self, frame: Frame) -> Outcome:
        """What a reply with this reader's address means; :meth:`proceed` or :meth:`restart` follow from it."""
        if frame.code == ReplyCode.BUSY and not frame.scb:
            return Busied()  # always sequence 0 and in clear; it proves nothing and changes nothing
        if self.pending is None or frame.sequence != self.pending.sequence:
            return Ignored(f"expected a reply of sequence {self._sequence}, came {frame.sequence}")
        if not self._session.up:
            return self._shake(frame)
        if self._session.secure and not frame.scb:
            return _clear_text(frame)
        try:
            return Answered(self._session.open(frame))
        except (MacError, DowngradeError) as error:
            return Broken(error)
        except SecureError as error:  # its check is right and its MAC is not: no noise does that
            return Ignored(str(error), refused=True)

    def proceed(self, stage: Stage) -> None:
        """The command is done with; the next one gets the next number."""
        self.stage = stage
        self.pending = None
        self._sequence = self._sequence % 3 + 1

    def restart(self) -> Order | None:
        """Begin anew; returns the order that was given up, if one was on the wire."""
        order = self.pending.order if self.pending is not None else None
        self.pending = self._scrypt = None
        self._sequence = 0
        self.stage = Stage.CONNECT
        self._session.reset()
        return order

    def _next(self, order: Order | None) -> tuple[Message, bytes]:
        match self.stage:
            case Stage.READY:
                return (Poll() if order is None else order.command), b""
            case Stage.CONNECT if self._session.secure:
                return self._session.challenge(), CHALLENGE_BLOCK
            case Stage.PROVE if self._scrypt is not None:
                return self._scrypt, SCRYPT_BLOCK
            case Stage.CONNECT:
                return Poll(), b""
            case _:
                return Id(), b""

    def _shake(self, frame: Frame) -> Outcome:
        try:
            if self.stage is Stage.CONNECT:
                self._scrypt = self._session.prove(frame)
                self.proceed(Stage.PROVE)
            else:
                self._session.finish(frame)
                self.proceed(Stage.IDENTIFY)
        except (SecureError, PayloadError) as error:
            return Broken(error)
        return Progressed()


def own(message: Message) -> Order:
    """A command of the panel's own: nobody waits for it, and it does not grow old."""
    return Order(command=message, expires=float("inf"))


def _clear_text(frame: Frame) -> Outcome:
    """Clear text in a secure session: only a NAK can be honest, from a reader that lost the session."""
    if frame.code == ReplyCode.NAK and frame.payload:
        return Answered(frame, genuine=False)
    return Ignored(f"reply {frame.code:02X}h in clear text although the secure channel is up", refused=True)
