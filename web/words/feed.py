"""Which events the live feed tells, and whose names its sentences need."""

from __future__ import annotations

from collections.abc import Iterable

from gate.client import Happening
from gate.domain import events as e
from gate.domain.door_state import DoorState

SHOWN = (
    "AccessDecided", "PassageEnded", "PortalChanged", "AlarmRaised", "AlarmReturned", "AlarmAcknowledged",
    "AlarmClosed", "CommandRecorded", "DoorCommandAnswered", "VisitChanged", "VisitReminded", "VisitorDayClosed",
    "RollCalled", "RollEnded",
    "PersonDeparted", "RevocationTaken",
    "RevocationProved", "CredentialStateChanged", "LockdownChanged", "CameraSaw", "DeviceHealthChanged",
    "ModeChanged", "WalkTested", "RecordVerified", "EventsDropped", "EngineStarted",
    "ConfigurationPublished",
)  # fmt: skip
"""What the live feed shows: what a guard can make use of. The audit page has everything."""

OWN_EVENTS = frozenset(
    {
        "RecordReading", "AcknowledgeAlarm", "CloseAlarm", "RegisterVisit", "CheckInVisit",
        "CheckOutVisit", "DepartPerson", "LockDown", "LiftLockdown", "SetCredentialState",
        "RecordWalkTest", "RecordVerification", "InviteVisitors", "ApproveVisit", "RejectVisit", "ChangeVisit",
        "CancelVisit",
        "CompleteVisit", "ArriveVisit", "RefuseVisit", "AnswerArrival", "CloseVisitorDay",
        "CallRoll", "MarkPerson", "EndRoll",
    }
)  # fmt: skip
"""Commands that make an event of their own when they are done: the feed tells them once."""

_ABOUT_A_PERSON = (
    e.PersonDeparted, e.VisitChanged, e.VisitReminded, e.PersonChanged, e.PersonMarked,
    e.CredentialStateChanged, e.RevocationProved,
)  # fmt: skip


def tells(row: Happening) -> bool:
    """Whether the live feed shows it: not what the doors beside it show, and nothing twice (an alarm tells it)."""
    match row.body:
        case e.PortalChanged(state=state):
            return state in (DoorState.HELD_WARN, DoorState.UNLOCKED, DoorState.LOCKDOWN)
        case e.DeviceHealthChanged(online=False) | e.CameraSaw(rule="tamper"):
            return False
        case e.DoorCommandAnswered(outcome="done"):
            return False
        case e.CommandRecorded(outcome="done", command=command):
            return command not in OWN_EVENTS
        case _:
            return True


def alarms_in(rows: Iterable[Happening]) -> set[str]:
    """Ids of alarms that sentences about these events will name."""
    kinds = e.AlarmReturned | e.AlarmAcknowledged | e.AlarmClosed
    return {row.body.alarm for row in rows if isinstance(row.body, kinds)}


def people_in(rows: Iterable[Happening]) -> set[str]:
    """Ids of people that sentences about these events will name."""
    found: set[str] = set()
    for row in rows:
        if row.person:
            found.add(row.person)
        body = row.body
        if isinstance(body, e.PassageEnded):
            found.update(body.persons)
        elif isinstance(body, e.AccessDecided):
            found.update(body.decision.persons)
            found.update([body.decision.person] if body.decision.person else [])
        elif isinstance(body, _ABOUT_A_PERSON):
            found.add(body.person)
        elif isinstance(body, e.AlarmRaised | e.CommandRecorded):
            found.add(body.subject)
    return found
