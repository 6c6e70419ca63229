"""Kinds of alarms: the engine's data, asked for safely."""

from __future__ import annotations

from gate.domain.alarm_kinds import KINDS, AlarmKind


def kind_of(kind: str) -> AlarmKind | None:
    """The kind's data; None for one that this version does not know."""
    return KINDS.get(kind)


def kind_name(kind: str, language: str) -> str:
    """What it is called; the id where nothing is known."""
    known = KINDS.get(kind)
    return known.name.in_language(language) if known else kind


def code_name(kind: str, code: str, language: str) -> str:
    """A closing code in words."""
    known = KINDS.get(kind)
    found = next((each.name for each in known.codes if each.id == code), None) if known else None
    return found.in_language(language) if found else code
