"""Values of a line, checked: each fault says what was expected and what came."""

from __future__ import annotations

from collections.abc import Iterable

from gate.policy.faults import PolicyError
from gate.policy.kept import Json

Object = dict[str, Json]


class LineFault(PolicyError, ValueError):
    """A line that cannot be accepted. ``id`` is the line's, None if not even that could be read."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.id: int | str | None = None


def object_of(value: Json, where: str) -> Object:
    """An object."""
    if not isinstance(value, dict):
        raise LineFault(f"{where}: expected an object, got {shown(value)}")
    return value


def text_of(value: Json, where: str) -> str:
    """Text that is not empty."""
    if not isinstance(value, str) or not value:
        raise LineFault(f"{where}: expected text, got {shown(value)}")
    return value


def texts_of(value: Json, where: str) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(value, list):
        raise LineFault(f"{where}: expected a list, got {shown(value)}")
    return tuple(text_of(each, where) for each in value)


def only(row: Object, where: str, required: Iterable[str], optional: Iterable[str] = ()) -> None:
    """All of the required keys, and no others than the optional ones."""
    required = tuple(required)
    for key in required:
        if key not in row:
            raise LineFault(f"{where}: expected {key}, got none")
    for key in row:
        if key not in required and key not in optional:
            raise LineFault(f"{where}: did not expect {shown(key)}")


def shown(value: Json) -> str:
    """A value from outside, short enough for an answer."""
    return repr(value)[:60]
