"""The question put to the policy and its answer (policy.md, "Question and answer")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gate.domain.card import CardNumber
from gate.domain.zone import Factor


class PinVerdict(StrEnum):
    """What is known of the PIN of a read, judged before the policy sees it: no digits reach the policy."""

    ABSENT = "absent"  # none came
    RIGHT = "right"
    DURESS = "duress"  # last digit plus one
    WRONG = "wrong"
    UNSET = "unset"  # one came, but the person has none


class Biometric(StrEnum):
    """What an external matcher said."""

    MATCH = "match"
    NO_MATCH = "no_match"


class Result(StrEnum):
    """The three answers."""

    GRANTED = "granted"
    DENIED = "denied"
    PENDING = "pending"


class Passage(StrEnum):
    """Whether a read is an exit or an entry."""

    ENTRY = "entry"
    EXIT = "exit"


RequestId = int | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Somebody presented a card at a reader. ``at`` is aware UTC on the decider's clock."""

    id: RequestId
    at: datetime
    reader: str
    card: CardNumber
    pin: PinVerdict = PinVerdict.ABSENT
    biometric: Biometric | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer with every reason that holds; ``reasons`` and ``notes`` sorted, ``persons`` in policy.md's order.

    ``person`` and ``credential`` name who read (None for an unknown credential); ``persons`` all whom the result lets
    through. The note ``duress`` rings silently. ``policy``: the configuration's hash; ``revision``: the facts'.
    ``pin`` and ``biometric`` are as they came, ``factors`` what the target asked for at that instant: together they say
    what the read does to the PIN count and what stands for somebody who waits.
    """

    id: RequestId
    at: datetime
    reader: str
    portal: str
    kind: Passage
    result: Result
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    completes: tuple[RequestId, ...] = ()
    person: str | None = None
    credential: str | None = None
    source: str = ""
    target: str = ""
    policy: str = ""
    revision: int = 0
    pin: PinVerdict = PinVerdict.ABSENT
    biometric: Biometric | None = None
    factors: tuple[Factor, ...] = ()  # sorted
    extended_time: bool = False  # somebody let through has it: longer release and held-open times

    @property
    def granted(self) -> bool:
        """True only for ``granted``; pending opens nothing."""
        return self.result is Result.GRANTED
