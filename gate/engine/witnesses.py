"""What agents say of the heads that they are shown: a countersignature is kept, a refusal is an alarm."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime

from gate.domain.countersignature import Countersignature
from gate.domain.seal_events import HeadCountersigned, HeadRefused
from gate.keys.seal_keys import verify_raw
from gate.seal.cosign import countersigned
from gate.seal.errors import SealedError
from gate.seal.note import Note, NoteKey, read_signature
from gate.service.alarms import raise_alarm
from gate.service.change import Change
from gate.service.facts import Facts

REMEMBERED = 64
"""Heads of about an hour: a countersignature of an older one is not looked at."""


class Witnesses:
    """Owned by the deciding thread; :meth:`signed` alone may come from another."""

    def __init__(self) -> None:
        """Nobody is known and nothing signed yet."""
        self.keys: dict[str, NoteKey] = {}
        self.behind: dict[str, int] = {}
        """Sizes of heads that agents keep and that the next head must continue, by agent."""
        self._notes: OrderedDict[int, Note] = OrderedDict()

    def signed(self, size: int, note: Note) -> None:
        """A head was signed: agents will countersign it."""
        self._notes[size] = note
        while len(self._notes) > REMEMBERED:
            self._notes.popitem(last=False)

    def countersigned(self, event: HeadCountersigned, agent: str, now: datetime) -> Change:
        """Keep the signature beside its head if it holds. The event is no row of the log: it would ask for a head
        itself."""
        change = Change(record=False)
        self.behind[agent] = event.size
        note, key = self._notes.get(event.size), self.keys.get(agent)
        if note is not None and key is not None and _holds(note, key, event.signature):
            kept = Countersignature(size=event.size, agent=agent, at=now, signature=event.signature)
            change.keep(kept)
        return change

    def refused(self, facts: Facts, event: HeadRefused, agent: str, now: datetime) -> Change:
        """The record is not the one that the agent has seen: somebody looks into it at once."""
        change = Change()
        raise_alarm(facts, change, "record_refused", agent, now, cause=event.why[:128])
        return change


def _holds(note: Note, key: NoteKey, line: str) -> bool:
    try:
        return countersigned(note, read_signature(line), key, verify_raw)
    except SealedError:
        return False
