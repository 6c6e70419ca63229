"""What a machine said, as the reader of a page has it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import Final

from gate.domain.words.machines.agents import AGENTS
from gate.domain.words.machines.cameras import CAMERAS
from gate.domain.words.machines.cards import CARDS
from gate.domain.words.machines.lines import LINES, SUMMARIES, WRAPPERS
from gate.domain.words.machines.modbus import MODBUS
from gate.domain.words.machines.osdp import OSDP
from gate.domain.words.machines.panels import PANELS
from gate.domain.words.machines.programs import PROGRAMS
from gate.domain.words.machines.readers import READERS
from gate.domain.words.machines.required import REQUIRED
from gate.domain.words.machines.ways import WAYS

TABLES: Final = (
    SUMMARIES,
    LINES,
    AGENTS,
    CAMERAS,
    MODBUS,
    REQUIRED,
    OSDP,
    PANELS,
    READERS,
    CARDS,
    PROGRAMS,
    WAYS,
    WRAPPERS,
)
"""In the order in which they are asked: the first sentence that fits is taken."""

LONGEST: Final = 400
"""Characters of a text that is looked up; drivers cap what they say far below."""
_CUT: Final = 30
"""A text that was cut is known by its beginning, if that is as long as this at least."""

_HOLE: Final = re.compile(r"\{(\w+)\}")
_BETWEEN: Final = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")


def machine_said(said: str, language: str) -> str:
    """``said`` in the language of the page: English as it came, Chinese where a table has it; unknown text stays."""
    return _chinese(said) if language.startswith("zh") else said


@lru_cache(maxsize=4096)
def _chinese(said: str) -> str:
    if not said or len(said) > LONGEST:
        return said
    if (known := _LITERALS.get(said)) is not None:
        return known
    for pattern, chinese in _PATTERNS:
        if (found := pattern.fullmatch(said)) is not None:
            return _filled(chinese, found)
    if "; " in said:
        return "；".join(map(_chinese, said.split("; ")))
    return _cut(said)


def _filled(chinese: str, found: re.Match[str]) -> str:
    """Each hole with what stood in it, a text of its own; no space is left between two Chinese characters."""
    return _BETWEEN.sub("", _HOLE.sub(lambda hole: _chinese(found[hole[1]]), chinese))


def _cut(said: str) -> str:
    """A sentence that was cut on its way (alarms keep 128 characters of a cause)."""
    if len(said) < _CUT:
        return said
    return next((chinese for english, chinese in _LITERALS.items() if english.startswith(said)), said)


def _pattern(english: str) -> re.Pattern[str]:
    """The sentence with its holes: a ``word`` holds no space, and ``why`` and ``more`` alone hold two sentences."""
    parts = _HOLE.split(english)
    holes = (f"(?P<{name}>{_kind(name)}+?)" for name in parts[1::2])
    fixed = map(re.escape, parts[::2])
    first = next(fixed)
    return re.compile(first + "".join(chain.from_iterable(zip(holes, fixed, strict=True))), re.DOTALL)


def _kind(hole: str) -> str:
    if hole.startswith("word"):
        return r"\S"
    return "." if hole in ("why", "more") else "(?:(?!; ).)"


_LITERALS: Final = {
    english: chinese for table in TABLES for english, chinese in table.items() if not _HOLE.search(english)
}
_PATTERNS: Final = tuple(
    (_pattern(english), chinese)
    for table in TABLES
    for english, chinese in table.items()
    if _HOLE.search(english)
)
