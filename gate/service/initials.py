"""Initials by which a desk finds people: ``cw`` for Chen Wei and for 陈伟."""

from __future__ import annotations

from gate.domain.person import Person


def initials_of(person: Person) -> str:
    """First letters of the words of the name, lower case; of a name in Chinese characters those of its pinyin."""
    words = [part for word in person.name.split() for part in _parts(word)]
    return "".join(part[0].lower() for part in words if part)


def _parts(word: str) -> list[str]:
    """A Latin word as it is; each Chinese character as its pinyin."""
    if word.isascii():
        return [word]
    # Half a second of dictionaries: not for whoever never needs them.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    return [str(part) for part in lazy_pinyin(word, style=Style.NORMAL)]
