"""Facts back from their rows: what the engine starts from. One repository a noun, on one connection."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, select

from gate.domain.alarm import Alarm
from gate.domain.card import CardNumber
from gate.domain.credential import Credential, CredentialState
from gate.domain.departure import Departure
from gate.domain.door_state import Commanded, Contact, DoorState
from gate.domain.level import Assurance, Clearance
from gate.domain.person import Membership, Person, PersonKind
from gate.domain.person_file import PersonFile
from gate.domain.revocation import Revocation
from gate.domain.status import AgentStatus, DeviceHealth, PortalStatus
from gate.domain.visit import Items, Visit, VisitState
from gate.domain.visit_file import VisitFile
from gate.store.revocation_body import case_of
from gate.store.tables import (
    AgentRow,
    AlarmRow,
    CredentialRow,
    DepartureAnswerRow,
    DepartureRow,
    DeviceRow,
    MembershipRow,
    PersonRow,
    PortalRow,
    PrerequisiteRow,
    RevocationRow,
    VisitRow,
)
from gate.store.visit_body import OWN, steps_of, terms_of, waivers_of

Only = Callable[[Select[Any]], Select[Any]]
"""Narrows a select of the noun's own table."""


def _all(select_: Select[Any]) -> Select[Any]:
    return select_


def people(connection: Connection, ids: Iterable[str] | None = None) -> tuple[PersonFile, ...]:
    """People with credentials, memberships and prerequisites, by id; all of them without ``ids``. No visits."""
    wanted = None if ids is None else tuple(ids)

    def rows(table: Any, column: Any) -> list[RowMapping]:
        query = select(table.__table__)
        narrowed = query if wanted is None else query.where(column.in_(wanted))
        return list(connection.execute(narrowed).mappings())

    credentials = _by_person(rows(CredentialRow, CredentialRow.person))
    memberships = _by_person(rows(MembershipRow, MembershipRow.person))
    prerequisites = _by_person(rows(PrerequisiteRow, PrerequisiteRow.person))
    found = sorted(rows(PersonRow, PersonRow.id), key=lambda row: str(row["id"]))
    return tuple(
        person_of(row, credentials[row["id"]], memberships[row["id"]], prerequisites[row["id"]])
        for row in found
    )


def visits(connection: Connection, only: Only = _all) -> tuple[VisitFile, ...]:
    """Visits in order of their start."""
    query = only(select(VisitRow.__table__)).order_by(VisitRow.starts, VisitRow.id)
    return tuple(visit_of(row) for row in connection.execute(query).mappings())


def alarms(connection: Connection, only: Only = _all) -> tuple[Alarm, ...]:
    """Alarms, oldest first."""
    query = only(select(AlarmRow.__table__)).order_by(AlarmRow.raised_at, AlarmRow.id)
    return tuple(Alarm(**row) for row in connection.execute(query).mappings())


def portals(connection: Connection) -> tuple[PortalStatus, ...]:
    """Portals with their last known state, by id."""
    query = select(PortalRow.__table__).order_by(PortalRow.portal)
    return tuple(
        PortalStatus(
            **{
                **row,
                "commanded": Commanded(row["commanded"]),
                "contact": Contact(row["contact"]),
                "state": DoorState(row["state"]),
            }
        )
        for row in connection.execute(query).mappings()
    )


def devices(connection: Connection) -> tuple[DeviceHealth, ...]:
    """Health of devices, by id."""
    query = select(DeviceRow.__table__).order_by(DeviceRow.device)
    return tuple(DeviceHealth(**row) for row in connection.execute(query).mappings())


def agents(connection: Connection) -> tuple[AgentStatus, ...]:
    """Agents, by id."""
    query = select(AgentRow.__table__).order_by(AgentRow.agent)
    return tuple(AgentStatus(**row) for row in connection.execute(query).mappings())


