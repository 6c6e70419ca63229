"""What of an event is personal: whatever tells of a person, or may, since people wrote it in their own words.

The log keeps it apart from the rest of the event, sealed under a salt of its own, so that it can be erased and the
seal still holds (docs/record.md). A row a type: the paths of its personal fields with the value that stands in their
place, so that the event can still be read without them. The operator's account stays public: to be answerable is
what the record is for. A type that is not named here has nothing personal.
"""

from __future__ import annotations

from collections.abc import Mapping

Personal = Mapping[str, object]
"""Path (names joined by dots) → what stands in its place, as JSON has it."""

_BY_AN_OPERATOR: Personal = {"actor.origin": "", "note": ""}

PERSONAL: Mapping[str, Personal] = {
    "CredentialPresented": {"card": None, "bits": ""},
    "RevocationTaken": {"credentials": []},
    "AccessDecided": {
        "decision.person": None,
        "decision.credential": None,
        "decision.persons": [],
        "seen": None,
    },
    "PassageEnded": {"persons": []},
    "AlarmRaised": {"subject": ""},
    "AlarmAcknowledged": _BY_AN_OPERATOR,
    "AlarmClosed": _BY_AN_OPERATOR,
    "CommandRecorded": {
        "actor.origin": "",
        "why": "",
        "subject": "",
        "reason": "",
        "before": "",
        "after": "",
        "person": "",
    },
    "RecordsErased": {"person": ""},
    "CredentialStateChanged": {"credential": "", "person": "", "reason": ""},
    "PersonChanged": {"person": ""},
    "PersonDeparted": {"person": "", "credentials": []},
    "RevocationProved": {"person": ""},
    "VisitChanged": {"person": "", "badge": None},
    "VisitReminded": {"person": ""},
    "VisitorDayClosed": {"note": ""},
    "DeskStepTaken": {"person": ""},
    "RollCalled": {"people": []},
    "PersonMarked": {"person": ""},
    "RollEnded": {"missing": [], "note": ""},
    "CarryPermitChanged": {"person": ""},
    "RecordVerified": {"found.why": ""},
    "WalkTested": {"tester": "", "at_door": "", "signed_by": ""},
}
"""The columns ``person`` and ``credential`` of every row are personal, too, and so is the receipt of a command."""
