"""What every sentence is made with: a line, and how the two languages put words together."""

from __future__ import annotations

from dataclasses import dataclass

from gate.domain.text import Text
from gate.domain.words.machines.said import machine_said
from web.words.names import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """``text`` is the sentence, ``details`` reasons and notes; ``tone`` as in :mod:`web.words.states`."""

    text: str
    icon: str
    tone: str = "calm"
    details: tuple[str, ...] = ()


def both(names: Names, en: str, zh: str) -> str:
    """The text in the page's language."""
    return Text(en, zh).in_language(names.language)


def lower(names: Names, text: Text) -> str:
    """The text as it stands within a sentence."""
    said = text.in_language(names.language)
    return said[:1].lower() + said[1:]


def colon(names: Names) -> str:
    """The colon of the language."""
    return "：" if names.language.startswith("zh") else ": "


def listed(names: Names, parts: list[str]) -> str:
    """Several as one."""
    return ("、" if names.language.startswith("zh") else ", ").join(parts)


def about(text: str, subject: str) -> str:
    """The text with what it is about, if anything."""
    return f"{text} · {subject}" if subject else text


def machine(names: Names, *said: str) -> tuple[str, ...]:
    """What a device, camera or agent said, where it said something."""
    return tuple(machine_said(text, names.language) for text in said if text)


def some(*texts: str) -> tuple[str, ...]:
    """Those that say something."""
    return tuple(text for text in texts if text)
