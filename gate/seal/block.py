"""Many rows at once, from texts that hold them all: this is where verifying spends its time.

A store that spells rows itself (gate.store.seal.spelling) hands them over by the hundred, so that as little as may be
is done for each of them. A block that is not exactly what was sealed is no verdict: it is looked at row by row then
(gate.seal.recompute), which says what is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from gate.seal.digest import END, MARK
from gate.seal.hashing import LEAF, SIZE
from gate.seal.leaf import NOBODY, NOTHING, SALT, Receipt, joined, spelt

BETWEEN = END
"""Stands between two rows, and between two personal parts; never in one: JSON escapes it."""

SALTED, ERASED = b"*", b"-"
"""Before a personal part that has a salt, and for one of which ``hidden`` is left."""

KEY_MARK = b'Introduced"'
"""In the public part of each row of gate.seal.keychain.KEY_EVENTS, and hardly ever in another's."""


class Block(NamedTuple):
    """``size`` rows in the order of the log, the first of them ``first``, if the block is what it should be.

    ``publics``: the public part of each, MARK before it where there is anything else. ``personals`` of the rows with
    MARK: SALTED and the personal part; ERASED; or another beginning where its salt, hidden and personal part do not
    belong together. ``apart``: salt or hidden of those that have one, ``leaves``: of all; nothing stands between them.
    """

    first: int
    size: int
    publics: bytes
    personals: bytes
    apart: bytes
    leaves: bytes
    distinct: bool = True  # no two rows have the same number, as far as the database knows


class Opened(NamedTuple):
    """A block with its receipts, as :class:`gate.seal.digest.Digest` takes rows, but for the last END; ``erased``: how
    many rows are. Whether leaves and numbers are right is not looked at."""

    publics: bytes
    hiddens: bytes
    erased: int


class Made(NamedTuple):
    """What a block comes to: the leaf hash of each row, the row's public part, and how many rows are erased."""

    leaves: list[bytes]
    rows: list[bytes]
    erased: int


def opened(block: Block, answers: Mapping[int, Receipt]) -> Opened | None:
    """The block with ``answers``, receipts by the number of their event. None where parts do not belong together."""
    publics, text = block.publics, block.personals
    if answers:
        answered = _answered(block.first, publics.split(BETWEEN), text.split(BETWEEN), answers)
        if answered is None:
            return None
        publics, text = answered
    salted = (BETWEEN + text).split(BETWEEN + SALTED)
    if not salted[0] and text.count(BETWEEN) == len(salted) - 2 and NOBODY not in salted:
        # each of them has a salt, as in most blocks
        return _salted(publics, salted[1:], block.apart)
    personals = text.split(BETWEEN) if text else []
    hiddens = _hiddens(personals, block.apart)
    return None if hiddens is None else Opened(publics, hiddens, personals.count(ERASED))


def made(block: Block, answers: Mapping[int, Receipt]) -> Made | None:
    """The leaves of a block in which each row is what its own leaf says; None for one to be looked at row by row.

    ``answers``: as of :func:`opened`.
    """
    if block.publics.rfind(KEY_MARK) >= 0:  # searches twice as fast as find
        return None
    found = opened(block, answers)
    if found is None:
        return None
    rows = found.publics.split(BETWEEN)
    if block.size != len(rows) or not _in_place(block, rows):
        return None
    leaves = leaves_of(rows, found.hiddens)
    if leaves is None or b"".join(leaves) != block.leaves:
        return None
    return Made(leaves, rows, found.erased)


def public_of(row: bytes) -> bytes:
    """The public part of a block's row."""
    return row.removeprefix(MARK)


def leaves_of(rows: Sequence[bytes], hiddens: bytes) -> list[bytes] | None:
    """The leaf hash of each row; None where there is not a hidden part for each MARK."""
    leaves: list[bytes] = []
    add, hashed, at = leaves.append, sha256, 0
    for row in rows:
        if row[:1] == MARK:
            add(hashed(LEAF + row[1:] + hiddens[at : at + SIZE]).digest())
            at += SIZE
        else:
            add(hashed(LEAF + row + NOTHING).digest())
    return leaves if at == len(hiddens) else None


def _in_place(block: Block, rows: Sequence[bytes]) -> bool:
    """Distinct numbers ascend: where the first and the last are right, all are."""
    last = block.first + block.size - 1
    if not block.distinct:
        return all(public_of(row).startswith(b"[%d," % seq) for seq, row in enumerate(rows, block.first))
    return public_of(rows[0]).startswith(b"[%d," % block.first) and public_of(rows[-1]).startswith(
        b"[%d," % last
    )


def _answered(
    first: int, rows: list[bytes], personals: list[bytes], answers: Mapping[int, Receipt]
) -> tuple[bytes, bytes] | None:
    """With each receipt at its row; None where one does not fit. A receipt is personal: its row has MARK."""
    places = {
        place: number for number, place in enumerate(at for at, row in enumerate(rows) if row[:1] == MARK)
    }
    for seq, answer in answers.items():
        place = seq - first
        number = places.get(place)
        if number is None or number >= len(personals):
            return None
        try:
            rows[place] = joined(rows[place], spelt((answer.id, answer.at)))
            text = spelt((answer.text,))
        except (TypeError, UnicodeEncodeError):
            return None
        if personals[number] != ERASED:
            personals[number] = joined(personals[number], text)
        elif answer.text:
            return None
    return BETWEEN.join(rows), BETWEEN.join(personals)


def _salted(publics: bytes, personals: Sequence[bytes], apart: bytes) -> Opened | None:
    if len(apart) != SALT * len(personals):
        return None
    salts = [apart[at : at + SALT] for at in range(0, len(apart), SALT)]
    hiddens = [sha256(salt + each).digest() for salt, each in zip(salts, personals, strict=True)]
    return Opened(publics, b"".join(hiddens), 0)


def _hiddens(personals: Sequence[bytes], apart: bytes) -> bytes | None:
    """The hidden part of each row that has one; None where salt, hidden and personal part do not belong together."""
    hiddens: list[bytes] = []
    add, hashed, at = hiddens.append, sha256, 0
    for each in personals:
        if each[:1] == SALTED and each != _EMPTY:
            add(hashed(apart[at : at + SALT] + each[1:]).digest())
            at += SALT
        elif each == ERASED:
            add(apart[at : at + SIZE])
            at += SIZE
        else:
            return None
    return b"".join(hiddens) if at == len(apart) else None


_EMPTY = SALTED + NOBODY
