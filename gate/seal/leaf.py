"""The bytes of a row that the tree holds: what a third party must rebuild to check it (docs/record.md).

::

    public    seq NUL boot NUL src_seq NUL at NUL recorded_at NUL src NUL type NUL portal NUL zone NUL subject
              NUL request NUL body            [ NUL receipt id NUL receipt at ]  with the answer to a command
    personal  person NUL credential NUL personal NUL receipt
    hidden    SHA-256(salt ‖ personal), or 32 zero bytes where all four are absent
    leaf      SHA-256(0x00 ‖ public ‖ hidden)

Numbers are decimal; instants are microseconds since 1970. An absent text is written as the empty one, which no row
has otherwise. No text of the store holds NUL (the bus refuses it and PostgreSQL cannot keep it), so two different rows
never have the same bytes. ``body`` and ``personal`` are the very JSON texts of the row.
"""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

from gate.seal.hashing import SIZE, leaf_hash

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


def public_bytes(row: Row, receipt: Receipt | None) -> bytes:
    """The part that stays. TypeError for a value of the wrong type, UnicodeEncodeError for half a character."""
    seq, boot, src_seq, at, recorded_at, src, kind, portal, zone, subject, request, body = row[:12]
    texts = [
        f"{seq!r}\0{boot!r}\0{src_seq!r}\0{at!r}\0{recorded_at!r}",
        src,
        kind,
        "" if portal is None else portal,
        "" if zone is None else zone,
        "" if subject is None else subject,
        "" if request is None else request,
        body,
    ]
    if receipt is not None:
        texts += (receipt.id, f"{receipt.at!r}")
    return "\0".join(texts).encode()


def personal_bytes(
    person: str | None, credential: str | None, personal: str | None, receipt: str | None
) -> bytes:
    """The part that can be erased; empty where there is nothing in it."""
    if person is None and credential is None and personal is None and receipt is None:
        return b""
    return f"{person or ''}\0{credential or ''}\0{personal or ''}\0{receipt or ''}".encode()


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
