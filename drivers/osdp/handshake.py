"""The panel's half of CHLNG → CCRYPT → SCRYPT → RMAC_I. Fails closed.

Raises :class:`DowngradeError` for a reader that offers less than its own key, :class:`CryptogramError` for one
that does not hold it. Until :meth:`Handshake.finish` returns there is no channel and nothing to fall back to.
"""

from __future__ import annotations

from collections.abc import Callable
from hmac import compare_digest
from typing import TypeVar

from drivers.osdp.channel import Channel
from drivers.osdp.codes import NakCode, Scs
from drivers.osdp.commands import Chlng, Scrypt
from drivers.osdp.crypto import SessionKeys, initial_rmac, panel_cryptogram, reader_cryptogram, session_keys
from drivers.osdp.errors import CryptogramError, DowngradeError, SecureError
from drivers.osdp.frame import Frame
from drivers.osdp.message import Message
from drivers.osdp.replies import Ccrypt, Nak, RmacI, decode_reply

Reply = TypeVar("Reply", bound=Message)
_REFUSALS = {NakCode.UNKNOWN_COMMAND, NakCode.SECURE_UNSUPPORTED, NakCode.SECURE_CONDITIONS}
_DEFAULT, _OWN = 0, 1  # second byte of the security block: the default key, or the reader's own
_ACCEPTED = 1  # and in SCS_14: the reader took our proof
CHALLENGE_BLOCK = bytes((Scs.CHLNG, _OWN))
SCRYPT_BLOCK = bytes((Scs.SCRYPT, _OWN))
KeyFor = Callable[[bytes], bytes]
"""A reader's key by its identity (cUID, 8 bytes), for keys that are derived from a master."""


class Handshake:
    """One attempt; take a new one, with a new random number, for the next.

    ``own`` False asks for the default key: the install window's tool does, the panel never.
    """

    def __init__(self, key: bytes | KeyFor, rnd_a: bytes, *, own: bool = True) -> None:
        self._key = key
        self._rnd_a = rnd_a
        self._which = _OWN if own else _DEFAULT
        self._keys: SessionKeys | None = None
        self._cryptogram = b""

    @property
    def blocks(self) -> tuple[bytes, bytes]:
        """The security blocks of CHLNG and SCRYPT."""
        return bytes((Scs.CHLNG, self._which)), bytes((Scs.SCRYPT, self._which))

    def challenge(self) -> Chlng:
        """What to send first."""
        return Chlng(rnd_a=self._rnd_a)

    def answer(self, frame: Frame) -> Scrypt:
        """What to send next, if the reader has proved its key."""
        ccrypt = _expect(frame, Ccrypt, Scs.CCRYPT)
        _check_key(frame.scb[1:], self._which)
        key = self._key if isinstance(self._key, bytes) else self._key(ccrypt.cuid)
        self._keys = session_keys(key, self._rnd_a)
        expected = reader_cryptogram(self._keys, self._rnd_a, ccrypt.rnd_b)
        if not compare_digest(expected, ccrypt.cryptogram):
            raise CryptogramError("the reader does not hold the key kept for it (wrong cryptogram)")
        self._cryptogram = panel_cryptogram(self._keys, self._rnd_a, ccrypt.rnd_b)
        return Scrypt(cryptogram=self._cryptogram)

    def finish(self, frame: Frame) -> Channel:
        """The channel, if the reader accepts our proof and begins the chain as it must."""
        reply = _expect(frame, RmacI, Scs.RMAC_I)
        if self._keys is None:
            raise SecureError("expected the reader's proof before its end of the handshake")
        if frame.scb[1:] != bytes((_ACCEPTED,)):
            raise CryptogramError(
                f"the reader does not accept our proof of the key (status {frame.scb[1:].hex()})"
            )
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
    return reply


def _check_key(offered: bytes, wanted: int) -> None:
    if offered == bytes((wanted,)):
        return
    if wanted == _OWN and offered == bytes((_DEFAULT,)):
        raise DowngradeError("the reader offers the default key (SCBK-D), which everybody knows")
    raise CryptogramError(
        f"the reader offers a key of another kind (expected {wanted}, came {offered.hex()})"
    )
