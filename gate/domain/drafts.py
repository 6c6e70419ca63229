"""Frozen messages made field by field, where very many are made: each read's decision, everybody on file.

A frozen dataclass sets each field through ``object.__setattr__``, which costs five times a plain assignment. A draft is
the same class but for that:

    draft = new(DRAFT)          # DRAFT = draft_of(Card)
    draft.format = "H10301"     # every field: none has its default
    draft.__class__ = Card      # from here on it is a Card like any other, and frozen

Whoever does this holds by a test that no field is left out, and types are not checked: for everything else, call the
class.
"""

from __future__ import annotations

from typing import Any

new = object.__new__
"""An object of a class with nothing set."""


def draft_of(message: type) -> Any:
    """The class of the drafts of a frozen, slotted dataclass."""
    # of a pair of methods both must be those of object, or assigning goes the long way round
    own = {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    return type(message.__name__, (message,), own)
