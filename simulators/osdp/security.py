"""The reader's half of the secure channel: answers challenges, opens commands, seals replies."""

from __future__ import annotations

from collections.abc import Callable
from hmac import compare_digest

from drivers.osdp.channel import Channel
from drivers.osdp.codes import DEFAULT_KEY, CommandCode, NakCode, Scs
from drivers.osdp.commands import Chlng, Scrypt
from drivers.osdp.crypto import (
    BLOCK,
    SessionKeys,
    initial_rmac,
    panel_cryptogram,
    reader_cryptogram,
    session_keys,
)
from drivers.osdp.errors import SecureError
from drivers.osdp.frame import Frame
from drivers.osdp.message import Message
from drivers.osdp.replies import Ccrypt, Nak, RmacI

_CLEAR_ALLOWED = {CommandCode.ID, CommandCode.CAP}
_ACCEPTED, _REJECTED = 0x01, 0xFF


class ReaderSecurity:
    """``key`` None: no secure channel, except with the default key while ``install`` is on."""

    def __init__(self, key: bytes | None, random: Callable[[int], bytes], cuid: bytes) -> None:
        self.key = key
        self.install = False
        self._random = random
        self._cuid = cuid
        self._keys: SessionKeys | None = None
        self._numbers = (b"", b"")
        self._own = 1
        self.channel: Channel | None = None

    @property
    def capable(self) -> bool:
        """Whether a secure channel can be had at all."""
        return self.key is not None or self.install

    def reset(self) -> None:
        """The session is over."""
        self._keys = self.channel = None

    def open(self, frame: Frame) -> Frame | Nak:
        """The command in clear, or the refusal to send in clear."""
        if frame.scs in (Scs.CHLNG, Scs.SCRYPT):
            return frame
        if frame.scs is None:
            return self._clear(frame)
        if self.channel is None:
            return Nak(reason=NakCode.SECURE_CONDITIONS)
        try:
            return self.channel.open(frame)
        except SecureError:
            self.reset()
            return Nak(reason=NakCode.SECURE_CONDITIONS)

    def challenge(self, command: Chlng, scb: bytes) -> tuple[Message, bytes]:
        """CCRYPT with its security block; without a fitting key a NAK with none."""
        self.reset()
        self._own = scb[1] if len(scb) > 1 else 0
        key = self.key if self._own else (DEFAULT_KEY if self.install else None)
        if key is None:
            reason = NakCode.SECURE_UNSUPPORTED if self.key is None else NakCode.SECURE_CONDITIONS
            return Nak(reason=reason), b""
        rnd_b = self._random(8)
        self._keys, self._numbers = session_keys(key, command.rnd_a), (command.rnd_a, rnd_b)
        cryptogram = reader_cryptogram(self._keys, command.rnd_a, rnd_b)
        return Ccrypt(cuid=self._cuid, rnd_b=rnd_b, cryptogram=cryptogram), bytes((Scs.CCRYPT, self._own))

    def prove(self, command: Scrypt) -> tuple[Message, bytes]:
        """RMAC_I and the channel, or the rejection of a panel without the key."""
        if self._keys is None:
            return Nak(reason=NakCode.SECURE_CONDITIONS), b""
        if not compare_digest(panel_cryptogram(self._keys, *self._numbers), command.cryptogram):
            self.reset()
            return RmacI(rmac=bytes(BLOCK)), bytes((Scs.RMAC_I, _REJECTED))
        rmac = initial_rmac(self._keys, command.cryptogram)
        self.channel = Channel(self._keys, rmac)
        return RmacI(rmac=rmac), bytes((Scs.RMAC_I, _ACCEPTED))

    def _clear(self, frame: Frame) -> Frame | Nak:
        if self.key is None or (self.channel is None and frame.code in _CLEAR_ALLOWED):
            return frame
        self.reset()
        return Nak(reason=NakCode.SECURE_CONDITIONS)
