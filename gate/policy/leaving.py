"""Exits: nobody is locked in (policy.md, "Exit")."""

from __future__ import annotations

from gate.policy.case import Case
from gate.policy.entry import INTERLOCK, stands_open
from gate.policy.waits import Wait

MIN_OCCUPANCY = "min_occupancy"


def judge_exit(case: Case) -> list[Wait]:
    """Judge an exit of a known credential; returns the wait that a grant completes, if any.

    Where one can leave without the system, an interlock denies and the last but one waits; elsewhere both are notes.
    """
    case.notes = case.token.against
    if case.way.rivals and stands_open(case):
        _add(case, INTERLOCK)
    if not case.way.source.never_alone:
        return []
    others = _others_inside(case)
    if len(others) != 1:
        return []
    together = [wait for wait in _waiting(case, case.way.reader) if wait.person in others]
    if not together:
        _add(case, MIN_OCCUPANCY)
    return together


def _add(case: Case, word: str) -> None:
    """Against the exit where one can leave without the system, else beside it."""
    if case.way.free:
        case.reasons += (word,)
    else:
        case.notes += (word,)


def _others_inside(case: Case) -> set[str]:
    """Known to be in the source, or waiting at one of its exits; without the one who reads."""
    source = case.way.source
    inside = set(case.state.presence.known_in(source))
    for reader in source.exits:
        inside.update(wait.person for wait in _waiting(case, reader))
    return inside - {case.holder.id}


def _waiting(case: Case, reader: str) -> list[Wait]:
    """Persons on file who wait for a second person at a reader of the source."""
    waits = case.state.waits.partners(reader, case.way.source.pair_window, case.t)
    return [wait for wait in waits if wait.person in case.state.register]
