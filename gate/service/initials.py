"""Initials by which a desk finds people: ``cw`` for Chen Wei and for 陈伟."""

from __future__ import annotations

from gate.domain.person import Person


def initials_of(person: Person) -> str:
    """First letters of the words of the name, lower case. A Chinese name is written in pinyin beside it."""
    return "".join(word[0].lower() for word in person.name.split() if word)
