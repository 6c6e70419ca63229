"""Line numbers of TOML and JSON: against the examples, awkward syntax, and random data."""

from __future__ import annotations

import json
import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gate.site.finding import Path, spell_path
from gate.site.json_lines import json_lines
from gate.site.toml_lines import toml_lines
from tests.site.altered import HQ, PEOPLE, line_of

AWKWARD = (
    """# a comment with [brackets] and "quotes
title = "a # no comment"   # one
[a."b.c"]
'single' = 'it"""
    """'
multi = '''
[[not.a.table]]
key = 1'''
"es\\u0063aped" = \"\"\"
x = \\"\"\" y ""\"\"\"
numbers = [ 1, # one
  [2, 3], { in = [
    4], out = { deep = 1979-05-27 07:32:00 } },
]
dotted.one.two = true
[[list]]
x = 1
[list.sub]
y = 2
[[list.inner]]
z = 3
[[list.inner]]
z = 4
[[list]]
x = 5
"""
)


def test_every_path_of_the_site_file_has_its_line() -> None:
    lines = toml_lines(HQ)
    assert set(lines) == set(_paths(tomllib.loads(HQ)))
    assert lines["zones", 3, "lease"] == line_of(HQ, 'lease = "8h"')
    assert lines["portals", 3, "lock", "output"] == line_of(HQ, 'lock = { device = "io-lab", output = 1')
    assert lines["portals", 3] == line_of(HQ, '[[portals]]\nid = "lab-door"')
    assert lines["cameras", 0, "rules", 1, "line", 1] == line_of(HQ, "[0.8, 0.6]")


def test_every_path_of_awkward_toml_has_its_line() -> None:
    text = AWKWARD.replace("'it'", "'it'")
    lines = toml_lines(text)
    assert set(lines) == set(_paths(tomllib.loads(text)))
    assert lines["a", "b.c", "escaped"] == line_of(text, '"es\\u0063aped"')
    assert lines["a", "b.c", "numbers", 2, "in", 0] == line_of(text, "4],")
    assert lines["a", "b.c", "numbers", 2, "out", "deep"] == line_of(text, "4],")
    assert lines["list", 0, "inner", 1, "z"] == line_of(text, "z = 4")
    assert lines["list", 1, "x"] == line_of(text, "x = 5")


def test_every_path_of_the_people_file_has_its_line() -> None:
    lines = json_lines(PEOPLE)
    assert set(_paths(json.loads(PEOPLE))) <= set(lines)
    assert lines["people", 1, "credentials", 0, "number"] == line_of(PEOPLE, '"number": 4568')


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@given(VALUES, st.sampled_from([None, 1]), st.booleans())
def test_every_path_of_any_json_is_found(value: Any, indent: int | None, plain: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=plain)
    lines = json_lines(text)
    paths = list(_paths(value))
    assert set(paths) <= set(lines)
    if indent is None:
        assert set(lines.values()) == {1}
    else:
        in_order = [lines[path] for path in paths]
        assert in_order == sorted(in_order)


def test_paths_are_spelt_as_people_read_them() -> None:
    assert spell_path(("portals", 3, "lock", "output")) == "portals[3].lock.output"
    assert spell_path(()) == ""


def _paths(value: Any, at: Path = ()) -> list[Path]:
    found: list[Path] = [at] if at else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += _paths(inner, (*at, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            found += _paths(inner, (*at, position))
    return found
