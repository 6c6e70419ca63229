"""`gate decide`: request lines in, answer lines out (policy.md, "Lines").

A line that asks has one answer, in order; a line that cannot be accepted has one error and changes nothing; other
lines change the world in silence. Streaming: nothing is kept but the world.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import assert_never

from gate.domain.decision import Decision, PinVerdict, Request
from gate.policy.faults import NotThere
from gate.policy.kept import Json
from gate.policy.line import (
    Ask,
    Closed,
    Forgive,
    Line,
    Opened,
    SetCredential,
    SetDay,
    SetLockdown,
    SetThreat,
)
from gate.policy.line_reader import read_line
from gate.policy.line_values import LineFault
from gate.policy.world import World

JudgePin = Callable[[str, str], PinVerdict]
"""What the digits typed by a person are worth: (person, digits) → verdict."""


_written = json.JSONEncoder().encode

Explain = Callable[[World, Request, Decision], Json]
"""What would have granted, as JSON; None where there is nothing to say. The decision is not applied yet."""


def answer_lines(
    world: World, pins: JudgePin, lines: Iterable[str], explain: Explain | None = None
) -> Iterator[str]:
    """The answers to lines in time order, each a JSON object without a line end. Blank lines say nothing.

    ``explain``, if given, is asked about every answer; what it says stands under ``explain``.
    """
    last: datetime | None = None
    for text in lines:
        if not text.strip():
            continue
        try:
            line = read_line(text)
            given = _accept(world, pins, line, last, explain)
        except LineFault as fault:
            yield _written({"id": fault.id, "error": str(fault)})
            continue
        last = line.at
        if given is not None:
            yield _written(given)


def answer(decision: Decision) -> dict[str, Json]:
    """A decision as `gate decide` prints it; ``completes`` only where there is something to complete."""
    row: dict[str, Json] = {
        "id": decision.id,
        "result": decision.result.value,
        "reasons": list(decision.reasons),
        "notes": list(decision.notes),
        "persons": list(decision.persons),
        "portal": decision.portal,
        "kind": decision.kind.value,
        "by": list(decision.by),
        "policy": decision.policy,
    }
    if decision.completes:
        row["completes"] = list(decision.completes)
    return row


def _accept(
    world: World, pins: JudgePin, line: Line, last: datetime | None, explain: Explain | None
) -> dict[str, Json] | None:
    """Carry out a line, and answer it if it asks.

    LineFault if it names what is not there, or comes before the last accepted one.
    """
    try:
        if last is not None and line.at < last:
            raise LineFault(f"at: expected no earlier than {last.isoformat()}, got {line.at.isoformat()}")
        if isinstance(line.said, Ask):
            return _ask(world, request_of(world, pins, line, line.said), explain)
        carry_out(world, line.said, line.at)
    except NotThere as missing:
        fault = LineFault(str(missing))
        fault.id = line.id
        raise fault from missing
    except LineFault as fault:
        fault.id = line.id
        raise
    return None


def _ask(world: World, request: Request, explain: Explain | None) -> dict[str, Json]:
    decision = world.decide(request)
    row = answer(decision)
    if explain is not None and (said := explain(world, request, decision)) is not None:
        row["explain"] = said
    world.record(decision)
    return row


def request_of(world: World, pins: JudgePin, line: Line, ask: Ask) -> Request:
    """The question of a line, its PIN judged."""
    return Request(
        id=line.id,
        at=line.at,
        reader=ask.reader,
        card=ask.card,
        pin=_verdict(world, pins, ask),
        biometric=ask.biometric,
    )


def _verdict(world: World, pins: JudgePin, ask: Ask) -> PinVerdict:
    """The PIN judged, if one came and it is known whose it should be."""
    found = None if ask.pin is None else world.find(ask.card)
    if ask.pin is None or found is None:
        return PinVerdict.ABSENT
    return pins(found[0].id, ask.pin)


def carry_out(
    world: World,
    said: Opened | Closed | SetLockdown | SetCredential | SetThreat | Forgive | SetDay,
    at: datetime,
) -> None:
    """Do what a line that asks nothing says; NotThere if it names what is not there."""
    match said:
        case Opened():
            world.opened(said.portal, at)
        case Closed():
            world.closed(said.portal, at)
        case SetLockdown(active=True):
            world.lock_down(said.targets, at)
        case SetLockdown():
            world.lift(said.targets, at)
        case SetCredential():
            world.set_credential_state(said.credential, said.state, at)
        case SetThreat():
            world.set_threat(said.level, said.zones, at)
        case Forgive():
            world.forgive(said.person, at)
        case SetDay():
            world.alternate_day(said.day, said.as_)
        case _:
            assert_never(said)
