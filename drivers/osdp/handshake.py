"""The panel's half of CHLNG → CCRYPT → SCRYPT → RMAC_I. Fails closed.

Raises :class:`DowngradeError` for a reader that offers less than its own key, :class:`CryptogramError` for one
that does not hold it. Until :meth:`Handshake.finish` returns there is no channel and nothing to fall back to.
"""

from __future__ import annotations

from hmac import compare_digest
from typing import TypeVar

from drivers.osdp.channel import Channel
from drivers.osdp.codes import NakCode, Scs
from drivers.osdp.commands import Chlng, Scrypt
from drivers.osdp.crypto import initial_rmac, panel_cryptogram, reader_cryptogram, session_keys
from drivers.osdp.errors import CryptogramError, DowngradeError, SecureError
from drivers.osdp.frame import Frame
from drivers.osdp.message import Message
from drivers.osdp.replies import Ccrypt, Nak, RmacI, decode_reply

Reply = TypeVar("Reply", bound=Message)
_REFUSALS = {NakCode.UNKNOWN_COMMAND, NakCode.SECURE_UNSUPPORTED, NakCode.SECURE_CONDITIONS}
_OWN_KEY = 1  # second byte of the security block: 0 is the default key, 1 the reader's own
CHALLENGE_BLOCK = bytes((Scs.CHLNG, _OWN_KEY))
SCRYPT_BLOCK = bytes((Scs.SCRYPT, _OWN_KEY))


class Handshake:
    """One attempt; take a new one, with a new random number, for the next."""

    def __init__(self, key: bytes, rnd_a: bytes) -> None:
        self._rnd_a = rnd_a
        self._keys = session_keys(key, rnd_a)
        self._cryptogram = b""

    def challenge(self) -> Chlng:
        """What to send first, with :data:`CHALLENGE_BLOCK`."""
        return Chlng(rnd_a=self._rnd_a)

    def answer(self, frame: Frame) -> Scrypt:
        """What to send next, with :data:`SCRYPT_BLOCK`, if the reader has proved its key."""
        ccrypt = _expect(frame, Ccrypt, Scs.CCRYPT)
        expected = reader_cryptogram(self._keys, self._rnd_a, ccrypt.rnd_b)
        if not compare_digest(expected, ccrypt.cryptogram):
            raise CryptogramError("the reader does not hold the key kept for it (wrong cryptogram)")
        self._cryptogram = panel_cryptogram(self._keys, self._rnd_a, ccrypt.rnd_b)
        return Scrypt(cryptogram=self._cryptogram)

    def finish(self, frame: Frame) -> Channel:
        """The channel, if the reader accepts our proof and begins the chain as it must."""
        reply = _expect(frame, RmacI, Scs.RMAC_I)
        expected = initial_rmac(self._keys, self._cryptogram)
        if not compare_digest(expected, reply.rmac):
            raise CryptogramError("the reader does not accept the key kept for it (wrong R-MAC)")
        return Channel(self._keys, expected)


def _expect(frame: Frame, kind: type[Reply], scs: Scs) -> Reply:
    reply = decode_reply(frame.code, frame.payload)
    if isinstance(reply, Nak):
        error = DowngradeError if reply.reason in _REFUSALS else SecureError
        raise error(f"the reader refuses the secure channel with {reply}")
    if not isinstance(reply, kind) or frame.scs != scs:
        raise DowngradeError(
            f"expected {kind.__name__} in SCS_{scs:02X}, came {type(reply).__name__} without"
        )
    if frame.scb[1:] == b"\x00":
        raise DowngradeError("the reader offers the default key (SCBK-D), which everybody knows")
    if frame.scb[1:] != bytes((_OWN_KEY,)):
        raise CryptogramError(
            f"the reader does not accept our proof of the key (status {frame.scb[1:].hex()})"
        )
    return reply
