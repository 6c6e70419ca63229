"""Leaves made anew from stored rows, as fast as Python goes: this is where verifying spends its time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import NoReturn

from gate.seal.errors import SealedError
from gate.seal.hashing import LEAF, SIZE
from gate.seal.leaf import NOTHING, SALT, Receipt, Row


class OddRow(SealedError):
    """A row that was never written so, whatever its leaf: says what is odd."""


def leaves(rows: Sequence[Row], answers: Mapping[int, Receipt]) -> tuple[list[bytes], int]:
    """The leaf hash of each row and how many rows are erased. ``answers``: receipts by the number of their event.

    OddRow, TypeError or UnicodeEncodeError for values that no row has; :func:`leaf` says of one row which.
    """
    made: list[bytes] = []
    add, hashed, erased = made.append, sha256, 0
    for (
        seq, boot, src_seq, at, recorded_at, src, kind, portal, zone, subject, request, body,
        person, credential, personal, salt, hidden, _,
    ) in rows:  # fmt: skip
        public = "\0".join(
            (
                f"{seq!r}\0{boot!r}\0{src_seq!r}\0{at!r}\0{recorded_at!r}",
                src,
                kind,
                portal or ("" if portal is None else _odd("portal")),
                zone or ("" if zone is None else _odd("zone")),
                subject or ("" if subject is None else _odd("subject")),
                request or ("" if request is None else _odd("request")),
                body,
            )
        )
        answer = None
        if answers:
            answer = answers.get(seq)
            if answer is not None:
                public = "\0".join((public, answer.id, f"{answer.at!r}"))
        if salt is None and hidden is None:
            if person is not None or credential is not None or personal is not None or answer is not None:
                _odd("salt")
            add(hashed(LEAF + public.encode() + NOTHING).digest())
        elif salt is not None and hidden is None:
            apart = "\0".join(
                (
                    person or ("" if person is None else _odd("person")),
                    credential or ("" if credential is None else _odd("credential")),
                    personal or ("" if personal is None else _odd("personal")),
                    "" if answer is None else answer.text,
                )
            ).encode()
            if len(salt) != SALT or len(apart) == 3:  # three separators and nothing between them
                _odd("salt")
            add(hashed(LEAF + public.encode() + hashed(salt + apart).digest()).digest())
        elif hidden is not None:
            _check_erased((salt, person, credential, personal), answer, hidden)
            erased += 1
            add(hashed(LEAF + public.encode() + hidden).digest())
    return made, erased


def leaf(row: Row, answer: Receipt | None) -> bytes:
    """The leaf hash of one row; OddRow says in words what can not be."""
    try:
        return leaves([row], {} if answer is None else {row.seq: answer})[0][0]
    except (TypeError, UnicodeEncodeError) as fault:
        raise OddRow(f"a value of another type than was written ({fault})") from fault


def _odd(column: str) -> NoReturn:
    if column == "salt":
        raise OddRow("salt and personal part do not belong together")
    raise OddRow(f"its column {column} holds an empty value where it was absent or a text")


def _check_erased(gone: tuple[object, ...], answer: Receipt | None, hidden: bytes) -> None:
    if any(each is not None for each in gone) or (answer is not None and answer.text):
        raise OddRow("erased, and yet something personal stands in it")
    if not isinstance(hidden, bytes) or len(hidden) != SIZE:
        raise OddRow(f"erased without the {SIZE} bytes that hide what was there")
