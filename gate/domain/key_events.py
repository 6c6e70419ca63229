"""What happens to the keys of the store's fields."""

from __future__ import annotations

from dataclasses import dataclass

FIRST_SEARCH_KEY = "i1"
"""The key that a hash was made under which names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchKeyTaken:
    """The engine hashes under this search key, and all that stood under an older one has been looked through: ``left``
    rows still do, since no number that could be hashed again is kept with them."""

    key: str
    left: int = 0


KeyEvent = SearchKeyTaken
