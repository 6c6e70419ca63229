"""Line numbers of everything in a TOML text: tables, keys, and elements of arrays, however deep.

The standard library's parser tells none. This one expects a text that ``tomllib`` has already accepted,
and therefore only finds its way; it judges nothing. TOML 1.0, https://toml.io/en/v1.0.0
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from gate.site.finding import Path

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}'
    r"|'''(?:[^']|'{1,2}(?!'))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"\d{4}-\d\d-\d\d[ Tt]\d[^,\]}\s#]*|[^,\]}\s#]+")
_ESCAPED = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}


def toml_lines(text: str) -> dict[Path, int]:
    """Path to line, from 1. A key's line is where the key stands; a table's is its header's or its brace's."""
    return _Scan(text).run()


class _Scan:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._starts = [match.end() for match in re.finditer("\n", text)]
        self._lines: dict[Path, int] = {}
        self._lengths: dict[Path, int] = {}  # of arrays of tables

    def run(self) -> dict[Path, int]:
        table: Path = ()
        self._skip()
        while self._at < len(self._text):
            table = self._header() if self._peek("[") else self._pair(table)
            self._skip()
        return self._lines

    def _header(self) -> Path:
        start = self._at
        array = self._peek("[[")
        self._at += 2 if array else 1
        path: Path = ()
        keys = self._keys()
        for key in keys[:-1]:
            self._note((*path, key), start)
            path = self._newest((*path, key))
        path = (*path, keys[-1])
        if array:
            length = self._lengths.get(path, 0)
            self._lengths[path] = length + 1
            self._note(path, start)
            path = (*path, length)
        else:
            path = self._newest(path)
        self._note(path, start)
        self._skip()
        self._at += 2 if array else 1
        return path

    def _newest(self, path: Path) -> Path:
        length = self._lengths.get(path)
        return path if length is None else (*path, length - 1)

    def _pair(self, table: Path) -> Path:
        start = self._at
        path = table
        for key in self._keys():
            path = (*path, key)
            self._note(path, start)
        self._at += 1  # the equals sign
        self._skip()
        self._value(path)
        return table

    def _keys(self) -> list[str]:
        keys = [self._key()]
        while self._peek("."):
            self._at += 1
            keys.append(self._key())
        return keys

    def _key(self) -> str:
        self._skip()
        match = _STRING.match(self._text, self._at) or _BARE.match(self._text, self._at)
        if match is None:
            raise ValueError(f"no key at line {self._line(self._at)}")
        self._at = match.end()
        self._skip()
        return _plain(match.group())

    def _value(self, path: Path) -> None:
        if self._peek("["):
            self._members("]", lambda position: self._element((*path, position)))
        elif self._peek("{"):
            self._members("}", lambda _: self._pair(path))
        else:
            match = _STRING.match(self._text, self._at) or _SCALAR.match(self._text, self._at)
            self._at = match.end() if match else self._at + 1

    def _members(self, end: str, member: Callable[[int], object]) -> None:
        self._at += 1
        position = 0
        self._skip()
        while not self._peek(end):
            member(position)
            position += 1
            self._skip()
            if self._peek(","):
                self._at += 1
                self._skip()
        self._at += 1

    def _element(self, path: Path) -> None:
        self._note(path, self._at)
        self._value(path)

    def _note(self, path: Path, at: int) -> None:
        self._lines.setdefault(path, self._line(at))

    def _line(self, at: int) -> int:
        return bisect_right(self._starts, at) + 1

    def _peek(self, what: str) -> bool:
        return self._text.startswith(what, self._at)

    def _skip(self) -> None:
        match = _BLANK.match(self._text, self._at)
        self._at = match.end() if match else self._at


def _plain(key: str) -> str:
    if key.startswith("'"):
        return key[1:-1]
    return _ESCAPED.sub(_unescape, key[1:-1]) if key.startswith('"') else key


def _unescape(match: re.Match[str]) -> str:
    code = match.group(1)
    return chr(int(code[1:], 16)) if len(code) > 1 else _ESCAPES.get(code, code)
