"""A byte stream sealed in chunks: the STREAM construction over AES-256-GCM.

Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance (CRYPTO
2015); age encryption (age-encryption.org/v1) uses the same.

A chunk is 64 KiB of plain text, the last one at most that::

    nonce, 12 bytes:  number of the chunk, 11 bytes, big-endian ‖ 1 for the last chunk, else 0
    chunk:            cipher text ‖ tag, 16 bytes

A chunk that is missing, repeated or moved has the wrong number; a stream that was cut off has no last chunk.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gate.backup.errors import Tampered, Torn

CHUNK = 64 * 1024
TAG = 16
ORDINARY, LAST = 0, 1


class SealedWriter(io.RawIOBase):
    """Writes plain bytes into ``file`` as sealed chunks. Without :meth:`close` the stream has no end."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        """``key``: 32 bytes, used for this stream alone."""
        super().__init__()
        self._file, self._cipher = file, AESGCM(key)
        self._number = 0
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: bytes, /) -> int:  # type: ignore[override]
        """Take all of it; what fills no chunk waits."""
        self._held += content
        while len(self._held) > CHUNK:  # a full one may be the last: it waits for another byte
            self._put(bytes(self._held[:CHUNK]), ORDINARY)
            del self._held[:CHUNK]
        return len(content)

    def close(self) -> None:
        """The last chunk; ``file`` stays open."""
        if not self.closed:
            self._put(bytes(self._held), LAST)
            self._held.clear()
        super().close()

    def abandon(self) -> None:
        """End without a last chunk: what was written so far is no stream."""
        self._held.clear()
        super().close()

    def _put(self, plain: bytes, kind: int) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, kind), plain, None))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Reads plain bytes out of sealed chunks; each is checked before a byte of it is handed out.

    Torn: the stream ends too soon. Tampered: a chunk does not open.
    """

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        super().__init__()
        self._chunks = _opened(file, AESGCM(key))
        self._held = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        """``size`` bytes, fewer at the end alone; all that is left for -1."""
        parts, left = [], size
        while left:
            if not self._held:
                self._held = next(self._chunks, b"")
                if not self._held:
                    break
            part = self._held if left < 0 else self._held[:left]
            self._held = self._held[len(part) :]
            parts.append(part)
            left -= len(part) if left > 0 else 0
        return b"".join(parts)

    def drain(self) -> None:
        """Read on to the end: only then the whole stream is known to be good."""
        while self.read(CHUNK):
            pass


def _opened(file: BinaryIO, cipher: AESGCM) -> Iterator[bytes]:
    number, sealed = 0, _whole(file)
    while True:
        after = _whole(file) if len(sealed) == CHUNK + TAG else b""
        kind = ORDINARY if after else LAST
        try:
            yield cipher.decrypt(_nonce(number, kind), sealed, None)
        except (InvalidTag, ValueError):
            raise _fault(cipher, number, sealed, kind) from None
        if kind == LAST:
            return
        number, sealed = number + 1, after


def _fault(cipher: AESGCM, number: int, sealed: bytes, kind: int) -> Tampered | Torn:
    """Torn where the last chunk that is there opens as one that has others after it."""
    if kind == LAST:
        if number and len(sealed) < CHUNK + TAG:
            return Torn(f"it ends within chunk {number}, or that chunk was changed")
        try:
            cipher.decrypt(_nonce(number, ORDINARY), sealed, None)
        except (InvalidTag, ValueError):
            pass
        else:
            return Torn(f"it ends after chunk {number}: expected more")
    where = "the first chunk does not open" if number == 0 else f"chunk {number} does not open"
    return Tampered(f"{where}: it was changed, or the secret is another")


def _whole(file: BinaryIO) -> bytes:
    """A whole chunk, or what is left; files and pipes may hand out less at a time."""
    parts, left = [], CHUNK + TAG
    while left and (part := file.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _nonce(number: int, kind: int) -> bytes:
    return number.to_bytes(11, "big") + bytes([kind])
