"""Rows of the log as they are written: with salt and leaf hash, in the order of the tree.

Their bytes are spelt by orjson, which is native code and spells as :func:`gate.seal.leaf.spelt` does.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from gate.seal.digest import END, MARK, Digest
from gate.seal.leaf import NOTHING, PUBLIC, SALT, Receipt, hidden_hash, leaf_of
from gate.store.base import EPOCH, MICROSECOND
from gate.store.batch import EventRecord
from gate.store.errors import StoreConflict

NOBODY = [None, None, None]
"""The personal part of a row in which there is nothing."""


def microseconds(at: datetime) -> int:
    """An instant as the tree has it."""
    return (at - EPOCH) // MICROSECOND


class SealedRows(NamedTuple):
    """Rows as they are inserted (gate.store.log.rows), their leaves, and what a digest takes (gate.seal.digest)."""

    rows: list[tuple[Any, ...]]
    leaves: list[bytes]
    publics: list[bytes]
    hiddens: list[bytes]

    def digested(self, digest: Digest) -> None:
        """These rows go into the digest."""
        digest.add(b"".join(self.publics), b"".join(self.hiddens), b"".join(self.leaves))


def sealed(events: Sequence[EventRecord], answers: Mapping[int, Receipt], size: int) -> SealedRows:
    """The rows with their seal for a tree of ``size`` events; StoreConflict for a gap.

    ``answers``: receipts by the number of the event that they answer with.
    """
    salts = os.urandom(SALT * len(events))
    made = SealedRows([], [], [], [])
    for place, event in enumerate(events):
        if event.seq != size + place + 1:
            raise StoreConflict(f"expected event {size + place + 1} of the log next, got {event.seq}")
        _add(made, event, answers.get(event.seq), salts[place * SALT : (place + 1) * SALT])
    return made


def _add(made: SealedRows, event: EventRecord, answer: Receipt | None, salt: bytes) -> None:
    """Absent texts are NULL, never empty: one spelling for one thing."""
    portal, zone, subject = event.portal or None, event.zone or None, event.subject or None
    request, personal = event.request or None, event.personal or None
    person, credential = event.person or None, event.credential or None
    at, recorded_at = microseconds(event.at), microseconds(event.recorded_at)
    public: list[int | str | None] = [
        event.seq, event.boot, event.src_seq, at, recorded_at, event.src, event.type, portal, zone, subject,
        request, event.body,
    ]  # fmt: skip
    apart = [person, credential, personal]
    if answer is not None:
        public += (answer.id, answer.at)
        apart.append(answer.text)
    hides, spelt = apart != NOBODY, orjson.dumps(public)
    hidden = hidden_hash(salt, orjson.dumps(apart)) if hides else NOTHING
    leaf = leaf_of(spelt, hidden)
    made.leaves.append(leaf)
    if hides:
        made.hiddens.append(hidden)
    made.publics.append(MARK + spelt + END if hides else spelt + END)
    made.rows.append((*public[PUBLIC], person, credential, personal, salt if hides else None, None, leaf))
