"""What is asked of the store to have a head, and what it makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from gate.seal.checkpoint import Checkpoint
from gate.seal.note import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class OldTree:
    """A tree that somebody knows, and the proof that the new one begins with it."""

    size: int
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A head as it was signed."""

    checkpoint: Checkpoint
    note: Note
    old: tuple[OldTree, ...]


@dataclass(slots=True, eq=False, kw_only=True)
class HeadOrder:
    """Asks for a head as of the transaction that the order is written in.

    ``known``: further sizes that somebody knows and must see proofs from. ``made`` is set when the transaction has
    it, and counts once that is committed; None where nothing was added since the last head.
    """

    origin: str
    at: datetime
    sign: Callable[[Checkpoint], Note]
    known: Iterable[int] = ()
    made: Head | None = None
