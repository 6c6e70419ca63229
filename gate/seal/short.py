"""The short way to verify: what each head says of the rows since the head before, and of that head itself.

Heads hang together by the hash of the one before (gate.seal.checkpoint), and each says the digest of its rows
(gate.seal.digest): one signature, the newest, vouches for all of them, and no row needs a hash of its own. Roots of
the tree are not looked at, but for the newest. Whoever wants that verifies by the tree (gate.seal.verify); so does
everybody where the short way leads nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from heapq import merge
from typing import NamedTuple, NoReturn

from gate.seal.block import BETWEEN, KEY_MARK, Block, leaves_of, opened, public_of
from gate.seal.checkpoint import NO_HEAD, Checkpoint, Since, note_hash, read_checkpoint, says
from gate.seal.cosign import holds
from gate.seal.digest import END, MARK, Digest
from gate.seal.errors import SealedError
from gate.seal.frontier import Frontier
from gate.seal.hashing import SIZE
from gate.seal.keychain import KeyChain
from gate.seal.leaf import Receipt
from gate.seal.note import Note, NoteKey, Verify, read_note
from gate.seal.report import KeptHead, Report, SealBroken
from gate.seal.told import check_hole, introduce, size_of


class NoShortWay(SealedError):
    """This way says nothing of the record: its heads do not know it, or something is to be looked at closely."""


class _Rows(NamedTuple):
    """Some rows of a block: how many, and as a digest takes them."""

    number: int
    publics: bytes
    hiddens: bytes
    leaves: bytes


class ShortVerifier:
    """Feed it with :meth:`block`, then :meth:`finish`. Both raise NoShortWay, or SealBroken where a head differs."""

    def __init__(
        self,
        verify: Verify,
        heads: Iterable[KeptHead],
        edge: Callable[[int], Frontier],
        outside: Sequence[Iterable[KeptHead]] = (),
        pinned: NoteKey | None = None,
    ) -> None:
        """As of gate.seal.verify.Verifier. ``edge``: what the store says of the tree as it was with so many events."""
        self._verify, self._edge = verify, edge
        self._chain = KeyChain(verify, pinned)
        self._heads = iter(heads)
        self._outside = merge(*outside, key=size_of)
        self._foreign: KeptHead | None = next(self._outside, None)
        self._head: KeptHead | None = next(self._heads, None)
        if self._head is None:
            raise NoShortWay("there is no head")
        self._digest = Digest()
        self._size = 0
        self._before = (0, NO_HEAD)  # the head before: its size, the hash of its note
        self._tree: Frontier | None = None  # behind the newest head
        self._counts = {"checkpoints": 0, "outside": 0, "erased": 0, "countersigned": 0, "sealed": 0}
        self._waiting = self._last = b""  # the first event behind the newest head, and the last of all

    def block(self, block: Block, answers: Mapping[int, Receipt]) -> None:
        """The next rows. ``answers``: every receipt that names one of them, by the number of the event."""
        found = opened(block, answers)
        if found is None or block.first != self._size + 1:
            raise NoShortWay(f"something is odd in the rows from event {self._size + 1} on")
        self._counts["erased"] += found.erased
        rest = _Rows(block.size, found.publics, found.hiddens, block.leaves)
        if self._head is not None and self._head.size <= self._size + block.size:
            rest = self._up_to_heads(rest)
        self._take(rest)

    def _up_to_heads(self, rows: _Rows) -> _Rows:
        """Take the rows up to the last head among them; gives the others."""
        publics, start, at, hidden = rows.publics.split(BETWEEN), self._size, 0, 0
        while self._head is not None and self._head.size <= start + rows.number:
            reach = self._head.size - start
            part = _part(rows, publics, at, reach, hidden)
            self._take(part)
            self._check(self._head)
            at, hidden = reach, hidden + len(part.hiddens)
        return _part(rows, publics, at, rows.number, hidden)

    def finish(self, kept: Frontier, *, heads_due: bool = True) -> Report:
        """The end of the record; as of gate.seal.verify.Verifier."""
        if self._head is not None or self._foreign is not None or self._tree is None:
            raise NoShortWay("a head is over more events than there are")
        if kept.size != self._tree.size or kept.root() != self._tree.root():
            raise NoShortWay("the store's state of the tree is another one")
        sealed, size = self._counts["sealed"], self._tree.size
        if heads_due and size > sealed:
            check_hole(sealed + 1, size, public_of(self._waiting), public_of(self._last))
        keys = tuple(str(key) for key in self._chain.keys)
        return Report(newer=size - sealed, keys=keys, by_tree=False, **self._counts)

    # ── rows ─────────────────────────────────────────────────────────────────

    def _take(self, rows: _Rows) -> None:
        if not rows.number:
            return
        if rows.publics.rfind(KEY_MARK) >= 0:
            self._introduce(rows.publics)
        if self._tree is None:
            self._digest.add(rows.publics + END, rows.hiddens, rows.leaves)
        else:
            self._grow(self._tree, rows)
        self._size += rows.number

    def _introduce(self, publics: bytes) -> None:
        for row in publics.split(BETWEEN):
            if KEY_MARK in row:
                try:
                    introduce(public_of(row), self._chain)
                except (ValueError, TypeError, LookupError) as fault:
                    raise NoShortWay(f"a key is introduced by nobody: {fault}") from fault

    def _grow(self, tree: Frontier, rows: _Rows) -> None:
        """Behind the newest head there are only the rows' own leaves, and the store's word for them."""
        publics = rows.publics.split(BETWEEN)
        leaves = leaves_of(publics, rows.hiddens)
        numbers = range(tree.size + 1, tree.size + 1 + len(publics))
        in_place = all(
            public_of(row).startswith(b"[%d," % seq) for seq, row in zip(numbers, publics, strict=True)
        )
        if leaves is None or b"".join(leaves) != rows.leaves or not in_place:
            raise NoShortWay(f"something is odd in the rows from event {tree.size + 1} on")
        self._waiting = self._waiting or publics[0]
        self._last = publics[-1]
        tree.append(leaves)

    # ── heads ────────────────────────────────────────────────────────────────

    def _check(self, head: KeptHead) -> None:
        rows = self._digest.value()
        since = Since(size=self._before[0], note=self._before[1], rows=rows)
        if head.at is None or not says(head.note, self._chain.origin, head.size, head.at, since):
            self._differ(head, since)
        self._before = head.size, note_hash(head.note)
        self._counts["checkpoints"] += 1
        self._counts["sealed"] = head.size
        self._digest = Digest()
        self._head = next(self._heads, None)
        if self._head is None or head.countersignatures or self._foreign_upto(head.size):
            self._read(head)

    def _foreign_upto(self, size: int) -> bool:
        return self._foreign is not None and self._foreign.size <= size

    def _read(self, head: KeptHead) -> None:
        """Look at a head by itself: the newest, and one that others speak of."""
        note, checkpoint = _read(head)
        self._agree(head, note)
        if self._head is None:
            self._vouch(note, checkpoint)

    def _differ(self, head: KeptHead, expected: Since) -> NoReturn:
        _, checkpoint = _read(head)
        found, name = checkpoint.since, f"the checkpoint of {head.size} events"
        if found is not None and replace(found, rows=expected.rows) == expected != found:
            first = expected.size + 1
            raise SealBroken(
                f"one of events {first} to {head.size} altered: {name} has another digest of them", first
            )
        raise NoShortWay(f"{name} does not hang on the one before it")

    def _vouch(self, note: Note, newest: Checkpoint) -> None:
        """All heads hang on the newest."""
        name = f"the checkpoint of {newest.size} events"
        if self._chain.newest is None or not note.signed_by(self._chain.newest, self._verify):
            raise NoShortWay(f"{name} is not signed by the key whose turn it was")
        self._tree = self._edge(newest.size)
        if self._tree.root() != newest.root:
            raise NoShortWay(f"the store's own nodes are not those of {name}")

    def _agree(self, head: KeptHead, note: Note) -> None:
        """Copies of the head from elsewhere, and the agents' countersignatures."""
        while self._foreign is not None and self._foreign_upto(head.size):
            if not self._is_copy(self._foreign, head, note):
                raise NoShortWay(f"the checkpoint of {self._foreign.size} events is another one elsewhere")
            self._counts["outside"] += 1
            self._foreign = next(self._outside, None)
        for agent, line in head.countersignatures.items():
            if not holds(self._chain.witnesses.get(agent), note, line, self._verify):
                raise NoShortWay(f"a countersignature of agent {agent} is not its own")
            self._counts["countersigned"] += 1

    def _is_copy(self, foreign: KeptHead, head: KeptHead, note: Note) -> bool:
        if foreign.note == head.note:
            return True
        try:
            other = read_note(foreign.note)
        except SealedError:
            return False
        newest = self._chain.newest
        return other.text == note.text and newest is not None and other.signed_by(newest, self._verify)


def _read(head: KeptHead) -> tuple[Note, Checkpoint]:
    name = f"the checkpoint of {head.size} events"
    try:
        note = read_note(head.note)
        checkpoint = read_checkpoint(note)
    except SealedError as fault:
        raise NoShortWay(f"{name} is none: {fault}") from fault
    if checkpoint.size != head.size or head.at not in (None, checkpoint.at):
        raise NoShortWay(f"{name} says {checkpoint.size} events")
    return note, checkpoint


def _part(rows: _Rows, publics: Sequence[bytes], first: int, last: int, hidden: int) -> _Rows:
    """Those from ``first`` up to ``last``. ``publics``: of all, apart; ``hidden``: where their hidden parts begin."""
    text = BETWEEN.join(publics[first:last])
    end = hidden + SIZE * (text.count(BETWEEN + MARK) + text.startswith(MARK))
    return _Rows(last - first, text, rows.hiddens[hidden:end], rows.leaves[SIZE * first : SIZE * last])
