"""What the site keeps of a person beside what the policy asks: for desks, HR and searches."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from gate.domain.person import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFile:
    """A person under a facts revision. The identity document is kept as keyed hash and last four alone.

    ``person.visits`` is not part of it: visits have files of their own. ``initials`` are those of the pinyin and of
    the Latin name, lower case, for searches (``cw`` finds 陈伟).
    """

    person: Person
    revision: int
    initials: str = ""
    id_kind: str = ""
    id_hash: str = field(default="", repr=False)
    id_last4: str = field(default="", repr=False)
    departed_at: datetime | None = None
