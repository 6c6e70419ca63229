"""Files as text and data, with what keeps them from being read as findings."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gate.site.faults import Faults
from gate.site.finding import Finding
from gate.site.json_lines import json_lines
from gate.site.table import TWICE
from gate.site.toml_lines import toml_lines
from gate.site.toml_text import read_toml


@dataclass(frozen=True, slots=True)
class Source:
    """The data of a file; ``readable`` is False where nothing could be made of it, which ``faults`` tells."""

    data: dict[str, Any]
    faults: Faults
    readable: bool


def read_site_source(path: Path) -> Source:
    """A TOML file, as far as it can be read. OSError where it is not there."""
    text, broken = _text(path)
    data, mended, found = read_toml(text, path.name) if broken is None else ({}, "", (broken,))
    faults = Faults(path.name, lambda: toml_lines(mended))
    for finding in found:
        faults.add(finding)
    return Source(data, faults, readable=bool(data) or not found)


def read_people_source(path: Path) -> Source:
    """A JSON file. OSError where it is not there."""
    text, broken = _text(path)
    faults = Faults(path.name, lambda: json_lines(text))
    data: object = {}
    if broken is None:
        try:
            data = json.loads(text, object_pairs_hook=_pairs)
        except json.JSONDecodeError as error:
            got = f"column {error.colno}: {error.msg}"
            broken = Finding(file=path.name, line=error.lineno, path="", expected="valid JSON", got=got)
        except RecursionError:
            broken = Finding(
                file=path.name, line=1, path="", expected="valid JSON", got="objects nested too deep"
            )
    if broken is None and not isinstance(data, dict):
        broken = Finding(
            file=path.name, line=1, path="", expected='an object with "people"', got="something else"
        )
    if broken is not None:
        faults.add(broken)
    return Source(data if isinstance(data, dict) else {}, faults, readable=broken is None)


def _text(path: Path) -> tuple[str, Finding | None]:
    raw = path.read_bytes()
    try:
        # TOML knows LF and CRLF alone: universal newlines would shift the lines of findings
        return raw.decode("utf-8-sig").replace("\r\n", "\n"), None
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        got = f"byte 0x{raw[error.start]:02x}"
        return "", Finding(file=path.name, line=line, path="", expected="text in UTF-8", got=got)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; JSON itself would take the last of equal keys in silence."""
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        made[TWICE] = [key for key, _ in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]
    return made
