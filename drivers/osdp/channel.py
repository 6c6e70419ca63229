"""An established secure session: frames sealed and opened, each MAC chained to the one before it.

Both sides use it, the panel for commands and the reader for replies. A frame that does not open changes
nothing, so the true one may still follow. Source: SIA OSDP 2.2, annex D.
"""

from __future__ import annotations

from hmac import compare_digest

from drivers.osdp.codes import Scs
from drivers.osdp.crypto import BLOCK, SessionCiphers, SessionKeys
from drivers.osdp.errors import MacError, SecureError
from drivers.osdp.frame import MAC_LENGTH, Frame, closed


class Channel:
    """Session keys and the last MAC of each direction; its repr shows neither.

    ``mac`` is the last one: R-MAC I when a session begins, that of a command if its reply is to come.
    """

    def __init__(self, keys: SessionKeys, mac: bytes, *, command_out: bool = False) -> None:
        self._ciphers = SessionCiphers(keys)
        self._cmac = mac if command_out else bytes(BLOCK)  # of the last command
        self._rmac = mac  # of the last reply; R-MAC I before the first
        self._replying = command_out  # one reply opens now, and no second command

    def seal(self, plain: Frame) -> bytes:
        """The frame's bytes with its data encrypted, security block, MAC and check: a new link of the chain."""
        last = self._cmac if plain.reply else self._rmac
        secret = self._ciphers.encrypt(last, plain.payload) if plain.payload else b""
        scs = (Scs.COMMAND_SECRET if secret else Scs.COMMAND_MAC) + plain.reply
        signed = _with(plain, secret, bytes((scs,))).signed()
        mac = self._ciphers.mac(last, signed)
        self._remember(plain.reply, mac)
        return closed(signed + mac[:MAC_LENGTH], crc16=plain.crc)

    def open(self, frame: Frame) -> Frame:
        """The frame in clear, if it is genuine and next in the chain; :class:`SecureError` otherwise."""
        secret = Scs.COMMAND_SECRET + frame.reply
        if frame.scs not in (secret, Scs.COMMAND_MAC + frame.reply):
            raise SecureError(
                f"expected a frame of the session, came security block {frame.scb.hex() or 'none'}"
            )
        if frame.reply != self._replying:
            raise MacError("a reply without a command, or a command without the reply before it: replayed")
        last = self._cmac if frame.reply else self._rmac
        mac = self._ciphers.mac(last, frame.signed())
        if not compare_digest(mac[:MAC_LENGTH], frame.mac):
            raise MacError("the MAC does not fit: changed, replayed or from another session")
        self._remember(frame.reply, mac)
        plain = self._ciphers.decrypt(last, frame.payload) if frame.scs == secret else frame.payload
        return _with(frame, plain, b"")

    def _remember(self, reply: bool, mac: bytes) -> None:
        self._replying = not reply
        if reply:
            self._rmac = mac
        else:
            self._cmac = mac


def _with(frame: Frame, payload: bytes, scb: bytes) -> Frame:
    return Frame(
        address=frame.address,
        reply=frame.reply,
        sequence=frame.sequence,
        code=frame.code,
        payload=payload,
        crc=frame.crc,
        scb=scb,
    )
