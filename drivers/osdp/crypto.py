"""Keys, cryptograms and the MAC of the secure channel (SIA OSDP 2.2, annex D), all AES-128.

Nothing here logs or shows a key: the dataclass that holds them hides them in its repr.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from drivers.osdp.errors import SecureError, SetupError

BLOCK = 16
_ZERO = bytes(BLOCK)


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

    def derive(kind: int) -> bytes:
        return _block(scbk, bytes((0x01, kind)) + rnd_a[:6] + bytes(8))

    return SessionKeys(enc=derive(0x82), mac1=derive(0x01), mac2=derive(0x02))


def reader_cryptogram(keys: SessionKeys, rnd_a: bytes, rnd_b: bytes) -> bytes:
    """What the reader proves its key with."""
    return cbc_encrypt(keys.enc, _ZERO, rnd_a + rnd_b)


def panel_cryptogram(keys: SessionKeys, rnd_a: bytes, rnd_b: bytes) -> bytes:
    """What the panel proves its key with."""
    return cbc_encrypt(keys.enc, _ZERO, rnd_b + rnd_a)


def initial_rmac(keys: SessionKeys, cryptogram: bytes) -> bytes:
    """R-MAC I: the first link of the chain of MACs, from the panel's cryptogram."""
    return _block(keys.mac2, _block(keys.mac1, cryptogram))


def chain_mac(keys: SessionKeys, iv: bytes, data: bytes) -> bytes:
    """All 16 bytes of the MAC: CBC under S-MAC1, its last block under S-MAC2."""
    if len(data) % BLOCK:
        data = pad(data)
    head, last = data[:-BLOCK], data[-BLOCK:]
    if head:
        iv = cbc_encrypt(keys.mac1, iv, head)[-BLOCK:]
    return cbc_encrypt(keys.mac2, iv, last)


def encrypt(keys: SessionKeys, mac: bytes, plain: bytes) -> bytes:
    """Data under S-ENC; the vector is the inverse of the other side's last MAC."""
    return cbc_encrypt(keys.enc, _inverse(mac), pad(plain))


def decrypt(keys: SessionKeys, mac: bytes, secret: bytes) -> bytes:
    """The reverse of :func:`encrypt`. Raises :class:`SecureError` for wrong lengths and padding."""
    if not secret or len(secret) % BLOCK:
        raise SecureError(f"expected encrypted data in blocks of {BLOCK}, came {len(secret)} bytes")
    decryptor = Cipher(algorithms.AES(keys.enc), modes.CBC(_inverse(mac))).decryptor()
    plain = (decryptor.update(secret) + decryptor.finalize()).rstrip(b"\x00")
    if not plain.endswith(b"\x80") or len(secret) - len(plain) >= BLOCK:
        raise SecureError("expected padding of 80h and zeros within the last block, came something else")
    return plain[:-1]


def pad(data: bytes) -> bytes:
    """``data``, 80h, and zeros up to a whole block; a full block's worth if it was whole already."""
    return data + b"\x80" + bytes(-(len(data) + 1) % BLOCK)


def cbc_encrypt(key: bytes, iv: bytes, blocks: bytes) -> bytes:
    """AES-128-CBC of whole blocks."""
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    return encryptor.update(blocks) + encryptor.finalize()


def _block(key: bytes, block: bytes) -> bytes:
    """One block under AES: CBC from a zero vector is just that."""
    return cbc_encrypt(key, _ZERO, block)


def _inverse(mac: bytes) -> bytes:
    return bytes(byte ^ 0xFF for byte in mac)
