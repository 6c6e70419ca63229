"""Line numbers of everything in a JSON text that ``json`` has already accepted."""

from __future__ import annotations

import json
import re
from bisect import bisect_right

from gate.site.finding import Path

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def json_lines(text: str) -> dict[Path, int]:
    """Path to line, from 1. A member's line is its key's; where a key comes twice, the later one's."""
    starts = [match.end() for match in re.finditer("\n", text)]
    lines: dict[Path, int] = {}
    path: list[str | int] = []  # the last step is the key or position that a value is awaited for
    key_next = False
    for match in _TOKEN.finditer(text):
        part = match.group()
        line = bisect_right(starts, match.start()) + 1
        if part in "}]":
            _leave(path)
            key_next = False
        elif part == ",":
            if path and isinstance(path[-1], int):
                path[-1] += 1
            key_next = bool(path) and isinstance(path[-1], str)
        elif part == ":":
            key_next = False
        elif key_next and part.startswith('"'):
            path[-1] = json.loads(part)
            lines[tuple(path)] = line
        else:
            lines.setdefault(tuple(path), line)
            if part in "{[":
                path.append("" if part == "{" else 0)
                key_next = part == "{"
    return lines


def _leave(path: list[str | int]) -> None:
    if path:
        path.pop()
