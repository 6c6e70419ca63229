"""Keys, cryptograms and the ciphers of the secure channel (SIA OSDP 2.2, annex D), all AES-128.

Nothing here logs or shows a key: the dataclass that holds them hides them in its repr.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from drivers.osdp.errors import SecureError, SetupError

BLOCK = 16
_ONES = (1 << 128) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionKeys:
    """Three keys derived anew for each session from the reader's key and the panel's random number."""

    enc: bytes = field(repr=False)
    mac1: bytes = field(repr=False)
    mac2: bytes = field(repr=False)


def session_keys(scbk: bytes, rnd_a: bytes) -> SessionKeys:
    """S-ENC, S-MAC1, S-MAC2 from a 16 byte key and the first 6 bytes of the panel's 8 byte random number."""
    if len(scbk) != BLOCK or len(rnd_a) != 8:
        raise SetupError(f"expected 16 bytes of key and 8 of random, came {len(scbk)} and {len(rnd_a)}")
    cipher = _Blocks(scbk)

    def derive(kind: int) -> bytes:
        return cipher.encrypt(bytes((0x01, kind)) + rnd_a[:6] + bytes(8))

    return SessionKeys(enc=derive(0x82), mac1=derive(0x01), mac2=derive(0x02))


def diversified_key(master: bytes, cuid: bytes) -> bytes:
    """A reader's key as some systems derive it from one master key: AES of its identity and the inverse of it.

    Only to take existing readers over: whoever learns the master knows every door's key. Source: SIA OSDP 2.2,
    annex D.4.
    """
    if len(master) != BLOCK or len(cuid) != 8:
        raise SetupError(f"expected 16 bytes of master and 8 of identity, came {len(master)} and {len(cuid)}")
    return _Blocks(master).encrypt(cuid + bytes(byte ^ 0xFF for byte in cuid))


def reader_cryptogram(keys: SessionKeys, rnd_a: bytes, rnd_b: bytes) -> bytes:
    """What the reader proves its key with."""
    return _Blocks(keys.enc).encrypt(rnd_a + rnd_b)


def panel_cryptogram(keys: SessionKeys, rnd_a: bytes, rnd_b: bytes) -> bytes:
    """What the panel proves its key with."""
    return _Blocks(keys.enc).encrypt(rnd_b + rnd_a)


def initial_rmac(keys: SessionKeys, cryptogram: bytes) -> bytes:
    """R-MAC I: the first link of the chain of MACs, from the panel's cryptogram."""
    return _Blocks(keys.mac2).encrypt(_Blocks(keys.mac1).encrypt(cryptogram))


def pad(data: bytes) -> bytes:
    """``data``, 80h, and zeros up to a whole block; a full block's worth if it was whole already."""
    return data + b"\x80" + bytes(-(len(data) + 1) % BLOCK)


class SessionCiphers:
    """The keys at work. One set of cipher contexts for the whole session: making one costs more than a block."""

    def __init__(self, keys: SessionKeys) -> None:
        self._enc, self._mac1, self._mac2 = _Blocks(keys.enc), _Blocks(keys.mac1), _Blocks(keys.mac2)

    def mac(self, iv: bytes, data: bytes) -> bytes:
        """All 16 bytes of the MAC: CBC under S-MAC1, its last block under S-MAC2."""
        if len(data) % BLOCK:
            data = pad(data)
        for start in range(0, len(data) - BLOCK, BLOCK):
            iv = self._mac1.encrypt(_xor(iv, data[start : start + BLOCK]))
        return self._mac2.encrypt(_xor(iv, data[-BLOCK:]))

    def encrypt(self, last_mac: bytes, plain: bytes) -> bytes:
        """Data padded and in CBC under S-ENC; the vector is the inverse of the other side's last MAC."""
        padded, chain, out = pad(plain), _inverse(last_mac), []
        for start in range(0, len(padded), BLOCK):
            chain = self._enc.encrypt(_xor(chain, padded[start : start + BLOCK]))
            out.append(chain)
        return b"".join(out)

    def decrypt(self, last_mac: bytes, secret: bytes) -> bytes:
        """The reverse of :meth:`encrypt`. Raises :class:`SecureError` for wrong lengths and padding."""
        if not secret or len(secret) % BLOCK:
            raise SecureError(f"expected encrypted data in blocks of {BLOCK}, came {len(secret)} bytes")
        chain, out = _inverse(last_mac), []
        for start in range(0, len(secret), BLOCK):
            block = secret[start : start + BLOCK]
            out.append(_xor(chain, self._enc.decrypt(block)))
            chain = block
        plain = b"".join(out).rstrip(b"\x00")
        if not plain.endswith(b"\x80") or len(secret) - len(plain) >= BLOCK:
            raise SecureError("expected padding of 80h and zeros within the last block, came something else")
        return plain[:-1]


class _Blocks:
    """AES-128 of single blocks, the brick that the chaining above is built of; never used on data by itself."""

    def __init__(self, key: bytes) -> None:
        cipher = Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305 - chained by the caller
        self.encrypt = cipher.encryptor().update
        self.decrypt = cipher.decryptor().update


def _xor(one: bytes, other: bytes) -> bytes:
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).to_bytes(BLOCK, "big")


def _inverse(mac: bytes) -> bytes:
    return (int.from_bytes(mac, "big") ^ _ONES).to_bytes(BLOCK, "big")
