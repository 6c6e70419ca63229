"""Moving state that must survive a restart: each part says what changed and takes it back."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRow:
    """One changed fact of the moving state; ``value`` is JSON text, None where the fact is gone."""

    kind: str
    key: str
    value: str | None


class Kept(ABC):
    """A part of the moving state. ``changed`` collects the keys touched since the last drain."""

    kind: ClassVar[str]

    def __init__(self) -> None:
        self.changed: set[str] = set()

    @abstractmethod
    def value(self, key: str) -> Json:
        """The fact under a key, None where there is none any more."""

    @abstractmethod
    def take(self, key: str, value: Json) -> None:
        """Set the fact from a row written by :meth:`value`; what the configuration no longer knows is left out."""

    @abstractmethod
    def keys(self) -> Iterable[str]:
        """Keys of all facts there are; a few more do no harm."""

    def rows(self) -> Iterator[StateRow]:
        """Rows of all facts, changed or not."""
        for key in list(self.keys()):
            value = self.value(key)
            if value is not None:
                yield StateRow(kind=self.kind, key=key, value=written_fact(value))

    def drain(self) -> Iterator[StateRow]:
        """Rows of what changed, sorted by key, once each."""
        keys, self.changed = sorted(self.changed), set()
        for key in keys:
            value = self.value(key)
            written = None if value is None else written_fact(value)
            yield StateRow(kind=self.kind, key=key, value=written)


written_fact = json.JSONEncoder(separators=(",", ":"), sort_keys=True).encode
"""A fact as its row has it: equal facts, equal text."""


class BadRow(ValueError):
    """A state row is not what this version writes."""


def text(value: Json) -> str:
    """A row's value that must be text."""
    if not isinstance(value, str):
        raise BadRow(f"expected text, got {value!r}")
    return value


def whole(value: Json) -> int:
    """A row's value that must be a whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadRow(f"expected a whole number, got {value!r}")
    return value


def items(value: Json) -> list[Json]:
    """A row's value that must be a list."""
    if not isinstance(value, list):
        raise BadRow(f"expected a list, got {value!r}")
    return value


def fields(value: Json) -> dict[str, Json]:
    """A row's value that must be an object."""
    if not isinstance(value, dict):
        raise BadRow(f"expected an object, got {value!r}")
    return value
