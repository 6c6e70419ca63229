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
    (r"locked down: lift it first", Text("locked down: lift that first", "已封锁，请先解除")),
    (r"the visit is over", Text("the visit is over", "来访时间已过")),
    (r"the visit is (\w+), not approved", Text("the visit is {1}, not approved", "来访未获批准")),
    (r"the visit is (\w+), not checked in", Text("the visit is {1}, not checked in", "来访者未在内")),
    (r"the badge was returned already", Text("the badge was returned already", "来访卡已收回")),
    (r"the person has left( already)?", Text("the person has left already", "此人已离职")),
    (r"(.+) has left", Text("{1} has left the company", "{1}已离职")),
    (
        r"the card (\S+) is active for (.+) \(\S+\)",
        Text("the card {1} is active for {2}: take another", "卡 {1} 正由{2}使用，请换一张"),
    ),
    (r"no person '?([^']*)'?", Text("there is no such person", "没有此人")),
    (r"no visit '?([^']*)'?", Text("there is no such visit", "没有此来访")),
    (
        r"nothing can be recorded now: the store is away",
        Text("nothing can be recorded now", "数据库不可用，暂时无法记录"),
    ),
    (r"needs the right (\w+)", Text("needs the right {1}", "需要权限 {1}")),
    (r"sign-in", Text("at sign-in", "登录时")),
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
