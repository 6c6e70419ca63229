"""How the prover's words are said: in which language, with which names, reasons as codes or as sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from gate.domain.schedule import Calendar
from gate.domain.text import Text
from gate.domain.words.remedies import PLAIN, Naming
from gate.domain.words.weekdays import SHORT
from gate.policy.instant import SECOND, micros


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """``head``: how a zone is named where a line is about it. What the log and JSON have is :data:`IDS`."""

    language: str = "en"
    naming: Naming = PLAIN
    head: Callable[[str], str] = str
    reason: Callable[[str], str] = str
    between: str = ", "
    """Stands between reasons, which may be sentences."""

    def say(self, text: Text, **words: object) -> str:
        """The text with what stands in its braces."""
        said = text.in_language(self.language)
        for name, word in words.items():
            said = said.replace(f"{{{name}}}", str(word))
        return said

    def joined(self, words: Iterable[str]) -> str:
        """``a, b`` or ``a、b``."""
        return ("、" if self.chinese else ", ").join(words)

    def clauses(self, words: Iterable[str]) -> str:
        """``a, b`` or ``a，b``."""
        return ("，" if self.chinese else ", ").join(words)

    @property
    def chinese(self) -> bool:
        """True where Chinese marks stand between words."""
        return self.language.startswith("zh")

    @property
    def colon(self) -> str:
        """Between what is named and what is said of it."""
        return "：" if self.chinese else ": "

    def bracketed(self, words: str) -> str:
        """Behind what it belongs to."""
        return f"（{words}）" if self.chinese else f" ({words})"


IDS = Speech()
"""English, ids and codes."""


def local_time(at: datetime, calendar: Calendar, speech: Speech = IDS) -> str:
    """``Mon 2026-11-23 09:00``, ``2026-11-23 周一 09:00``, by the wall clocks of the site."""
    local = _local(at, calendar)
    shown = f"{local:%H:%M}" if local.second == 0 else f"{local:%H:%M:%S}"
    day, date = speech.say(SHORT[local.weekday()]), f"{local.year:04}-{local:%m-%d}"
    return f"{date} {day} {shown}" if speech.chinese else f"{day} {date} {shown}"


def _local(at: datetime, calendar: Calendar) -> datetime:
    seconds = micros(at) // SECOND
    offset = calendar.offsets[0][1]
    for start, each in calendar.offsets:
        if start <= seconds:
            offset = each
    try:
        return at.astimezone(UTC).replace(tzinfo=None) + timedelta(seconds=offset)
    except OverflowError:  # the ends of the calendar itself
        return at.astimezone(UTC).replace(tzinfo=None)
