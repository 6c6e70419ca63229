"""The verifier: rows in their order and heads by their size in, the first thing that is wrong out. Bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import merge

from gate.seal.block import Block, made, public_of
from gate.seal.checkpoint import NO_HEAD, Checkpoint, note_hash, read_checkpoint
from gate.seal.cosign import holds
from gate.seal.diagnose import named, why_other
from gate.seal.errors import SealedError
from gate.seal.frontier import Frontier
from gate.seal.keychain import KeyChain
from gate.seal.leaf import Receipt, Spelt
from gate.seal.note import Note, NoteKey, Verify, read_note
from gate.seal.recompute import leaf, leaves
from gate.seal.report import KeptHead, Report, SealBroken
from gate.seal.told import check_hole, introduce, size_of


class Verifier:
    """Feed it with :meth:`rows`, then :meth:`finish`. Both raise SealBroken at the first fault."""

    def __init__(
        self,
        verify: Verify,
        heads: Iterable[KeptHead],
        outside: Sequence[Iterable[KeptHead]] = (),
        pinned: NoteKey | None = None,
    ) -> None:
        """``heads`` of the record and each row of ``outside`` from elsewhere, by size; ``pinned``: the first key."""
        self._verify = verify
        self._chain = KeyChain(verify, pinned)
        self._heads = merge(heads, *outside, key=size_of)
        self._head: KeptHead | None = next(self._heads, None)
        self._tree = Frontier()
        self._before = (0, NO_HEAD)  # the record's head before: its size, the hash of its note
        self._good = 0  # the size of the newest head that agreed
        self._counts = {"checkpoints": 0, "outside": 0, "erased": 0, "countersigned": 0, "sealed": 0}
        self._signed: tuple[str, NoteKey] | None = None  # the last note whose signature held
        self._waiting = b""  # the first event behind the newest head, as a block has it
        self._last = b""  # and the last of all

    def block(self, block: Block, answers: Mapping[int, Receipt]) -> bool:
        """The next rows, by the thousand; False, and nothing taken, where they are to be looked at by :meth:`rows`.

        ``answers``: every receipt that names one of them, by the number of the event.
        """
        found = made(block, answers) if block.first == self._tree.size + 1 else None
        if found is None:
            return False
        self._counts["erased"] += found.erased
        self._grow(found.leaves, found.rows)
        self._last = found.rows[-1]
        return True

    def rows(self, rows: Sequence[Spelt], answers: Mapping[int, Receipt]) -> None:
        """The next rows. ``answers``: as of :meth:`block`."""
        if not rows:
            return
        first = self._tree.size + 1
        try:
            found, erased = leaves(rows, answers)
            good = [row[0] for row in rows] == list(range(first, first + len(rows)))
            good = good and found == [row[5] for row in rows]
        except (SealedError, TypeError, UnicodeEncodeError):
            found, erased, good = [], 0, False
        if not good:
            self._take_singly(rows, answers)
        self._counts["erased"] += erased
        self._take(rows, found)

    def finish(self, kept: Frontier | None = None, *, heads_due: bool = True) -> Report:
        """The end of the record. ``kept``: what the store says of the tree; None where nothing says it.

        ``heads_due``: False for a record that no engine wrote, which has no heads.
        """
        if kept is not None and kept.size > self._tree.size:
            raise SealBroken(self._missing(kept.size), self._tree.size + 1)
        if kept is not None and kept.size < self._tree.size:
            raise SealBroken(f"event {kept.size + 1} inserted: the store sealed {kept.size}", kept.size + 1)
        if kept is not None and kept.root() != self._tree.root():
            raise SealBroken("the store's own state of the tree is not that of its events")
        if self._head is not None:
            self._beyond(self._head)
        if heads_due:
            self._check_newer()
        newer = self._tree.size - self._counts["sealed"]
        keys = tuple(str(key) for key in self._chain.keys)
        return Report(newer=newer, keys=keys, by_tree=True, **self._counts)

    def _check_newer(self) -> None:
        first = self._counts["sealed"] + 1
        if first <= self._tree.size:
            check_hole(first, self._tree.size, public_of(self._waiting), public_of(self._last))

    # ── rows ─────────────────────────────────────────────────────────────────

    def _take_singly(self, rows: Sequence[Spelt], answers: Mapping[int, Receipt]) -> None:
        """Take the rows up to the one that is wrong, and say what is."""
        for each in rows:
            row, expected = Spelt(*each), self._tree.size + 1
            if row.seq != expected:
                self._out_of_order(row, expected)
            answer = answers.get(row.seq)
            try:
                fits = leaf(row, answer) == row.leaf
            except SealedError:
                fits = False
            if not fits:
                raise SealBroken(f"{named(row)} {why_other(row, answer)}", row.seq)
            self._take([row], [leaf(row, answer)])
        raise AssertionError("every row fits by itself and together they do not")

    def _out_of_order(self, row: Spelt, expected: int) -> None:
        if not isinstance(row.seq, int) or row.seq < expected:
            raise SealBroken(
                f"event {row.seq} stands behind event {expected - 1}: inserted or reordered", expected
            )
        what = (
            f"event {expected} removed"
            if row.seq == expected + 1
            else f"events {expected} to {row.seq - 1} removed"
        )
        raise SealBroken(f"{what}: the next is event {row.seq}", expected)

    def _take(self, rows: Sequence[Spelt], found: Sequence[bytes]) -> None:
        """Keys count from the event that introduces them."""
        public, taken = [row[1] for row in rows], 0
        for place in [place for place, row in enumerate(rows) if row[6]]:
            self._grow(found[taken:place], public[taken:place])
            self._introduce(Spelt(*rows[place]))
            taken = place
        self._grow(found[taken:], public[taken:])
        self._last = public[-1]

    def _grow(self, found: Sequence[bytes], rows: Sequence[bytes]) -> None:
        """Grow the tree by these leaves up to each head on the way. ``rows``: theirs, as a block has them."""
        at, start = 0, self._tree.size
        while self._head is not None and self._head.size <= start + len(found):
            reach = self._head.size - start
            if reach > at:
                self._tree.append(found[at:reach])
                at = reach
            self._check(self._head)
            self._head = next(self._heads, None)
        if at < len(found):
            if self._counts["sealed"] == self._tree.size:
                self._waiting = rows[at]
            self._tree.append(found[at:])

    def _introduce(self, said: Spelt) -> None:
        try:
            introduce(said.public, self._chain)
        except (ValueError, TypeError, LookupError) as fault:  # KeyRefused is one
            raise SealBroken(f"{named(said)} {fault}", said.seq) from fault

    # ── heads ────────────────────────────────────────────────────────────────

    def _check(self, head: KeptHead) -> None:
        name = f"the checkpoint of {head.size} events" + (f" in {head.source}" if head.source else "")
        note, checkpoint = self._read(head, name)
        if checkpoint.root != self._tree.root():
            raise SealBroken(f"{self._span(head.size)}: the root is not that of {name}", self._good + 1)
        self._good = head.size
        if head.source:
            self._counts["outside"] += 1
            return
        for agent, line in head.countersignatures.items():
            key = self._chain.witnesses.get(agent)
            if not holds(key, note, line, self._verify):
                raise SealBroken(f"{name}: the countersignature of agent {agent} is not its own")
            self._counts["countersigned"] += 1
        self._hang(checkpoint, name)
        self._before = head.size, note_hash(head.note)
        self._counts["checkpoints"] += 1
        self._counts["sealed"] = head.size

    def _hang(self, checkpoint: Checkpoint, name: str) -> None:
        since = checkpoint.since
        if since is not None and (since.size, since.note) != self._before:
            raise SealBroken(
                f"{name} hangs on one of {since.size} events, which was removed or altered, not on that of "
                f"{self._before[0]}"
            )

    def _read(self, head: KeptHead, name: str) -> tuple[Note, Checkpoint]:
        try:
            note = read_note(head.note)
            checkpoint = read_checkpoint(note)
        except SealedError as fault:
            raise SealBroken(f"{name} is none: {fault}") from fault
        key = self._chain.newest
        if key is None:
            raise SealBroken(f"{name} stands before any key was introduced")
        if checkpoint.origin != self._chain.origin:
            raise SealBroken(f"{name} is of {checkpoint.origin}, the log is {self._chain.origin}")
        if checkpoint.size != head.size or head.at not in (None, checkpoint.at):
            raise SealBroken(f"{name} says {checkpoint.size} events at {checkpoint.at.isoformat()}: altered")
        if (head.note, key) != self._signed:  # copies of one note are verified once
            if not note.signed_by(key, self._verify):
                raise SealBroken(f"{name} is not signed by {key.name}, whose turn it was")
            self._signed = (head.note, key)
        return note, checkpoint

    def _beyond(self, head: KeptHead) -> None:
        """A head over more events than there are: it must be one of this log before it accuses anybody."""
        name = f"the checkpoint of {head.size} events" + (f" in {head.source}" if head.source else "")
        missing = self._missing(head.size)
        try:
            self._read(head, name)
        except SealBroken as fault:
            raise SealBroken(f"{missing}, or {fault}", self._tree.size + 1) from fault
        raise SealBroken(f"{missing}: {name} has them", self._tree.size + 1)

    def _missing(self, size: int) -> str:
        have = self._tree.size
        return f"event {size} removed" if size == have + 1 else f"events {have + 1} to {size} removed"

    def _span(self, size: int) -> str:
        first = self._good + 1
        return f"event {first} altered" if first == size else f"one of events {first} to {size} altered"
