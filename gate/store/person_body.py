"""A person as the policy knows him, as JSON and back: ids, spans and scales, no name, PIN or remark."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from gate.domain.card import CardNumber
from gate.domain.credential import Credential, CredentialState
from gate.domain.level import Assurance, Clearance
from gate.domain.person import Membership, Person, PersonKind
from gate.domain.visit import Items, Visit, VisitState


def spelt(person: Person) -> str:
    """The JSON; keys sorted, so that equal facts are equal text."""
    body = {
        "kind": person.kind.value,
        "clearance": int(person.clearance),
        "starts": _instant(person.starts),
        "ends": _instant(person.ends),
        "groups": [[each.group, _instant(each.starts), _instant(each.ends)] for each in person.memberships],
        "prerequisites": {name: day and day.isoformat() for name, day in person.prerequisites.items()},
        "credentials": [_credential(each) for each in person.credentials],
        "visits": [_visit(each) for each in person.visits],
        "extended_time": person.extended_time,
    }
    return json.dumps(body, separators=(",", ":"), sort_keys=True)


def read_body(id: str, text: str) -> Person:
    """The person of that id, nameless. KeyError or ValueError for what :func:`spelt` did not write."""
    body = json.loads(text)
    return Person(
        id=id,
        name="",
        kind=PersonKind(body["kind"]),
        clearance=Clearance(body["clearance"]),
        starts=_read(body["starts"]),
        ends=_read(body["ends"]),
        memberships=tuple(
            Membership(group=group, starts=_read(starts), ends=_read(ends))
            for group, starts, ends in body["groups"]
        ),
        prerequisites={name: day and date.fromisoformat(day) for name, day in body["prerequisites"].items()},
        credentials=tuple(_read_credential(row) for row in body["credentials"]),
        visits=tuple(_read_visit(row) for row in body["visits"]),
        extended_time=body["extended_time"],
    )


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _read(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _credential(credential: Credential) -> list[object]:
    card = credential.card
    strength, state = int(credential.assurance), credential.state.value
    return [credential.id, card.format, card.facility, card.number, credential.kind, strength, state]


def _read_credential(row: list[Any]) -> Credential:
    id_, format_, facility, number, kind, strength, state = row
    return Credential(
        id=id_,
        card=CardNumber(format=format_, facility=facility, number=number),
        kind=kind,
        assurance=Assurance(strength),
        state=CredentialState(state),
    )


def _visit(visit: Visit) -> dict[str, object]:
    return {
        "id": visit.id,
        "starts": visit.starts.isoformat(),
        "ends": visit.ends.isoformat(),
        "zones": list(visit.zones),
        "host": visit.host,
        "escorts": list(visit.escorts),
        "state": None if visit.state is None else visit.state.value,
        "items": visit.items.value,
    }


def _read_visit(row: dict[str, Any]) -> Visit:
    return Visit(
        id=row["id"],
        starts=datetime.fromisoformat(row["starts"]),
        ends=datetime.fromisoformat(row["ends"]),
        zones=tuple(row["zones"]),
        host=row["host"],
        escorts=tuple(row["escorts"]),
        state=None if row["state"] is None else VisitState(row["state"]),
        items=Items(row["items"]),
    )
