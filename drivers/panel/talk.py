"""What a family knows that the shared line does not: how its panels are spoken to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from drivers.transport.stream import ByteStream
from gate.domain.signals import OutputOrder, Signal

Tell = Callable[[Iterable[Signal]], None]
Fault = Callable[[str], None]


class Talk(Protocol):
    """A conversation with one panel over one open wire. Each method raises ``NoAnswer``, ``Refused``, ``Unsafe``, or
    ``ConnectionError`` where the wire is lost."""

    async def come_up(self) -> str:
        """Find it, verify how it is set up and put right what may be; a detail for people."""

    async def verify(self) -> None:
        """Whether it is still set up so, as far as that can be read."""

    async def poll(self) -> None:
        """Hear what is new, and tell it."""

    async def carry_out(self, order: OutputOrder) -> None:
        """Switch an output. Raises ``OrderRefused`` where the panel cannot."""

    def close(self) -> None:
        """The wire is about to be closed."""


Talker = Callable[[ByteStream, Tell, Fault], Talk]
"""Begins a conversation; signals go to the first callable, faults of the wire in words to the second."""