def departures(connection: Connection, only: Only = _all) -> tuple[Departure, ...]:
    """Departures with each agent's answer, oldest first."""
    query = only(select(DepartureRow.__table__)).order_by(DepartureRow.started_at, DepartureRow.id)
    found = list(connection.execute(query).mappings())
    asked = select(DepartureAnswerRow.__table__).order_by(
        DepartureAnswerRow.departure, DepartureAnswerRow.place
    )
    answers: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in connection.execute(asked.where(DepartureAnswerRow.departure.in_([r["id"] for r in found]))):
        answers[row.departure][row.agent] = row.answered_at
    return tuple(
        Departure(
            **{**row, "credentials": tuple(json.loads(row["credentials"])), "answers": answers[row["id"]]}
        )
        for row in found
    )


def revocations(connection: Connection, only: Only = _all) -> tuple[Revocation, ...]:
    """Cases of lost badges with each agent's answer, oldest first."""
    query = only(select(RevocationRow.__table__)).order_by(RevocationRow.started_at, RevocationRow.id)
    return tuple(case_of(row) for row in connection.execute(query).mappings())


def _by_person(rows: Iterable[RowMapping]) -> defaultdict[str, list[RowMapping]]:
    found: defaultdict[str, list[RowMapping]] = defaultdict(list)
    for row in rows:
        found[row["person"]].append(row)
    for of_one in found.values():
        of_one.sort(key=lambda row: str(row.get("id", row.get("name", ""))))
    return found


def person_of(
    row: RowMapping,
    credentials: list[RowMapping],
    memberships: list[RowMapping],
    prerequisites: list[RowMapping],
) -> PersonFile:
    """A person of the rows of one person; no visits."""
    person = Person(
        id=row["id"],
        name=row["name"],
        name_zh=row["name_zh"],
        kind=PersonKind(row["kind"]),
        clearance=Clearance(row["clearance"]),
        starts=row["starts"],
        ends=row["ends"],
        pin=row["pin"],
        extended_time=row["extended_time"],
        company=row["company"],
        department=row["department"],
        credentials=tuple(_credential(one) for one in credentials),
        memberships=tuple(_membership(one) for one in memberships),
        prerequisites={one["name"]: one["good_through"] for one in prerequisites},
    )
    return PersonFile(
        person=person,
        revision=row["revision"],
        initials=row["initials"],
        id_kind=row["id_kind"],
        id_hash=row["id_hash"],
        id_last4=row["id_last4"],
        departed_at=row["departed_at"],
    )


def _credential(row: RowMapping) -> Credential:
    return Credential(
        id=row["id"],
        card=CardNumber(format=row["format"], number=row["number"], facility=row["facility"]),
        kind=row["kind"],
        assurance=Assurance(row["assurance"]),
        state=CredentialState(row["state"]),
    )


def _membership(row: RowMapping) -> Membership:
    return Membership(
        id=row["id"],
        group=row["group_id"],
        reason=row["reason"],
        approved_by=row["approved_by"],
        starts=row["starts"],
        ends=row["ends"],
    )


def visit_of(row: RowMapping) -> VisitFile:
    """A visit with what the site keeps of it."""
    visit = Visit(
        id=row["id"],
        starts=row["starts"],
        ends=row["ends"],
        zones=tuple(json.loads(row["zones"])),
        host=row["host"],
        escorts=tuple(json.loads(row["escorts"])),
        state=VisitState(row["state"]) if row["state"] else None,
        items=Items(row["items"]),
    )
    own = ("person", "purpose", "registered_by", "approved_by", "badge", "agreed_at", "checked_in_at")
    after = ("checked_out_at", "badge_returned_at", "evidence", "overdue_at")
    return VisitFile(
        visit=visit,
        approvals=steps_of(row["approvals"]),
        approved_terms=terms_of(row["approved_terms"]),
        waivers=waivers_of(row["waivers"]),
        **{name: row[name] for name in own + after + OWN},
    )
