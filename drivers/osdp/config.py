"""How the site describes a reader of an OSDP line to its driver."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from drivers.osdp.feedback import DEFAULT_LOOKS, Look
from drivers.osdp.setup import ReaderSetup
from gate.domain.card import CardNumber
from gate.domain.signals import Feedback, Sense

Decode = Callable[[str], tuple[CardNumber | None, str]]
"""From a card's bits, first bit first, to the card whose format fits, or None and why none does."""


DEFAULT_INPUTS: Mapping[int, Sense] = MappingProxyType({0: Sense.OFF, 1: Sense.ON})
"""What a byte of ISTATR means by the standard; others are the makers' own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OsdpReaderConfig:
    """One reader. ``secure`` (the default) without a ``key`` is never talked to and reported offline: a key
    that is missing must not turn into clear text. Clear text takes ``secure=False`` and no key.
    """

    device: str
    address: int  # 0..126
    key: bytes | None = field(default=None, repr=False)  # 16 bytes, its own
    secure: bool = True
    keypad: bool = False
    star: tuple[int, ...] = (0x2A, 0x7F)  # bytes that mean *
    hash: tuple[int, ...] = (0x23, 0x0D)  # bytes that mean #
    crc: bool = True
    inputs: Mapping[int, Sense] = field(default_factory=lambda: DEFAULT_INPUTS)
    looks: Mapping[Feedback, Look] = field(default_factory=lambda: DEFAULT_LOOKS)

    @property
    def keyless(self) -> bool:
        """Must be secure and cannot."""
        return self.secure and self.key is None

    def setup(self) -> ReaderSetup:
        """What the panel needs. Raises :class:`drivers.osdp.errors.SetupError`."""
        return ReaderSetup(address=self.address, key=self.key, crc=self.crc)

    def keys(self, typed: bytes) -> str:
        """Typed bytes as ``0``–``9``, ``*`` and ``#``; others are left out."""
        return "".join(filter(None, map(self._key, typed)))

    def _key(self, byte: int) -> str:
        if 0x30 <= byte <= 0x39:
            return chr(byte)
        return "*" if byte in self.star else "#" if byte in self.hash else ""
