"""The scenario from where a remedy is sought: the person compiled, the hour, the rules of the way."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from gate.domain.decision import Decision
from gate.domain.person import Person
from gate.policy.explain.scenario import Scenario, timetable_of
from gate.policy.holder import Holder, compile_person
from gate.policy.instant import instant, micros
from gate.policy.kept import Json
from gate.policy.rules import Way, ZoneRules
from gate.policy.timetable import Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One scenario with what its remedies depend on worked out."""

    scenario: Scenario
    decision: Decision
    way: Way
    person: Person
    holder: Holder
    timetable: Timetable
    t: int

    @classmethod
    def at(cls, scenario: Scenario, decision: Decision) -> Look | None:
        """None if nobody known reads."""
        person = None if decision.person is None else scenario.people.get(decision.person)
        if person is None:
            return None
        return cls(
            scenario=scenario,
            decision=decision,
            way=scenario.way,
            person=person,
            holder=compile_person(person, scenario.configuration, 0),
            timetable=timetable_of(scenario),
            t=micros(scenario.request.at),
        )

    @property
    def target(self) -> ZoneRules:
        """Where the way leads."""
        return self.way.target

    @property
    def today(self) -> date:
        """The local date."""
        return date.fromordinal(self.timetable.at(self.t)[1])

    @property
    def now(self) -> datetime:
        """When the person reads."""
        return self.scenario.request.at

    def fact(self, kind: str, key: str) -> Json:
        """A fact of the moving state, None if there is none."""
        text = self.scenario.facts.get((kind, key))
        return None if text is None else json.loads(text)

    def group_of(self, bit: int) -> str:
        """The name of a group's bit."""
        return next(name for name, each in self.scenario.configuration.groups.items() if each == bit)

    def later(self, us: int) -> datetime | None:
        """An instant that is still to come, None for one that has been."""
        return instant(us) if us > self.t else None
