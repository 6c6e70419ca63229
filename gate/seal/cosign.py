"""An agent's countersignature of a checkpoint (C2SP tlog-cosignature, Ed25519).

It says: at that time this was the largest tree that I have seen of this log, and it begins with every tree that I
have seen before. Signed are two lines, ``cosignature/v1`` and ``time SECONDS``, and the checkpoint's text; the
signature line holds the seconds since 1970 as eight bytes, big-endian, and the signature.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import datetime

from gate.seal.errors import NoteError
from gate.seal.note import COSIGNATURE, Note, NoteKey, Signature, Verify, read_signature

_TIME = struct.Struct(">Q")


def witness_name(origin: str, agent: str) -> str:
    """The name that an agent countersigns under."""
    return f"{origin}/agent/{agent}"


def witness_key(origin: str, agent: str, public: bytes) -> NoteKey:
    """The key that an agent countersigns with."""
    return NoteKey(name=witness_name(origin, agent), public=public, kind=COSIGNATURE)


def cosigned(note: Note, key: NoteKey, at: datetime, sign: Callable[[bytes], bytes]) -> Signature:
    """The countersignature of the note's text at ``at``."""
    seconds = int(at.timestamp())
    content = _TIME.pack(seconds) + sign(_message(seconds, note))
    return Signature(name=key.name, key_id=key.id, content=content)


def countersigned(note: Note, signature: Signature, key: NoteKey, verify: Verify) -> bool:
    """True if the signature is this key's over this note."""
    if key.kind != COSIGNATURE:
        raise NoteError("expected a key for countersignatures (type 4)")
    if not signature.by(key) or len(signature.content) <= _TIME.size:
        return False
    (seconds,) = _TIME.unpack_from(signature.content)
    return verify(key.public, _message(seconds, note), signature.content[_TIME.size :])


def holds(key: NoteKey | None, note: Note, line: str, verify: Verify) -> bool:
    """The same of a signature line as it is kept, and of a key that may be unknown."""
    try:
        return key is not None and countersigned(note, read_signature(line), key, verify)
    except NoteError:
        return False


def _message(seconds: int, note: Note) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{note.text}".encode()
