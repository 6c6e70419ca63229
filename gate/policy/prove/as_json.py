"""Verdicts and ways as plain values, for JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gate.domain.person import Person
from gate.domain.schedule import Calendar
from gate.policy.prove.questions import Reached, Standing
from gate.policy.prove.speech import local_time
from gate.policy.prove.verdict import Breach, NoWayOut, Passing, Proof, Verdict
from gate.policy.prove.words import (
    reached_in_words,
    rule_in_words,
    standing_in_words,
    verdict_in_words,
)

Plain = Mapping[str, object]


def verdict_as_json(verdict: Verdict, calendar: Calendar) -> Plain:
    """``{"id", "rule", "proved", "text"}`` and what belongs to its kind; ``people`` null: everybody thinkable."""
    head: dict[str, object] = {
        "id": verdict.invariant.id,
        "rule": rule_in_words(verdict.invariant),
        "proved": isinstance(verdict, Proof),
        "text": verdict_in_words(verdict, calendar),
    }
    match verdict:
        case Proof():
            return head | {"people": verdict.people}
        case Breach():
            way = way_as_json(verdict.way, calendar)
            return head | {
                "person": person_as_json(verdict.person),
                "way": way,
                "others": list(verdict.others),
            }
        case NoWayOut():
            doors = [{"portal": portal, "egress": egress} for portal, egress in verdict.doors]
            return head | {"from": list(verdict.zones), "comes_to": list(verdict.comes_to), "doors": doors}


def way_as_json(way: Sequence[Passing], calendar: Calendar) -> list[Plain]:
    """One object a door."""
    return [passing_as_json(passing, calendar) for passing in way]


def passing_as_json(passing: Passing, calendar: Calendar) -> Plain:
    """``at`` is UTC, ``local`` the wall time of the site."""
    return {
        "portal": passing.portal,
        "from": passing.source,
        "to": passing.target,
        "how": passing.how.value,
        "reader": passing.reader,
        "at": passing.at.isoformat().replace("+00:00", "Z"),
        "local": local_time(passing.at, calendar),
        "by": [{"kind": right.noun, "id": right.id} for right in passing.by],
        "escort": passing.escort,
        "second_person": passing.partner,
        "somebody_inside": passing.company,
        "items_deposited": passing.deposited,
    }


def person_as_json(person: Person) -> Plain:
    """Who it is."""
    return {"id": person.id, "name": person.name, "kind": person.kind.value}


def reached_as_json(reached: Reached, calendar: Calendar) -> Plain:
    """One zone, one person, one way."""
    return {
        "zone": reached.zone,
        "person": person_as_json(reached.person),
        "people": reached.people,
        "way": way_as_json(reached.way, calendar),
        "text": reached_in_words(reached, calendar),
    }


def standing_as_json(standing: Standing, calendar: Calendar) -> Plain:
    """One zone of ``where``."""
    return {
        "zone": standing.zone,
        "entry": None if standing.entry is None else passing_as_json(standing.entry, calendar),
        "reasons": list(standing.reasons),
        "needs": list(standing.needs),
        "comes": standing.comes,
        "text": standing_in_words(standing, calendar),
    }
