"""A people file to :class:`gate.domain.person.Person`, and the PINs apart from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gate.domain.card import CardNumber, card_number
from gate.domain.credential import Credential, CredentialState
from gate.domain.level import Assurance, Clearance
from gate.domain.person import Membership, Person, PersonKind
from gate.domain.visit import Items, Visit, VisitState
from gate.site import people_keys as keys
from gate.site.finding import Path
from gate.site.known import Known
from gate.site.pins import Pin, pin
from gate.site.read_zones import ASSURANCES, CLEARANCES
from gate.site.span import read_span
from gate.site.table import Keys, Table
from gate.site.values import Reader, T, Unfit, day, flag, ident, instant, line_of_text, one_of, shown, whole

KIND = one_of({kind.value: kind for kind in PersonKind})
STATE = one_of({state.value: state for state in CredentialState})
VISIT_STATE = one_of({state.value: state for state in VisitState})
ITEMS = one_of({items.value: items for items in Items})
FACILITY = whole(0, 2**32 - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFile:
    """People in the order of the file; ``pins`` by person; ``places`` of people, credentials and visits."""

    people: tuple[Person, ...] = ()
    pins: Mapping[str, Pin] = field(default_factory=dict, repr=False)
    places: Mapping[tuple[str, str], Path] = field(default_factory=dict)


class PeopleReader:
    """Reads the objects of one file; ids of people, credentials and visits are unique in it."""

    def __init__(self, top: Table, known: Known) -> None:
        self._tables = [(table, table.take("id", ident, None)) for table in top.tables("people", keys.PERSON)]
        self._known = known
        self._places: dict[tuple[str, str], Path] = {}
        self._pins: dict[str, Pin] = {}

    def read(self) -> PeopleFile:
        """Everybody with an id of their own."""
        people = [
            self._person(table, own)
            for table, own in self._tables
            if own is not None and self._own(table, "people", own)
        ]
        return PeopleFile(people=tuple(people), pins=self._pins, places=self._places)

    def _person(self, table: Table, own: str) -> Person:
        starts, ends = read_span(table)
        digits = table.take("pin", or_null(pin), None, secret=True)
        if digits is not None:
            self._pins[own] = digits
        return Person(
            id=own,
            name=table.take("name", line_of_text, own),
            name_zh=table.take("name_zh", or_null(line_of_text), None),
            kind=table.take("kind", KIND, PersonKind.EMPLOYEE),
            clearance=table.take("clearance", CLEARANCES, Clearance.NONE),
            starts=starts,
            ends=ends,
            memberships=tuple(self._membership(part) for part in table.tables("groups", keys.MEMBERSHIP)),
            prerequisites=_prerequisites(table),
            credentials=self._credentials(table),
            visits=self._visits(table),
            extended_time=table.take("extended_time", flag, False),
            company=table.take("company", line_of_text, ""),
            department=table.take("department", line_of_text, ""),
        )

    def _membership(self, table: Table) -> Membership:
        starts, ends = read_span(table)
        return Membership(
            group=table.take("id", self._known.ref("groups"), ""),
            id=table.take("membership", ident, ""),
            reason=table.take("reason", line_of_text, ""),
            approved_by=table.take("approved_by", or_null(ident), None),
            starts=starts,
            ends=ends,
        )

    def _credentials(self, table: Table) -> tuple[Credential, ...]:
        made: list[Credential] = []
        for part in table.tables("credentials", keys.CREDENTIAL):
            own = part.take("id", ident, None)
            card = _card(part)
            if own is None or not self._own(part, "credentials", own) or card is None:
                continue
            made.append(
                Credential(
                    id=own,
                    card=card,
                    kind=part.take("kind", line_of_text, "card"),
                    assurance=part.take("assurance", ASSURANCES, Assurance.COPYABLE),
                    state=part.take("state", STATE, CredentialState.ACTIVE),
                )
            )
        return tuple(made)

    def _visits(self, table: Table) -> tuple[Visit, ...]:
        made: list[Visit] = []
        for part in table.tables("visits", keys.VISIT):
            own = part.take("id", ident, None)
            starts, ends = read_span(part, instant)
            if own is None or not self._own(part, "visits", own) or starts is None or ends is None:
                continue
            made.append(
                Visit(
                    id=own,
                    starts=starts,
                    ends=ends,
                    zones=part.each("zones", self._known.ref("zones")),
                    host=part.take("host", or_null(ident), None),
                    escorts=part.each("escorts", ident),
                    state=part.take("state", or_null(VISIT_STATE), None),
                    items=part.take("items", ITEMS, Items.OPEN),
                )
            )
        return tuple(made)

    def _own(self, table: Table, kind: str, own: str) -> bool:
        """Notes where ``own`` stands; False, with a finding, if it is taken."""
        before = self._places.setdefault((kind, own), table.path)
        if before == table.path:
            return True
        line = table.faults.line((*before, "id"))
        table.faults.error(table.at("id"), f"an id of its own among {kind}", f'"{own}", taken in line {line}')
        return False


def or_null(read: Reader[T]) -> Reader[T | None]:
    """The same reader, and null for none."""

    def nullable(value: object) -> T | None:
        return None if value is None else read(value)

    return nullable


def _card(table: Table) -> CardNumber | None:
    number = table.take("number", _number, None)
    format_ = table.take("format", line_of_text, None)
    facility = table.take("facility", or_null(FACILITY), None)
    if number is None or format_ is None:
        return None
    return card_number(format_, number, facility)


def _number(value: object) -> int | str:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    if (
        isinstance(value, str)
        and value.strip()
        and value.isascii()
        and value.isprintable()
        and len(value) <= 64
    ):
        return value
    raise Unfit("a card number: a whole number, or hex digits in quotes")


def _prerequisites(table: Table) -> Mapping[str, date | None]:
    came = table.raw("prerequisites")
    if not isinstance(came, dict):
        if came is not None:
            table.faults.error(table.at("prerequisites"), "an object of names and dates", shown(came))
        return {}
    dates = Table(table.faults, table.at("prerequisites"), came, Keys((), tuple(came)))
    return {name: dates.take(name, or_null(day), None) for name in came}
