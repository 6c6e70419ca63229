"""What may be believed of one reader: clear text if it has no key, else only what its channel opens."""

from __future__ import annotations

from collections.abc import Callable

from drivers.osdp.channel import Channel
from drivers.osdp.codes import ReplyCode, Scs
from drivers.osdp.commands import Chlng, Scrypt
from drivers.osdp.errors import DowngradeError, MacError, SecureError
from drivers.osdp.frame import Frame
from drivers.osdp.handshake import Handshake

Random = Callable[[int], bytes]
MOST_BAD_MACS = 3
"""Frames with a wrong MAC after which a session is given up: the MAC on the wire has only 32 bits."""


class Session:
    """The trust in one reader. A new random number for every handshake."""

    def __init__(self, key: bytes | None, random: Random) -> None:
        self._key = key
        self._random = random
        self._handshake: Handshake | None = None
        self._channel: Channel | None = None
        self._bad = 0

    @property
    def secure(self) -> bool:
        """Whether the reader has a key."""
        return self._key is not None

    @property
    def up(self) -> bool:
        """Whether data may flow: the channel stands, or none is asked for."""
        return self._key is None or self._channel is not None

    def reset(self) -> None:
        """Forget channel and handshake."""
        self._handshake = self._channel = None
        self._bad = 0

    def challenge(self) -> Chlng:
        """Begin a handshake. Raises :class:`SecureError` for a reader without a key."""
        if self._key is None:
            raise SecureError("expected a reader with a key")
        self._handshake = Handshake(self._key, self._random(8))
        return self._handshake.challenge()

    def prove(self, frame: Frame) -> Scrypt:
        """Our proof, in return for the reader's. Raises :class:`SecureError`."""
        return self._begun().answer(frame)

    def finish(self, frame: Frame) -> None:
        """The channel stands from now on. Raises :class:`SecureError`."""
        self._channel = self._begun().finish(frame)

    def seal(self, frame: Frame) -> bytes:
        """The frame as it has to go out onto the wire."""
        return frame.encode() if self._channel is None else self._channel.seal(frame)

    def open(self, frame: Frame) -> Frame:
        """The reply as it is meant. Raises :class:`MacError` when the session is lost for too many forgeries,
        :class:`DowngradeError` for data that is not encrypted, another :class:`SecureError` for a frame to ignore.
        """
        if self._channel is None:
            if frame.scb:
                raise SecureError("expected clear text, came a security block")
            return frame
        try:
            plain = self._channel.open(frame)
        except SecureError as error:
            self._bad += 1
            if self._bad >= MOST_BAD_MACS:
                raise MacError(f"{self._bad} frames that the secure channel did not open: {error}") from error
            raise SecureError(str(error)) from error
        if plain.payload and frame.scs == Scs.REPLY_MAC and frame.code != ReplyCode.NAK:
            raise DowngradeError("the reader sends data that is not encrypted")
        return plain

    def _begun(self) -> Handshake:
        if self._handshake is None:
            raise SecureError("expected a handshake to be under way")
        return self._handshake
