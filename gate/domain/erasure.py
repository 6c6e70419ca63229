"""What must be gone from the store when the transaction that it comes with is committed. Plain values, no SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseEvents:
    """The personal part of events numbered ``first`` to ``last``, both included, of these types, recorded ``before``.

    ``person``: of those alone that name this person. ``keep``: not of those that name one of these. What is erased
    stays in the seal as a hash: the log remains whole.
    """

    first: int
    last: int
    types: tuple[str, ...]
    before: datetime
    person: str = ""
    keep: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasePerson:
    """Everything that facts say of this person, but for his id and that he was here: his row stays as a stone.

    ``subjects``: what verdicts about him were remembered for. ``id_hash``: entries of watchlists that ended, and had
    this document, go too; "" for none.
    """

    person: str
    subjects: tuple[str, ...] = ()
    id_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseVisits:
    """Of these visits, all but who, when, where to and how they ended. One that ended at ``before`` or later stays."""

    visits: tuple[str, ...]
    before: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseAlarms:
    """Of these alarms, the words that people wrote and who they were. One not closed ``before`` stays."""

    alarms: tuple[str, ...]
    before: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseEntries:
    """Of these entries of watchlists, whom they were about. One that has not ended ``before`` stays."""

    entries: tuple[str, ...]
    before: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveHashes:
    """Hashes under an older search key, each with the same value's under the active one: wherever the first stands
    stands the second afterwards, and what was erased meanwhile stays so. ``documents`` of people, of entries of
    watchlists and of verdicts; ``fields`` of private fields."""

    documents: tuple[tuple[str, str], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()


Erasure = EraseEvents | ErasePerson | EraseVisits | EraseAlarms | EraseEntries | MoveHashes
