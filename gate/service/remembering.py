"""A dict that can tell what stood in it before a command changed it: what an audit row shows as before."""

from __future__ import annotations

from typing import Any, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Remembering(dict[K, V]):
    """Reads are a dict's own. ``was`` None: nothing is remembered; else what each changed key held at first."""

    __slots__ = ("was",)

    def __init__(self, *values: Any) -> None:
        super().__init__(*values)
        self.was: dict[K, V | None] | None = None

    def __setitem__(self, key: K, value: V) -> None:
        self._note(key)
        super().__setitem__(key, value)

    def __delitem__(self, key: K) -> None:
        self._note(key)
        super().__delitem__(key)

    def pop(self, key: K, *default: Any) -> Any:
        """As a dict's."""
        self._note(key)
        return super().pop(key, *default)

    def _note(self, key: K) -> None:
        if self.was is not None and key not in self.was:
            self.was[key] = self.get(key)
