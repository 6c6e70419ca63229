"""The record was verified: that is recorded itself, and a record that is not what was sealed is an alarm."""

from __future__ import annotations

from datetime import datetime

from gate.domain.verification import RecordVerification, RecordVerified, Verdict
from gate.service.alarms import raise_alarm, return_alarm
from gate.service.change import Change
from gate.service.errors import Refused
from gate.service.facts import Facts

BROKEN, ALTERED = "record_broken", "record_altered"
RECORD = "record"
"""What the alarm is about: there is one record."""


def verified(facts: Facts, change: Change, told: RecordVerification, now: datetime) -> str:
    """Record it. Broken: an alarm, once more at each verification; one that holds ends it. What could not be read says
    nothing either way. Refused: begun after now, or a verdict without its reason.
    """
    found = told.found
    if told.begun_at > now:
        raise Refused("it begins later than now: the clocks differ")
    if (found.verdict is Verdict.HOLDS) == bool(found.why):
        raise Refused("expected a reason where the record does not hold, and none where it does")
    change.note(RecordVerified(begun_at=told.begun_at, found=found))
    if found.verdict is Verdict.BROKEN:
        # not the verifier's words: they may quote what is personal, and an alarm has no part to be erased
        raise_alarm(facts, change, BROKEN, RECORD, now, cause=ALTERED)
    elif found.verdict is Verdict.HOLDS:
        return_alarm(facts, change, BROKEN, RECORD, now)
    return RECORD
