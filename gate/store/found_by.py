"""What a person is found by, as one text: search asks one column, in every database alike, instead of five."""

from __future__ import annotations


def found_by(name: str, name_zh: str | None, company: str) -> str:
    """Name, Chinese name and company in letters of one case, a line each, so that no word is found across two."""
    return "\n".join(part.casefold() for part in (name, name_zh or "", company))


def word_of(typed: str) -> str:
    """A typed word as it stands in such a text."""
    return typed.casefold()
