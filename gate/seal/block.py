"""Leaves of many rows at once, from texts that hold them all: this is where verifying spends its time.

A store that spells rows itself (gate.store.seal.spelling) hands them over by the thousand, so that nothing is done for
each row but its hashes. A block that is not exactly what was sealed is no verdict: it is looked at row by row then
(gate.seal.recompute), which says what is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from gate.seal.hashing import LEAF, SIZE
from gate.seal.leaf import NOBODY, NOTHING, SALT, Receipt, joined, spelt

BETWEEN = b"\n"
"""Stands between two rows and never in one: JSON escapes it."""

ERASED = b"-"
"""In place of a personal part of which ``hidden`` is left."""

OPENS = ord("[")

KEY_MARK = b'Introduced"'
"""In the public part of each row of gate.seal.keychain.KEY_EVENTS, and hardly ever in another's."""


class Block(NamedTuple):
    """``size`` rows in the order of the log, the first of them ``first``, if the block is what it should be.

    ``public``: their public parts. ``personal``: for each the personal part, nothing if it has none, :data:`ERASED`, or
    another text where its salt, hidden and personal part do not belong together. ``apart``: salt or hidden of
    those that have one, ``leaves``: of all, without anything between them.
    """

    first: int
    size: int
    public: bytes
    personal: bytes
    apart: bytes
    leaves: bytes
    distinct: bool = True  # no two rows have the same number, as far as the database knows


class Made(NamedTuple):
    """What a block comes to: the leaf hash of each row, its public part, and how many are erased."""

    leaves: list[bytes]
    public: list[bytes]
    erased: int


def made(block: Block, answers: Mapping[int, Receipt]) -> Made | None:
    """The leaves of a block in which each row is what its own leaf says; None for one to be looked at row by row.

    ``answers``: receipts by the number of their event.
    """
    public, personal = block.public.split(BETWEEN), block.personal.split(BETWEEN)
    if not block.size == len(public) == len(personal) or not _in_place(block, public):
        return None
    if block.public.rfind(KEY_MARK) >= 0:  # searches twice as fast as find
        return None
    if answers and not _answered(block.first, public, personal, answers):
        return None
    hidden = _hidden(personal, block.apart)
    if hidden is None:
        return None
    hashed = sha256
    leaves = [hashed(LEAF + said + hides).digest() for said, hides in zip(public, hidden, strict=True)]
    if b"".join(leaves) != block.leaves:
        return None
    return Made(leaves, public, personal.count(ERASED))


def _in_place(block: Block, public: Sequence[bytes]) -> bool:
    """Distinct numbers ascend: where the first and the last are right, all are."""
    last = block.first + block.size - 1
    if not block.distinct:
        return all(said.startswith(b"[%d," % seq) for seq, said in enumerate(public, block.first))
    return public[0].startswith(b"[%d," % block.first) and public[-1].startswith(b"[%d," % last)


def _answered(first: int, public: list[bytes], personal: list[bytes], answers: Mapping[int, Receipt]) -> bool:
    """Put receipts to their rows; False where one does not fit."""
    for seq, answer in answers.items():
        place = seq - first
        if not 0 <= place < len(public):
            return False
        try:
            public[place] = joined(public[place], spelt((answer.id, answer.at)))
            text = spelt((answer.text,))
        except (TypeError, UnicodeEncodeError):
            return False
        if personal[place].startswith(b"["):
            personal[place] = joined(personal[place], text)
        elif personal[place] != ERASED or answer.text != "":
            return False
    return True


def _hidden(personal: Sequence[bytes], apart: bytes) -> list[bytes] | None:
    """What each row hides behind; None where something does not belong together."""
    found, at = [NOTHING] * len(personal), 0
    for place, part in enumerate(personal):
        if not part:
            continue
        if part == ERASED:
            found[place] = apart[at : at + SIZE]
            at += SIZE
        elif part[0] == OPENS and part != NOBODY:
            found[place] = sha256(apart[at : at + SALT] + part).digest()
            at += SALT
        else:
            return None
    return found if at == len(apart) else None
