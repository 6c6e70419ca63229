"""What the panel learns about its readers. Values, named by address; times are the caller's."""

from __future__ import annotations

from dataclasses import dataclass

from drivers.osdp.message import Message
from drivers.osdp.replies import PdId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderUp:
    """The reader works: it answers and, if it has a key, through its secure channel."""

    address: int
    secure: bool
    identity: PdId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderRestarted:
    """A reader that was up had to be connected anew: what it displays is no longer known."""

    address: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderDown:
    """Nothing the reader says counts from now on, until it is up again."""

    address: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A genuine reply with news: a read, keys, states."""

    address: int
    reply: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEnded:
    """A command given to the panel has ended: answered by ``reply``, or ``why`` it never was."""

    ticket: int
    address: int
    reply: Message | None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An attempt at less than the reader's own key. Always worth an alarm; never believed."""

    address: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Bytes, frames or replies that do not belong; ``address`` is None where no reader can be named."""

    address: int | None
    why: str


PanelEvent = ReaderUp | ReaderRestarted | ReaderDown | Reported | OrderEnded | Refused | Fault
