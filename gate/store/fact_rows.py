"""Facts as rows: which tables a fact goes to, and with which values. The other way round is ``load``."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from gate.domain.alarm import Alarm
from gate.domain.applied import AppliedConfiguration
from gate.domain.countersignature import Countersignature
from gate.domain.departure import Departure
from gate.domain.facts import Fact, PersonAsOf
from gate.domain.hold import Hold
from gate.domain.person_file import PersonFile
from gate.domain.private_field import PrivateField
from gate.domain.revocation import Revocation
from gate.domain.status import AgentStatus, DeviceHealth, PortalStatus
from gate.domain.visit_file import VisitFile
from gate.store.desk_facts import DESK_TABLES
from gate.store.flat import row_of
from gate.store.found_by import found_by
from gate.store.person_body import spelt
from gate.store.revocation_body import REVOCATION_PLAIN, spelt_case
from gate.store.visit_body import OWN, spelt_steps, spelt_terms, spelt_waivers

Row = dict[str, Any]
Put = Callable[[str, Row], None]
"""Takes the name of a table and one row of it."""


def put_fact(fact: Fact, put: Put) -> None:  # noqa: C901, PLR0912 (one case for each fact: the table of them)
    """Hand every row of the fact to ``put``, parents before children."""
    table = DESK_TABLES.get(type(fact))
    if table is not None:
        put(table.__tablename__, row_of(fact))
        return
    match fact:
        case PersonFile():
            _put_person(fact, put)
        case VisitFile():
            put("visits", _visit(fact))
        case Alarm():
            put("alarms", {name: getattr(fact, name) for name in Alarm.__slots__})
        case PortalStatus():
            put("portals", {name: getattr(fact, name) for name in PortalStatus.__slots__})
        case DeviceHealth():
            put("devices", {name: getattr(fact, name) for name in DeviceHealth.__slots__})
        case AgentStatus():
            put("agents", {name: getattr(fact, name) for name in AgentStatus.__slots__})
        case Departure():
            _put_departure(fact, put)
        case Revocation():
            row = {name: getattr(fact, name) for name in REVOCATION_PLAIN}
            put("revocations", {**row, **spelt_case(fact)})
        case PrivateField():
            put("private_fields", row_of(fact))
        case Countersignature():
            put("countersignatures", row_of(fact))
        case AppliedConfiguration():
            put("configurations", row_of(fact))
        case Hold():
            put("holds", row_of(fact))
        case PersonAsOf():
            body = spelt(fact.person)
            put("person_history", {"person": fact.person.id, "revision": fact.revision, "body": body})


def _put_person(fact: PersonFile, put: Put) -> None:
    person = fact.person
    put("people", _person(fact))
    for credential in person.credentials:
        put(
            "credentials",
            {
                "id": credential.id,
                "person": person.id,
                "kind": credential.kind,
                "format": credential.card.format,
                "facility": credential.card.facility,
                "number": credential.card.number,
                "assurance": int(credential.assurance),
                "state": credential.state.value,
            },
        )
    for membership in person.memberships:
        put(
            "memberships",
            {
                "id": membership.id,
                "person": person.id,
                "group_id": membership.group,
                "reason": membership.reason,
                "approved_by": membership.approved_by,
                "starts": membership.starts,
                "ends": membership.ends,
            },
        )
    for name, date in person.prerequisites.items():
        put("prerequisites", {"person": person.id, "name": name, "good_through": date})


def _person(fact: PersonFile) -> Row:
    person = fact.person
    return {
        "id": person.id,
        "name": person.name,
        "name_zh": person.name_zh,
        "initials": fact.initials,
        "found_by": found_by(person.name, person.name_zh, person.company),
        "kind": person.kind.value,
        "clearance": int(person.clearance),
        "starts": person.starts,
        "ends": person.ends,
        "pin": person.pin,
        "extended_time": person.extended_time,
        "company": person.company,
        "department": person.department,
        "id_kind": fact.id_kind,
        "id_hash": fact.id_hash,
        "id_last4": fact.id_last4,
        "departed_at": fact.departed_at,
        "revision": fact.revision,
    }


def _visit(fact: VisitFile) -> Row:
    visit = fact.visit
    return {
        "id": visit.id,
        "person": fact.person,
        "host": visit.host,
        "zones": json.dumps(visit.zones),
        "escorts": json.dumps(visit.escorts),
        "starts": visit.starts,
        "ends": visit.ends,
        "state": visit.state.value if visit.state else None,
        "items": visit.items.value,
        "purpose": fact.purpose,
        "registered_by": fact.registered_by,
        "approved_by": fact.approved_by,
        "badge": fact.badge,
        "agreed_at": fact.agreed_at,
        "checked_in_at": fact.checked_in_at,
        "checked_out_at": fact.checked_out_at,
        "badge_returned_at": fact.badge_returned_at,
        "evidence": fact.evidence,
        "overdue_at": fact.overdue_at,
        "approvals": spelt_steps(fact.approvals),
        "approved_terms": spelt_terms(fact.approved_terms),
        "waivers": spelt_waivers(fact.waivers),
        **{name: getattr(fact, name) for name in OWN},
    }


def _put_departure(fact: Departure, put: Put) -> None:
    put(
        "departures",
        {
            "id": fact.id,
            "person": fact.person,
            "revision": fact.revision,
            "credentials": json.dumps(fact.credentials),
            "started_at": fact.started_at,
            "started_by": fact.started_by,
            "reason": fact.reason,
            "proved_at": fact.proved_at,
        },
    )
    for place, (agent, at) in enumerate(fact.answers.items()):
        row = {"departure": fact.id, "agent": agent, "place": place, "answered_at": at}
        put("departure_answers", row)
