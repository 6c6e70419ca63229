"""Watchlists: whom a desk must stop, escort, announce or welcome, and what it found when it compared names."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class WatchAction(StrEnum):
    """What a list asks for when one of its people comes."""

    BLOCK = "block"
    ESCORT = "escort"
    NOTIFY = "notify"
    VIP = "vip"


class Screening(StrEnum):
    """What came of comparing a visitor with every list. ``unscreened`` is no all-clear."""

    UNSCREENED = "unscreened"
    CLEAR = "clear"
    REVIEW = "review"  # somebody looks at the pair and says whether it is one person
    HOLD = "hold"  # so likely that the desk alone may not say no


class Verdict(StrEnum):
    """What a person said of a pair."""

    OPEN = "open"
    SAME = "same"
    OTHER = "other"


OF_DOCUMENT = "doc:"
"""What stands before a document's hash where a verdict is remembered for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchList:
    """One list. ``owner`` (a person's id) answers for it and looks at it again on ``review_on``."""

    id: str
    name: str
    action: WatchAction
    owner: str
    review_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchEntry:
    """One person on a list. It is never changed, only ended: another spelling is another entry, to be judged anew.

    ``id_hash`` is the document's keyed hash, as people have it, and moves with its key; ``id_sealed`` its number, which
    opens under the engine's field keys alone ("" for an entry of an earlier version); ``note`` says why he is on the
    list.
    """

    id: str
    list_id: str
    name: str
    name_zh: str = ""
    born: date | None = None
    id_hash: str = field(default="", repr=False)
    note: str = ""
    added_by: str = ""
    added_at: datetime | None = None
    ended_at: datetime | None = None
    id_kind: str = ""
    id_sealed: str = field(default="", repr=False)


def sealed_for(entry: str) -> str:
    """Whose field an entry's ``id_sealed`` is: no person's id has a slash in it."""
    return f"entry/{entry}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A visitor is like an entry: ``score`` 0 to 100, ``reasons`` as :mod:`gate.screening.compare` names them."""

    entry: str
    list_id: str
    action: WatchAction
    name: str
    score: int
    reasons: tuple[str, ...]
    strong: bool
    verdict: Verdict = Verdict.OPEN
    judged_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissal:
    """Somebody said: not the same person. Remembered for the document, or for the person where there is none.

    ``subject`` is ``doc:HASH`` or ``person:ID``.
    """

    id: str
    entry: str
    subject: str
    judged_by: str
    at: datetime
    why: str
