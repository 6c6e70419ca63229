"""Whom an invariant means, and when somebody is one of them (policy.md, "Invariants").

``lacks`` is judged as entries judge it: not there, or run out before the local date. ``not_in`` by the memberships of
the instant. What counts is who the person is at the entry that lets them in.
"""

from __future__ import annotations

from gate.domain.invariant import Who
from gate.policy.configuration import Configuration
from gate.policy.prove.hours import day_number
from gate.policy.prove.static import Static
from gate.policy.prove.subject import Subject
from gate.policy.prove.times import EVER, NEVER, Stretch, Times, pieces


def times_as(who: Who, subject: Subject, configuration: Configuration) -> Times:
    """The instants at which the person is one of those meant."""
    person = subject.holder.person
    if who.lacks is not None:
        return _times_without(who.lacks, subject)
    if who.below is not None:
        return EVER if person.clearance < who.below else NEVER
    if who.not_in is not None:
        return _times_outside(configuration.groups.get(who.not_in, 0), subject)
    if who.person is not None:
        return EVER if person.id == who.person else NEVER
    return EVER if who.word != "visitor" or subject.holder.visitor else NEVER


def entering_as(who: Who, subject: Subject, configuration: Configuration, static: Static) -> int:
    """Zones that an entry could let the person into while they are one of those meant; more rather than fewer."""
    if who.lacks is not None:
        return subject.ever & ~static.requiring.get(who.lacks, 0)
    if who.not_in is not None:
        group = configuration.groups.get(who.not_in, 0)
        if subject.groups & group:
            return subject.ever & static.granted(subject.holder, subject.groups & ~group)
    return subject.ever


def _times_without(name: str, subject: Subject) -> Times:
    prerequisites = subject.holder.person.prerequisites
    if name not in prerequisites:
        return EVER
    last = prerequisites[name]
    return NEVER if last is None else (Stretch(first_day=day_number(last) + 1),)


def _times_outside(group: int, subject: Subject) -> Times:
    holder = subject.holder
    if not subject.groups & group:
        return EVER
    if holder.groups & group:
        return NEVER
    spans = [(each.starts, each.ends) for each in holder.timed if each.bit & group]
    return tuple(Stretch(low, high) for low, high in pieces(spans) if not holder.groups_at(low) & group)
