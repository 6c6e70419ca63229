"""Leaves made anew from stored rows, as fast as Python goes: this is where verifying spends its time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from gate.seal.errors import SealedError
from gate.seal.hashing import LEAF, SIZE
from gate.seal.leaf import NOBODY, NOTHING, SALT, Receipt, Spelt, spelt, with_receipt


class OddRow(SealedError):
    """A row that was never written so, whatever its leaf: says what is odd."""


def leaves(rows: Sequence[Spelt], answers: Mapping[int, Receipt]) -> tuple[list[bytes], int]:
    """The leaf hash of each row and how many rows are erased. ``answers``: receipts by the number of their event.

    OddRow, TypeError or UnicodeEncodeError for values that no row has; :func:`leaf` says of one row which.
    """
    made: list[bytes] = []
    add, hashed, erased = made.append, sha256, 0
    for seq, public, personal, salt, hidden, _, _ in rows:
        if answers and seq in answers:
            made.append(_answered(Spelt(seq, public, personal, salt, hidden, None, False), answers[seq]))
            erased += hidden is not None
        elif personal is None:
            add(hashed(LEAF + public + NOTHING).digest())
        elif hidden is None:
            if salt is None or len(salt) != SALT or personal == NOBODY:
                raise OddRow("salt and personal part do not belong together")
            add(hashed(LEAF + public + hashed(salt + personal).digest()).digest())
        else:
            _check_erased(salt, personal, NOBODY, hidden)
            erased += 1
            add(hashed(LEAF + public + hidden).digest())
    return made, erased


def leaf(row: Spelt, answer: Receipt | None) -> bytes:
    """The leaf hash of one row; OddRow says in words what can not be."""
    try:
        return leaves([row], {} if answer is None else {row.seq: answer})[0][0]
    except (TypeError, UnicodeEncodeError) as fault:
        raise OddRow(f"a value of another type than was written ({fault})") from fault


ERASED_ANSWER = spelt((None, None, None, ""))
"""The personal part of an erased row that records a command."""


def _answered(row: Spelt, answer: Receipt) -> bytes:
    """A receipt is personal: the row has a salt, or lost it."""
    public, personal = with_receipt(row, answer)
    if row.hidden is not None:
        _check_erased(row.salt, personal, ERASED_ANSWER, row.hidden)
        return sha256(LEAF + public + row.hidden).digest()
    if row.salt is None or len(row.salt) != SALT:
        raise OddRow("salt and personal part do not belong together")
    return sha256(LEAF + public + sha256(row.salt + personal).digest()).digest()


def _check_erased(salt: object, personal: bytes, empty: bytes, hidden: object) -> None:
    if salt is not None or personal != empty:
        raise OddRow("erased, and yet something personal stands in it")
    if not isinstance(hidden, bytes) or len(hidden) != SIZE:
        raise OddRow(f"erased without the {SIZE} bytes that hide what was there")
