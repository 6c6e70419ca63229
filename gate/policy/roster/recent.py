"""What was made of records lately: as much as is asked for again, and no more than a few megabytes of it."""

from __future__ import annotations

from collections import OrderedDict
from typing import TypeVar

MOST = 20_000
"""Kept at most: the people who read a card in a day, at all but the largest sites."""

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(OrderedDict[Key, Value]):
    """A dictionary that forgets what came first once it holds :data:`MOST`; whoever misses something makes it again."""

    def keep(self, key: Key, value: Value) -> Value:
        """Remember the value; returns it."""
        if len(self) >= MOST:
            self.popitem(last=False)
        self[key] = value
        return value
