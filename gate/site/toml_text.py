"""TOML that may be broken: every syntax fault is named, and what is sound around it is still read.

``tomllib`` stops at the first fault. Here the faulty line is replaced by a mark that the later checks
know (:data:`BROKEN`), and the rest is read again, so that one slip does not hide the others.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

from gate.site.finding import Finding

BROKEN = "\0"
"""Stands for a value, and begins a key, that could not be read and was reported already."""

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_PAIR = re.compile(r"\s*((?:[A-Za-z0-9_.-]+|\"[^\"]*\")+)\s*=")
_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.-]+)")
_MOST = 20


def read_toml(text: str, file: str) -> tuple[dict[str, Any], str, tuple[Finding, ...]]:
    """The data, the text that they were read from (line for line), and what was wrong with it.

    The data are empty where nothing could be made of the text.
    """
    found: list[Finding] = []
    lines = text.split("\n")
    tries: dict[int, int] = {}
    for _ in range(_MOST):
        try:
            return tomllib.loads("\n".join(lines)), "\n".join(lines), tuple(found)
        except tomllib.TOMLDecodeError as error:
            fault, line, last = _fault(str(error), lines, file)
        except RecursionError:
            nested = Finding(file=file, line=1, path="", expected="valid TOML", got="values nested too deep")
            return {}, "", (*found, nested)
        tries[line] = tries.get(line, 0) + 1
        if tries[line] == 1:
            found.append(fault)
        elif tries[line] > 2:
            break
        lines[line - 1] = _mend(lines[line - 1], line) if tries[line] == 1 else ""
        lines[line:last] = [""] * (last - line)
    return {}, "", tuple(found)


def _fault(message: str, lines: list[str], file: str) -> tuple[Finding, int, int]:
    """The finding, and the first and last line that it spoils."""
    place = _PLACE.search(message)
    what = _PLACE.sub("", message)
    line = last = int(place.group(1)) if place and place.group(1) else len(lines)
    if what.startswith("Unclosed") or place is None or not place.group(1):
        line = _opener(lines, line)
        last = _end_of_value(lines, line)
    came = lines[line - 1].strip()
    got = f"{came[:60]!r} ({what})" if came else what
    return Finding(file=file, line=line, path="", expected="valid TOML", got=got), line, last


def _opener(lines: list[str], line: int) -> int:
    """The line on which the value began that was never closed: the last ``key =`` before the fault."""
    for number in range(min(line, len(lines)), 0, -1):
        text = lines[number - 1]
        open_brackets = text.count("[") > text.count("]") or text.count("{") > text.count("}")
        open_quotes = (text.count('"""') + text.count("'''")) % 2 == 1
        if _PAIR.match(text) and (open_brackets or open_quotes):
            return number
    return line


def _end_of_value(lines: list[str], line: int) -> int:
    """The last line before the next ``key =`` or header."""
    for number in range(line + 1, len(lines) + 1):
        if _PAIR.match(lines[number - 1]) or _HEADER.match(lines[number - 1]):
            return number - 1
    return len(lines)


def _mend(text: str, line: int) -> str:
    """A line of TOML in place of a faulty one, which keeps its key or header where that is sound."""
    if pair := _PAIR.match(text):
        key = pair.group(1)
        return f'{key} = "\\u0000"' if _sound(key) else f'"\\u0000{line}" = 0'
    if header := _HEADER.match(text):
        opening, name = header.groups()
        mended = f"{opening}{name}{']' * len(opening)}"
        return mended if mended != text.strip() and _sound(name) else f'["\\u0000{line}"]'
    return ""


def _sound(key: str) -> bool:
    try:
        tomllib.loads(f"{key} = 0")
    except tomllib.TOMLDecodeError:
        return False
    return True
