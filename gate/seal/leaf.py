"""The bytes of a row that the tree holds: what a third party must rebuild to check it (docs/record.md).

::

    public    [seq, boot, src_seq, at, recorded_at, src, type, portal, zone, subject, request, body]
              and behind them  receipt id, receipt at  with the answer to a command
    personal  [person, credential, personal]  and behind them  receipt text
    hidden    SHA-256(salt ‖ personal), or 32 zero bytes where there is nothing personal
    leaf      SHA-256(0x00 ‖ public ‖ hidden)

Both are JSON arrays without white space (:func:`spelt`): a number, a text and nothing never look the same, and no text
can pretend to be two. Instants are microseconds since 1970. ``body`` and ``personal`` are the very texts of the row.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from gate.seal.hashing import SIZE, leaf_hash
from gate.seal.keychain import KEY_EVENTS

SALT = 16
NOTHING = bytes(SIZE)
"""What stands for the hidden part where there is none."""


class Receipt(NamedTuple):
    """The answer to a command, sealed with the event that records it. ``at``: microseconds since 1970."""

    id: str
    at: int
    text: str


class Row(NamedTuple):
    """A row of the log as it is stored: plain values, instants in microseconds since 1970.

    ``hidden`` stands only in a row whose personal part was erased: then ``salt`` and the personal texts are None.
    """

    seq: int
    boot: int
    src_seq: int
    at: int
    recorded_at: int
    src: str
    type: str
    portal: str | None
    zone: str | None
    subject: str | None
    request: str | None
    body: str
    person: str | None
    credential: str | None
    personal: str | None
    salt: bytes | None
    hidden: bytes | None
    leaf: bytes | None


COLUMNS = (
    "seq", "boot", "src_seq", "at", "recorded_at", "src", "type", "portal", "zone", "subject", "request", "body",
    "person", "credential", "personal", "salt", "hidden", "leaf",
)  # fmt: skip
"""Names of the columns in the order of :class:`Row`."""

_WRITE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

PUBLIC, PERSONAL = slice(0, 12), slice(12, 15)
"""Where the two parts stand in :data:`COLUMNS`."""


class Spelt(NamedTuple):
    """A row of the log as the verifier takes it: its two parts as the tree has them, but for a receipt.

    ``personal`` is None where the row has neither anything personal nor ``salt`` nor ``hidden``.
    """

    seq: int
    public: bytes
    personal: bytes | None
    salt: bytes | None
    hidden: bytes | None
    leaf: bytes | None
    introduces: bool  # its type is one of KEY_EVENTS


def spelt(values: Sequence[Any]) -> bytes:
    """A JSON array (RFC 8259) in UTF-8 without white space.

    Characters stand as they are, but for ``"`` and the backslash behind one, and those below U+0020 as \\b \\t \\n
    \\f \\r or \\u00xx in lower case. UnicodeEncodeError for half a character.
    """
    return _WRITE(values).encode()


def spelt_row(row: Row) -> Spelt:
    """The row for the verifier."""
    apart = any(value is not None for value in row[12:17])
    return Spelt(
        seq=row.seq,
        public=spelt(row[:12]),
        personal=spelt(row[12:15]) if apart else None,
        salt=row.salt,
        hidden=row.hidden,
        leaf=row.leaf,
        introduces=row.type in KEY_EVENTS,
    )


def row_of(said: Spelt) -> Row:
    """The row that was spelt so; ValueError for texts that are none of a store's."""
    personal = (None, None, None) if said.personal is None else json.loads(said.personal)
    return Row._make((*json.loads(said.public), *personal, said.salt, said.hidden, said.leaf))


def recorded_at(public: bytes) -> int:
    """When a row was recorded, of its public part; ValueError for a text that is none."""
    at: int = json.loads(public)[4]
    return at


def with_receipt(said: Spelt, receipt: Receipt) -> tuple[bytes, bytes]:
    """Both parts of a row that records a command, its receipt with them."""
    public, personal = spelt((receipt.id, receipt.at)), spelt((receipt.text,))
    return joined(said.public, public), joined(said.personal or NOBODY, personal)


def joined(one: bytes, other: bytes) -> bytes:
    """Two arrays as one."""
    return one[:-1] + b"," + other[1:]


NOBODY = spelt((None, None, None))
"""The personal part in which there is nothing."""


def public_bytes(row: Row, receipt: Receipt | None) -> bytes:
    """The part that stays. UnicodeEncodeError for half a character."""
    public = spelt(row[:12])
    return public if receipt is None else joined(public, spelt((receipt.id, receipt.at)))


def personal_bytes(
    person: str | None, credential: str | None, personal: str | None, receipt: str | None
) -> bytes:
    """The part that can be erased; empty where there is nothing in it."""
    apart = (person, credential, personal)
    if receipt is not None:
        return spelt((*apart, receipt))
    return b"" if apart == (None, None, None) else spelt(apart)


def hidden_hash(salt: bytes, personal: bytes) -> bytes:
    """What remains of the personal part when it is erased."""
    return sha256(salt + personal).digest()


def hidden_of(row: Row, receipt: Receipt | None) -> bytes:
    """The hidden part of a stored row."""
    if row.hidden is not None:
        return row.hidden
    text = None if receipt is None else receipt.text
    apart = personal_bytes(row.person, row.credential, row.personal, text)
    return NOTHING if row.salt is None else hidden_hash(row.salt, apart)


def leaf_of(public: bytes, hidden: bytes) -> bytes:
    """The row's leaf hash."""
    return leaf_hash(public + hidden)
