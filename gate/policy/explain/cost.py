"""How much a remedy asks: what the person at the door can do costs least, what safety hangs on most."""

from __future__ import annotations

from datetime import datetime, timedelta

from gate.domain import remedy as r

_COSTS: dict[type[r.Remedy], float] = {
    r.TypePin: 1,
    r.MatchBiometric: 1,
    r.UseCredential: 2,
    r.CloseDoor: 2,
    r.WaitFor: 3,
    r.ComeAt: 4,
    r.MakeRoom: 5,
    r.SettleItems: 5,
    r.ApproveVisit: 6,
    r.Forgive: 6,
    r.SetPin: 7,
    r.Reinstate: 8,
    r.IssueCredential: 9,
    r.Obtain: 10,
    r.KeepValid: 10,
    r.WidenVisit: 11,
    r.JoinGroup: 12,
    r.RaiseClearance: 15,
    r.LeaveGroup: 16,
    r.HearEngine: 20,
    r.RecordAgain: 20,
    r.ClearThreat: 25,
    r.LiftLockdown: 25,
}
_WAITING = timedelta(days=5)
"""Waiting so much longer costs one more: a month off is dearer than one word of a manager's."""


def cost(remedy: r.Remedy, asked: datetime) -> float:
    """What it asks; ``asked`` is when the person stood at the door."""
    waiting = (remedy.at - asked) / _WAITING if isinstance(remedy, r.ComeAt) else 0.0
    return _COSTS[type(remedy)] + waiting
