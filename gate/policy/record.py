"""What a decision does to the state: waits, PIN counts, the released door, the live grant (policy.md)."""

from __future__ import annotations

from gate.domain.decision import Decision, Passage, PinVerdict, Result
from gate.domain.zone import Factor
from gate.policy.entry import ESCORT_REQUIRED, PIN_BLOCKED, TWO_PERSON, WRONG_PIN
from gate.policy.faults import NotThere
from gate.policy.grants import GRACE, LiveGrant
from gate.policy.instant import micros
from gate.policy.leaving import MIN_OCCUPANCY
from gate.policy.rules import Way
from gate.policy.state import State
from gate.policy.waits import Wait

_GRANTED, _PENDING, _EXIT = Result.GRANTED, Result.PENDING, Passage.EXIT
_PIN, _RIGHT = Factor.PIN, (PinVerdict.RIGHT, PinVerdict.DURESS)


def record(state: State, decision: Decision, release: int | None) -> list[LiveGrant]:
    """Apply a decision. Returns grants that it ended or that were never live: theirs may have gone through.

    ``release``: microseconds that the lock is released for, None: the portal's own release time.
    """
    way = state.configuration.ways.get(decision.reader)
    if way is None:
        raise NotThere("reader of a portal", decision.reader)
    t = micros(decision.at)
    if decision.person is not None:
        _count_pin(state, decision, decision.person, t)
        _move_waits(state, way, decision, decision.person, t)
    if decision.result is not _GRANTED:
        return []
    return _release(state, way, decision, t, way.release if release is None else release)


def _count_pin(state: State, decision: Decision, person: str, t: int) -> None:
    if _PIN not in decision.factors or PIN_BLOCKED in decision.reasons:
        return
    if WRONG_PIN in decision.reasons:
        state.pins.wrong(person, t)
    elif decision.pin in _RIGHT:
        state.pins.right(person)


def _move_waits(state: State, way: Way, decision: Decision, person: str, t: int) -> None:
    """Any new read ends the reader's wait there; a grant ends those that it completes; some reads begin one."""
    state.waits.end(way.reader, (person, *decision.persons))
    state.waits.tidy(way.reader, way.window, way.target.escort_window, t)
    if decision.result is _PENDING:
        visitor = ESCORT_REQUIRED in decision.reasons
        if set(decision.reasons) <= (
            {ESCORT_REQUIRED, TWO_PERSON} if visitor else {TWO_PERSON, MIN_OCCUPANCY}
        ):
            wait = Wait(
                person=person,
                credential=decision.credential or "",
                request=decision.id,
                since=t,
                visitor=visitor,
                pin=decision.pin,
                biometric=decision.biometric,
            )
            state.waits.begin(way.reader, wait)


def _release(state: State, way: Way, decision: Decision, t: int, release: int) -> list[LiveGrant]:
    """A grant at a door known to be closed becomes live and ends the one before; at another it never is."""
    grant = LiveGrant(
        portal=way.portal,
        persons=decision.persons,
        target=way.target.id,
        exit=decision.kind is _EXIT,
        since=t,
        until=t + release + GRACE,
    )
    before = state.grants.take_away(way.portal)
    ended = [] if before is None else [before]
    if state.doors.closed(way.portal):
        state.grants.give(grant)
    else:
        ended.append(grant)
    state.doors.release(way.portal, t + release)
    return ended
