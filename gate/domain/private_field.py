"""A field about a person that nobody reads by the way: sealed by the engine, opened for a reason, on record."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Private(StrEnum):
    """Names of such fields."""

    ID_NUMBER = "id_number"
    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateField:
    """``sealed`` opens under the engine's field keys for this person and name alone. ``lookup`` is the value's keyed
    hash, for equal ones to be found; ``shown`` the part that may be seen, such as the last four characters."""

    person: str
    name: str
    sealed: str = field(repr=False)
    lookup: str = field(default="", repr=False)
    shown: str = ""


def shown_part(value: str) -> str:
    """The last four characters, and never more than a third of the value."""
    return value[-min(4, len(value) // 3) :] if len(value) >= 3 else ""
