"""One table of a file (or object of a JSON file) with its place, read key by key.

Whatever is wrong becomes a finding with a path; reading goes on with what is known, or with the given default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from gate.site.faults import Faults
from gate.site.finding import Path
from gate.site.toml_text import BROKEN
from gate.site.values import Reader, Unfit, Unknowable, nearest, shown

TWICE = f"{BROKEN}twice"
"""Under this key a reader of JSON lists the keys that an object has more than once."""

T = TypeVar("T")
D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys that a table must and may have."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every key that is known here."""
        return self.required + self.optional


class Table:
    """Values by key. Unknown keys and missing ones are reported when the table is made.

    A misspelt key (unknown, and near to one that is not there) is read as the one that was meant,
    so that it makes one finding and not two.
    """

    def __init__(self, faults: Faults, path: Path, data: Mapping[str, Any], keys: Keys) -> None:
        self.faults = faults
        self.path = path
        self._spelt: dict[str, str] = {}  # of the misspelt ones
        known = keys.all
        self._values: dict[str, Any] = {key: value for key, value in data.items() if key in known}
        if len(self._values) < len(data):
            self._odd(data, keys)
        for key in keys.required:
            if key not in self._values:
                self._missing(key, data)

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def at(self, key: str) -> Path:
        """The path of a key, as the file spells it."""
        return (*self.path, self._spelt.get(key, key))

    def take(self, key: str, read: Reader[T], default: D, *, secret: bool = False) -> T | D:
        """The value of a key; ``default`` where the file has none or an unfit one (which is reported)."""
        if key not in self._values:
            return default
        return self._read(key, None, self._values[key], read, default, secret=secret)

    def each(self, key: str, read: Reader[T]) -> tuple[T, ...]:
        """The elements of an array, unfit ones left out (and reported)."""
        taken = (
            self._read(key, position, value, read, None)
            for position, value in enumerate(self._list(key, "a list"))
        )
        return tuple(value for value in taken if value is not None)

    def element(self, key: str, position: int, read: Reader[T], default: D) -> T | D:
        """One element of an array."""
        return self._read(key, position, self._values[key][position], read, default)

    def table(self, key: str, keys: Keys) -> Table | None:
        """The table under a key."""
        if key not in self._values or self._broken(self.at(key), self._values[key]):
            return None
        value = self._values[key]
        if isinstance(value, dict):
            return Table(self.faults, self.at(key), value, keys)
        self._unfit(self.at(key), value, f"a table with {', '.join(keys.required or keys.optional)}")
        return None

    def tables(self, key: str, keys: Keys) -> tuple[Table, ...]:
        """The tables of an array."""
        made: list[Table] = []
        place = self.at(key)
        for position, value in enumerate(self._list(key, f"a list of tables: [[{key}]]")):
            path = (*place, position)
            if self._broken(path, value):
                continue
            if isinstance(value, dict):
                made.append(Table(self.faults, path, value, keys))
            else:
                self._unfit(path, value, f"a table with {', '.join(keys.required)}")
        return tuple(made)

    def raw(self, key: str) -> object:
        """The value as it came; None where there is none or a broken one."""
        value = self._values.get(key)
        return None if value == BROKEN else value

    def _list(self, key: str, expected: str) -> list[Any]:
        value = self._values.get(key, [])
        if isinstance(value, list):
            return value
        if not self._broken(self.at(key), value):
            self._unfit(self.at(key), value, expected)
        return []

    def _read(
        self,
        key: str,
        position: int | None,
        value: object,
        read: Reader[T],
        default: D,
        *,
        secret: bool = False,
    ) -> T | D:
        """The value as read; the path to it is made only where something is wrong with it."""
        try:
            if value != BROKEN:
                return read(value)
        except Unfit as unfit:
            got = "something else (not shown)" if secret else unfit.got or shown(value)
            self.faults.error(self._place(key, position), unfit.expected, got, unfit.meant)
            if unfit.instead is not None:
                return unfit.instead  # type: ignore[return-value]  # made by ``read`` itself
        except Unknowable:
            pass  # told where it is not known
        self.faults.unsure(self._place(key, position))
        return default

    def _place(self, key: str, position: int | None) -> Path:
        return self.at(key) if position is None else (*self.at(key), position)

    def _unfit(self, path: Path, value: object, expected: str) -> None:
        self.faults.error(path, expected, shown(value))
        self.faults.unsure(path)

    def _broken(self, path: Path, value: object) -> bool:
        if value == BROKEN:
            self.faults.unsure(path)
        return value == BROKEN

    def _odd(self, data: Mapping[str, Any], keys: Keys) -> None:
        """Keys that are not known here, and those that came twice."""
        for key, value in data.items():
            if key not in keys.all and not key.startswith(BROKEN):
                self._unknown(key, value, keys)
        for key in data.get(TWICE, ()):
            self.faults.error((*self.path, key), "each key once", f'"{key}" again')

    def _unknown(self, key: str, value: object, keys: Keys) -> None:
        free = tuple(known for known in keys.all if known not in self._values)
        meant = nearest(key, free)
        expected = "a known key" if meant else f"one of the keys {', '.join(keys.all)}"
        self.faults.error((*self.path, key), expected, f'"{key}"', meant)
        if meant:
            self._spelt[meant] = key
            self._values[meant] = value

    def _missing(self, key: str, data: Mapping[str, Any]) -> None:
        self.faults.unsure((*self.path, key))
        broken = any(name.startswith(BROKEN) and name != TWICE for name in data)
        if not broken:
            came = ", ".join(name for name in data if not name.startswith(BROKEN))
            self.faults.error(self.path, f"the key {key!r}", f"only {came}" if came else "nothing")
