"""Why the engine refused, in Chinese too. The engine says it in English; what is not in this table stays so."""

from __future__ import annotations

import re

from gate.domain.text import Text

_WHYS: tuple[tuple[str, Text], ...] = (
    (r"its cause is not over", Text("its cause is not over yet", "报警原因尚未消除")),
    (r"nobody acknowledged it", Text("nobody has acknowledged it yet", "尚未有人确认")),
    (r"a note is owed", Text("a note is owed", "必须填写说明")),
    (r"a reason is owed", Text("a reason is owed", "必须填写原因")),
    (
        r"it happened again: revision (\d+), you saw (\d+)",
        Text(
            "it has happened again since (occurrence {1}); look at it and acknowledge that",
            "此后又发生了（第 {1} 次），请查看后再确认",
        ),
    ),
    (r"no open alarm '?([^']*)'?", Text("the alarm is closed already", "该报警已关闭")),
)
_PATTERNS = tuple((re.compile(pattern), text) for pattern, text in _WHYS)


def why(said: str, language: str) -> str:
    """The engine's words as the operator reads them."""
    for pattern, text in _PATTERNS:
        found = pattern.fullmatch(said)
        if found:
            words = text.in_language(language)
            for number, group in enumerate(found.groups(), start=1):
                words = words.replace(f"{{{number}}}", group)
            return words
    return said
