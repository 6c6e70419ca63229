"""Heads of the record: ordered each minute of the site's clock in which something was recorded, signed with the rows.

Owned by the deciding thread. :meth:`Sealing.committed` comes on the recorder's, after the head is in the store.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from gate.bus.messages import HeadProof, SealedHead
from gate.domain.seal_events import SealKeyIntroduced, WitnessIntroduced
from gate.engine.head_file import HeadFile
from gate.engine.witnesses import Witnesses
from gate.keys.engine_keys import EngineKeys
from gate.keys.seal_keys import SealKeys, verify_raw
from gate.seal.checkpoint import Checkpoint, origin_of
from gate.seal.cosign import witness_key
from gate.seal.keychain import INTRODUCED, KeyChain, introduction, key_name
from gate.seal.note import Note, NoteKey
from gate.service.change import Change
from gate.store.seal.keys import IntroducedKey
from gate.store.seal.order import HeadOrder

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=1)
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Sealing:
    """``known``: keys as the log introduced them. KeyRefused where they do not follow from each other."""

    def __init__(
        self,
        site: str,
        keys: EngineKeys,
        known: Iterable[IntroducedKey],
        witnesses: Witnesses,
        file: HeadFile | None,
    ) -> None:
        self._origin = origin_of(site)
        self._keys = keys
        self._witnesses = witnesses
        self._file = file
        self._chain = KeyChain(verify_raw)
        self._notes: tuple[str, ...] = ()  # that introduced its keys
        for each in known:
            if each.type == INTRODUCED:
                self._chain.introduce(each.note)
                self._notes += (each.note,)
            else:
                self._chain.witness(each.agent, each.key)
        self._due: datetime | None = None  # at once, first
        self._waits = True  # something is recorded that no head covers
        self._ordered = False

    def introduce(self, change: Change, agents: Iterable[str]) -> None:
        """Have the log introduce keys that it does not know: the next ones of the seal, and those of agents."""
        held = self._keys.seal
        newest = len(self._chain.keys)
        if newest and not held.holds(newest, self._chain.keys[-1].public):
            log.error(
                "the ring lacks seal key %d, which signs heads: none is signed until it is back", newest
            )
            return
        for number in range(newest + 1, held.newest + 1):
            note = str(self._introduction(number))
            self._chain.introduce(note)
            self._notes += (note,)
            change.note(SealKeyIntroduced(log=self._origin, number=number, note=note))
        for agent in agents:
            key = witness_key(self._origin, agent, self._keys.agent_public(agent))
            if self._chain.witnesses.get(agent) != key:
                self._chain.witness(agent, str(key))
                change.note(WitnessIntroduced(log=self._origin, agent=agent, key=str(key)))
        self._witnesses.keys.update(self._chain.witnesses)

    # ── orders ───────────────────────────────────────────────────────────────

    def recorded(self) -> None:
        """Something goes into the log."""
        self._waits = True

    def due(self) -> datetime | None:
        """When the next head is to be signed, None while nothing asks for one. Long ago: at once."""
        if not self._waits or self._ordered or not self._can_sign():
            return None
        return self._due or LONG_AGO

    def order(self, now: datetime) -> HeadOrder:
        """The order of a head, for the recorder."""
        self._ordered, self._waits, self._due = True, False, now + EVERY
        known = tuple(self._witnesses.behind.values())
        return HeadOrder(origin=self._origin, at=now, sign=self._sign, known=known)

    def committed(self, order: HeadOrder, publish: Callable[[SealedHead], None]) -> None:
        """The order is carried out and in the store: tell everybody."""
        self._ordered = False
        head = order.made
        if head is None:
            return
        self._witnesses.signed(head.checkpoint.size, head.note)
        proofs = tuple(
            HeadProof(size=old.size, hashes=tuple(base64.b64encode(each).decode() for each in old.proof))
            for old in head.old
        )
        publish(SealedHead(note=str(head.note), proofs=proofs, keys=self._notes))
        if self._file is not None:
            self._file.add(head.note, head.checkpoint.at)

    # ── keys ─────────────────────────────────────────────────────────────────

    def _sign(self, checkpoint: Checkpoint) -> Note:
        number = len(self._chain.keys)
        return Note(text=checkpoint.text()).signed(self._chain.keys[-1], _signs(self._keys.seal, number))

    def _can_sign(self) -> bool:
        number = len(self._chain.keys)
        return number > 0 and self._keys.seal.holds(number, self._chain.keys[-1].public)

    def _introduction(self, number: int) -> Note:
        held = self._keys.seal
        key = NoteKey(name=key_name(self._origin, number), public=held.public(number))
        before = [(self._chain.keys[-1], _signs(held, number - 1))] if number > 1 else []
        return introduction(self._origin, number, key, [*before, (key, _signs(held, number))])


def _signs(held: SealKeys, number: int) -> Callable[[bytes], bytes]:
    return lambda content: held.sign(number, content)
