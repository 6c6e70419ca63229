"""Heads over a log of the benchmarks: a key that its first event introduces, and the heads that the key signs."""

from __future__ import annotations

import base64
from datetime import datetime

from gate.domain.seal_events import SealKeyIntroduced
from gate.engine.body import body_texts
from gate.keys.signing import Signer
from gate.seal.checkpoint import Checkpoint, origin_of
from gate.seal.keychain import introduction, key_name
from gate.seal.note import Note, NoteKey
from gate.store import EventRecord
from gate.store.seal.order import HeadOrder

ORIGIN = origin_of("bench")


class Heads:
    """As an engine has them made, but for the agents' countersignatures."""

    def __init__(self) -> None:
        self._signer = Signer(bytes(range(32)))
        self._key = NoteKey(name=key_name(ORIGIN, 1), public=self._signer.public)

    def first(self, at: datetime) -> EventRecord:
        """Event 1 of the log."""
        note = introduction(ORIGIN, 1, self._key, [(self._key, self._sign)])
        body, _ = body_texts(SealKeyIntroduced(log=ORIGIN, number=1, note=str(note)))
        return EventRecord(
            seq=1, src="seal", boot=1, src_seq=1, at=at, recorded_at=at, type=SealKeyIntroduced.__name__, body=body
        )  # fmt: skip

    def order(self, at: datetime) -> HeadOrder:
        """A head over all that is written with it and before."""
        return HeadOrder(origin=ORIGIN, at=at, sign=self._head)

    def _head(self, checkpoint: Checkpoint) -> Note:
        return Note(text=checkpoint.text()).signed(self._key, self._sign)

    def _sign(self, content: bytes) -> bytes:
        return base64.b64decode(self._signer.sign(content))
