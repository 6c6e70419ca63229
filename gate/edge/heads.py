"""The newest head of the record that this agent saw: kept, countersigned, and never let go of for a smaller one.

An agent cannot read the record; it can hold the engine to what it said. A head that does not continue the kept one is
refused: somebody took events away, or changed them, or brought back an old database. So is one that the key whose turn
it is did not sign.
"""

from __future__ import annotations

import base64
import binascii
import logging
from dataclasses import dataclass
from pathlib import Path

from gate.bus.messages import HeadProof, SealedHead
from gate.domain.seal_events import HeadCountersigned, HeadRefused
from gate.edge.errors import EdgeError
from gate.edge.memory import write_durably
from gate.edge.outbox import Outbox
from gate.edge.ports import Clock, Keys, Offload
from gate.edge.seal_chain import SealChain
from gate.seal.checkpoint import Checkpoint, origin_of, read_checkpoint
from gate.seal.cosign import cosigned, witness_key
from gate.seal.errors import SealedError
from gate.seal.note import Note, read_note
from gate.seal.proofs import consistent

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """A head as it is kept: with the agent's own signature as its last line."""

    note: Note
    checkpoint: Checkpoint


class Heads:
    """``folder``: the agent's own; the head stands in ``head`` there, the keys that sign heads in ``seal-keys``.

    EdgeError where one of them is damaged.
    """

    def __init__(self, folder: Path, *, keys: Keys, clock: Clock, outbox: Outbox, offload: Offload) -> None:
        self._path, self._keys_path = folder / "head", folder / "seal-keys"
        self._clock, self._keys, self._outbox, self._offload = clock, keys, outbox, offload
        self._origin = origin_of(outbox.site)
        self._key = witness_key(self._origin, outbox.agent, keys.public)
        self._chain = SealChain.load(self._keys_path, self._origin, keys.holds)
        self._kept = self._load()
        self._refused = False  # said already, and no head was taken since

    def show(self, head: SealedHead) -> None:
        """A head that the engine signed in its envelope came."""
        try:
            note = read_note(head.note)
            checkpoint = read_checkpoint(note)
        except SealedError as fault:
            log.warning("a head of the record cannot be read: %s", fault)
            return
        kept = self._kept
        if kept is not None and (checkpoint.size, checkpoint.root) == (
            kept.checkpoint.size,
            kept.checkpoint.root,
        ):
            return
        if (
            kept is not None
            and checkpoint.size <= kept.checkpoint.size
            and checkpoint.at < kept.checkpoint.at
        ):
            return  # an old message that the broker still had
        chain, why = self._signed_by(note, head.keys)
        found = why or self._why_not(checkpoint, head.proofs)
        if found is None:
            self._ask_for_a_proof()
        elif found:
            self._refuse(checkpoint, found)
        else:
            self._keep(note, checkpoint, chain)

    def _signed_by(self, note: Note, keys: tuple[str, ...]) -> tuple[SealChain, str]:
        """The keys as they are with those that came along, and why the head is not theirs, "" if it is."""
        try:
            chain = self._chain.extended(keys)
        except SealedError as fault:
            return self._chain, str(fault)
        return chain, "" if chain.signed(note) else "it is not signed by the key whose turn it was"

    def _why_not(self, new: Checkpoint, proofs: tuple[HeadProof, ...]) -> str | None:
        """Why the head is refused, "" if it is not; None where that cannot be told for want of a proof."""
        if new.origin != self._origin:
            return f"expected a head of {self._origin}, got one of {new.origin[:80]}"
        if self._kept is None:
            return ""
        old = self._kept.checkpoint
        if new.size < old.size:
            return "the record became shorter"
        if new.size == old.size:
            return "the record of this size was another one"
        proof = next((each for each in proofs if each.size == old.size), None)
        if proof is None:
            return None
        try:
            hashes = [base64.b64decode(each, validate=True) for each in proof.hashes]
        except (binascii.Error, ValueError):
            hashes = []
        continues = consistent(old.size, old.root, new.size, new.root, hashes)
        return "" if continues else "the record does not continue the one seen before"

    def _keep(self, note: Note, checkpoint: Checkpoint, chain: SealChain) -> None:
        line = cosigned(
            note, self._key, self._clock.now(), lambda content: base64.b64decode(self._keys.sign(content))
        )
        signed = Note(text=note.text, signatures=(*note.signatures, line))
        self._kept, self._refused = Kept(signed, checkpoint), False
        keys = None if chain is self._chain else chain.content()
        self._chain = chain
        said = HeadCountersigned(size=checkpoint.size, signature=str(line))
        self._offload(
            lambda: self._write(signed, keys), lambda _: self._say(said)
        )  # said once a restart would still hold the engine to it

    def _write(self, signed: Note, keys: bytes | None) -> None:
        """The keys first: a head without them would make the next start believe any."""
        if keys is not None:
            write_durably(self._keys_path, keys)
        write_durably(self._path, str(signed).encode())

    def _say(self, said: HeadCountersigned) -> None:
        self._outbox.send(said)

    def _refuse(self, checkpoint: Checkpoint, why: str) -> None:
        """Say it once: the heads that follow will not fit either."""
        if self._refused:
            return
        self._refused = True
        kept = self._kept.checkpoint.size if self._kept is not None else 0
        log.error("refused a head of %d events, %d are kept: %s", checkpoint.size, kept, why)
        self._outbox.send(HeadRefused(size=checkpoint.size, kept=kept, why=why))

    def _ask_for_a_proof(self) -> None:
        """Say again what is kept: the engine's next head will show that it continues that."""
        if self._kept is not None:
            own = str(self._kept.note.signatures[-1])
            self._outbox.send(HeadCountersigned(size=self._kept.checkpoint.size, signature=own))

    def _load(self) -> Kept | None:
        if not self._path.exists():
            return None
        try:
            note = read_note(self._path.read_text())
            return Kept(note, read_checkpoint(note))
        except (SealedError, UnicodeDecodeError) as fault:
            raise EdgeError(f"{self._path}: expected the newest head of the record; {fault}") from fault
