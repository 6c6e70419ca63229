"""Verdicts in the words of a guard: who, through which doors, by what right, at what local time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from gate.domain.invariant import Always, Invariant, Who
from gate.domain.person import Person
from gate.domain.schedule import WEEKDAYS, Calendar
from gate.policy.instant import SECOND, micros
from gate.policy.prove.abstract import VISIT
from gate.policy.prove.graph import How
from gate.policy.prove.questions import Reached, Standing
from gate.policy.prove.verdict import Breach, NoWayOut, Passing, Proof, Verdict

_BY_HAND: Mapping[How, str] = {
    How.EXIT: "exit",
    How.HANDLE: "by handle",
    How.BUTTON: "by button",
    How.UNLOCKED: "stands unlocked",
}


def rule_in_words(invariant: Invariant) -> str:
    """``never visitor reaches archive``."""
    if isinstance(invariant, Always):
        start = "every zone" if invariant.start == "*" else invariant.start
        return f"always from {start} to {invariant.reaches} without the system"
    narrowed = " without escort" if invariant.unescorted else ""
    return f"never {who_in_words(invariant.who)} reaches {invariant.reaches}{narrowed}"


def who_in_words(who: Who) -> str:
    """``visitor``, ``anyone who lacks agreement``."""
    if who.lacks is not None:
        return f"anyone who lacks {who.lacks}"
    if who.below is not None:
        return f"anyone below {who.below.word}"
    if who.not_in is not None:
        return f"anyone not in {who.not_in}"
    return who.person or who.word or "anyone"


def verdict_in_words(verdict: Verdict, calendar: Calendar) -> str:
    """One line, and what breaches it on lines below."""
    head = f"{verdict.invariant.id}: {rule_in_words(verdict.invariant)}: "
    match verdict:
        case Proof():
            return head + "proved"
        case Breach():
            lines = [head + "BREACHED", "  " + breach_in_words(verdict, calendar)]
            if verdict.others:
                lines.append(f"  and {', '.join(verdict.others)}")
            return "\n".join(lines)
        case NoWayOut():
            return "\n".join([head + "BREACHED", "  " + _no_way_out(verdict)])


def breach_in_words(breach: Breach, calendar: Calendar) -> str:
    """``visitor v1 (Ana): outside —front-door→ lobby (visit w1, Mon 2026-11-23 09:00) —side-door→ archive (…)``."""
    return f"{person_in_words(breach.person)}: {way_in_words(breach.way, calendar)}"


def person_in_words(person: Person) -> str:
    """Kind, id and name; the words alone for somebody who stands for many."""
    if any(visit.id == VISIT for visit in person.visits):
        return person.name if person.name == person.id else f"{person.id} ({person.name})"
    name = f" ({person.name})" if person.name and person.name != person.id else ""
    return f"{person.kind.value} {person.id}{name}"


def way_in_words(way: Iterable[Passing], calendar: Calendar) -> str:
    """The doors with the zones between them."""
    words: list[str] = []
    for passing in way:
        words += () if words else (passing.source,)
        words.append(f"—{passing.portal}→ {passing.target} ({_how(passing, calendar)})")
    return " ".join(words)


def reached_in_words(reached: Reached, calendar: Calendar) -> str:
    """The zone, who comes there, and how."""
    more = f" and {reached.people - 1} more" if reached.people > 1 else ""
    return f"{reached.zone}: {person_in_words(reached.person)}{more}: {way_in_words(reached.way, calendar)}"


def standing_in_words(standing: Standing, calendar: Calendar) -> str:
    """The zone; when and by what right the person enters it, with what beside the card; else what forbids it."""
    if standing.entry is None:
        return f"{standing.zone}: no entry: {', '.join(standing.reasons) or 'nobody who could go along'}"
    needs = f"; needs {', '.join(standing.needs)}" if standing.needs else ""
    way = "" if standing.comes else "; no way leads there"
    return f"{standing.zone}: {_how(standing.entry, calendar)}{needs}{way}"


def local_time(at: datetime, calendar: Calendar) -> str:
    """``Mon 2026-11-23 09:00`` by the wall clocks of the site."""
    local = _local(at, calendar)
    shown = f"{local:%H:%M}" if local.second == 0 else f"{local:%H:%M:%S}"
    return f"{WEEKDAYS[local.weekday()].title()} {local.year:04}-{local:%m-%d} {shown}"


def _how(passing: Passing, calendar: Calendar) -> str:
    parts = [_BY_HAND[passing.how]] if passing.how in _BY_HAND else []
    parts += [right.id if right.id == VISIT else f"{right.noun} {right.id}" for right in passing.by]
    if passing.escort is not None:
        parts.append(f"escorted by {passing.escort}")
    if passing.partner is not None:
        parts.append(f"together with {passing.partner}")
    if passing.company:
        parts.append("while somebody is inside")
    if passing.deposited:
        parts.append("banned things deposited")
    return ", ".join([*parts, local_time(passing.at, calendar)])


def _no_way_out(verdict: NoWayOut) -> str:
    doors = ", ".join(f"{portal} ({egress})" for portal, egress in verdict.doors)
    onward = f"; on from there: {doors}" if doors else "; no portal leads on from there"
    also = f" (also stuck: {', '.join(verdict.zones[1:])})" if verdict.zones[1:] else ""
    comes_to = [zone for zone in verdict.comes_to if zone != verdict.zones[0]]
    reached = f"comes to {', '.join(comes_to)} only" if comes_to else "comes nowhere"
    return f"anyone, at any time: from {verdict.zones[0]} one {reached} by handle or hard-wired button{onward}{also}"


def _local(at: datetime, calendar: Calendar) -> datetime:
    seconds = micros(at) // SECOND
    offset = calendar.offsets[0][1]
    for start, each in calendar.offsets:
        if start <= seconds:
            offset = each
    try:
        return at.astimezone(UTC).replace(tzinfo=None) + timedelta(seconds=offset)
    except OverflowError:  # the ends of the calendar itself
        return at.astimezone(UTC).replace(tzinfo=None)
