"""Who may do what: console roles and the rights they carry.

Auditors read all and change nothing (G3). Nobody holds two roles in one account.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """The console's roles."""

    GUARD = "guard"
    MANAGER = "manager"
    HR = "hr"
    AUDITOR = "auditor"
    SYSTEM = "system"  # the command line on the server itself


class Right(StrEnum):
    """One right, named after what it lets one do."""

    SEE_LIVE = "see_live"
    SEE_PEOPLE = "see_people"
    SEE_EVENTS = "see_events"
    DESK = "desk"  # register visitors, issue and take back pool badges
    ALARMS = "alarms"  # acknowledge and close
    UNLOCK = "unlock"  # momentary unlock
    LOCKDOWN = "lockdown"
    GRANT = "grant"  # memberships
    DEPART = "depart"  # a person leaves the company
    CREDENTIALS = "credentials"  # lost, suspended, replaced
    COMMISSION = "commission"  # sign walk-tests into the record
    AUDIT = "audit"  # every event with who asked for it


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.GUARD: frozenset(
        {
            Right.SEE_LIVE,
            Right.SEE_PEOPLE,
            Right.SEE_EVENTS,
            Right.DESK,
            Right.ALARMS,
            Right.UNLOCK,
            Right.LOCKDOWN,
        }
        | {Right.CREDENTIALS}
    ),
    Role.MANAGER: frozenset(
        {
            Right.SEE_LIVE,
            Right.SEE_PEOPLE,
            Right.SEE_EVENTS,
            Right.ALARMS,
            Right.UNLOCK,
            Right.LOCKDOWN,
            Right.GRANT,
        }
        | {Right.CREDENTIALS}
    ),
    Role.HR: frozenset({Right.SEE_PEOPLE, Right.DEPART, Right.CREDENTIALS}),
    Role.AUDITOR: frozenset({Right.SEE_LIVE, Right.SEE_PEOPLE, Right.SEE_EVENTS, Right.AUDIT}),
    Role.SYSTEM: frozenset(Right),
}


def may(role: Role, right: Right) -> bool:
    """True if accounts of that role carry the right."""
    return right in RIGHTS[role]
