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
    HOST = "host"  # an employee who invites, and answers for what he owns
    VISITOR = "visitor"  # who holds the link of one visit; nobody signs in with it
    KIOSK = "kiosk"  # a paired device in the lobby, for one visitor at a time; nobody signs in with it
    SYSTEM = "system"  # the command line on the server itself


class Right(StrEnum):
    """One right, named after what it lets one do."""

    SEE_LIVE = "see_live"
    SEE_PEOPLE = "see_people"
    SEE_EVENTS = "see_events"
    INVITE = "invite"  # visitors, to oneself as a host
    APPROVE_VISITS = "approve_visits"  # into zones that one answers for
    WAIVE = "waive"  # what a visitor lacks, by name
    OWN_VISIT = "own_visit"  # complete the page of one visit
    RECEIVE = "receive"  # take a visitor's photo and signature, and tell his host that he is there
    DESK = "desk"  # register visitors, issue and take back pool badges
    JUDGE_HITS = "judge_hits"  # say whether a visitor is the one on a watchlist
    DESK_RULES = "desk_rules"  # watchlists and agreements: what the desk works by
    CARRY = "carry"  # apply for leave to carry a thing in or out
    MUSTER = "muster"  # call a roll, mark people on it, end it
    ALARMS = "alarms"  # acknowledge and close
    UNLOCK = "unlock"  # momentary unlock
    LOCKDOWN = "lockdown"
    GRANT = "grant"  # memberships
    DEPART = "depart"  # a person leaves the company
    CREDENTIALS = "credentials"  # lost, suspended, replaced
    COMMISSION = "commission"  # sign walk-tests into the record
    REVEAL = "reveal"  # a private field, for a reason
    PRIVACY = "privacy"  # legal holds, retention, erasure
    AUDIT = "audit"  # every event with who asked for it


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.GUARD: frozenset(
        {
            Right.SEE_LIVE,
            Right.SEE_PEOPLE,
            Right.SEE_EVENTS,
            Right.DESK,
            Right.RECEIVE,
            Right.REVEAL,
            Right.JUDGE_HITS,
            Right.CARRY,
            Right.INVITE,
            Right.MUSTER,
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
            Right.MUSTER,
            Right.ALARMS,
            Right.UNLOCK,
            Right.LOCKDOWN,
            Right.GRANT,
            Right.JUDGE_HITS,
            Right.DESK_RULES,
            Right.CARRY,
            Right.INVITE,
            Right.APPROVE_VISITS,
            Right.WAIVE,
        }
        | {Right.CREDENTIALS}
    ),
    Role.HR: frozenset({Right.SEE_PEOPLE, Right.DEPART, Right.CREDENTIALS, Right.REVEAL}),
    Role.AUDITOR: frozenset({Right.SEE_LIVE, Right.SEE_PEOPLE, Right.SEE_EVENTS, Right.AUDIT}),
    Role.HOST: frozenset({Right.INVITE, Right.APPROVE_VISITS, Right.CARRY}),
    Role.VISITOR: frozenset({Right.OWN_VISIT}),
    Role.KIOSK: frozenset({Right.OWN_VISIT, Right.RECEIVE}),
    Role.SYSTEM: frozenset(Right),
}


def may(role: Role, right: Right) -> bool:
    """True if accounts of that role carry the right."""
    return right in RIGHTS[role]
