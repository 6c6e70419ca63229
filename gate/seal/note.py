"""Signed notes (C2SP signed-note v1.0.0): a text that people can read, and lines that sign it.

::

    gate/hq                                            the text: lines, the last one ended, too
    1024
    xxhOzJ…=
                                                       one empty line
    — gate/hq/seal/1 x08go/ZJku…=                      name, base64(key id, 4 bytes ‖ signature)

The signature covers the text with its last newline. Keys are written as ``NAME+KEYID+base64(type ‖ public key)``.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256

from gate.seal.errors import NoteError

ED25519 = 0x01
COSIGNATURE = 0x04
"""Signature types (signed-note, "Signature types"): Ed25519 over the text, and a timestamped cosignature."""

KEY_ID = 4
PUBLIC = 32
MARK = "— "
MOST_SIGNATURES = 100
LONGEST = 64 * 1024

Verify = Callable[[bytes, bytes, bytes], bool]
"""``verify(public key, content, signature)``: Ed25519 (RFC 8032); False for anything that does not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteKey:
    """A public key with the name it signs under."""

    name: str
    public: bytes
    kind: int = ED25519

    def __post_init__(self) -> None:
        if not self.name or "+" in self.name or any(c.isspace() for c in self.name):
            raise NoteError(f"expected a key's name without + and white space; got {self.name[:80]!r}")
        if len(self.public) != PUBLIC:
            raise NoteError(f"expected a public key of {PUBLIC} bytes; got {len(self.public)}")

    @property
    def id(self) -> bytes:
        """Four bytes that tell keys of one name apart."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:KEY_ID]

    def __str__(self) -> str:
        material = base64.b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.id.hex()}+{material}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One line below a note: who says to have signed, by which key, and the signature's bytes."""

    name: str
    key_id: bytes
    content: bytes

    def __str__(self) -> str:
        return f"{MARK}{self.name} {base64.b64encode(self.key_id + self.content).decode()}"

    def by(self, key: NoteKey) -> bool:
        """True if it says that this key made it; whether that is true is another question."""
        return (self.name, self.key_id) == (key.name, key.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """``text`` ends with a newline and has no empty line."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        return self.text + "\n" + "".join(f"{each}\n" for each in self.signatures)

    def signed(self, key: NoteKey, sign: Callable[[bytes], bytes]) -> Note:
        """With this key's signature added."""
        made = Signature(name=key.name, key_id=key.id, content=sign(self.text.encode()))
        return replace(self, signatures=(*self.signatures, made))

    def signed_by(self, key: NoteKey, verify: Verify) -> bool:
        """True if there is a signature of this key and it holds; one that does not hold spoils the note."""
        found = [each for each in self.signatures if each.by(key)]
        content = self.text.encode()
        return bool(found) and all(verify(key.public, content, each.content) for each in found)


def read_key(text: str) -> NoteKey:
    """A key from its text; NoteError if it is none or its key id is another's."""
    name, _, rest = text.partition("+")
    key_id, _, material = rest.partition("+")
    raw = _bytes(material, "a key NAME+KEYID+BASE64", text)
    if len(raw) != 1 + PUBLIC or raw[0] not in (ED25519, COSIGNATURE):
        raise NoteError(f"expected an Ed25519 key (type 1 or 4, {PUBLIC} bytes); got {text[:80]!r}")
    key = NoteKey(name=name, public=raw[1:], kind=raw[0])
    if key.id.hex() != key_id:
        raise NoteError(f"expected key id {key.id.hex()} for this key; got {key_id[:20]!r}")
    return key


def read_note(content: str) -> Note:
    """A note from its text; NoteError says what is missing."""
    text, blank, lines = content.rpartition("\n\n")
    if not blank or not text or not lines.endswith("\n") or len(content) > LONGEST:
        raise NoteError("expected a text, an empty line and signatures, each line ended")
    text += "\n"
    if "\n\n" in text or text.startswith("\n") or any(c < " " and c != "\n" for c in text):
        raise NoteError("expected a text without empty lines and control characters")
    signatures = tuple(read_signature(line) for line in lines.removesuffix("\n").split("\n"))
    if len(signatures) > MOST_SIGNATURES:
        raise NoteError(f"expected at most {MOST_SIGNATURES} signatures; got {len(signatures)}")
    return Note(text=text, signatures=signatures)


def read_signature(line: str) -> Signature:
    """One signature line, without its newline; NoteError if it is none."""
    name, blank, material = line.removeprefix(MARK).partition(" ")
    if not line.startswith(MARK) or not blank or not name or "+" in name:
        raise NoteError(f"expected a signature line '{MARK}NAME BASE64'; got {line[:80]!r}")
    raw = _bytes(material, "a signature in base64", material)
    if len(raw) <= KEY_ID:
        raise NoteError(f"expected a key id and a signature; got {len(raw)} bytes")
    return Signature(name=name, key_id=raw[:KEY_ID], content=raw[KEY_ID:])


def _bytes(material: str, expected: str, got: str) -> bytes:
    try:
        return base64.b64decode(material, validate=True)
    except (binascii.Error, ValueError):
        raise NoteError(f"expected {expected}; got {got[:80]!r}") from None
