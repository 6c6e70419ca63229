"""The right edge of the tree: all that appending needs, O(log n) hashes.

A tree of n leaves is a row of complete subtrees, one for each bit of n that is set, the largest first. The frontier
keeps their roots::

    n = 7 = 0b111        [0..3]  [4..5]  [6]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from gate.seal.hashing import EMPTY, NODE, SIZE, node_hash


@dataclass(frozen=True, slots=True)
class Complete:
    """Roots of complete subtrees of ``2 ** level`` leaves that an append finished, the first at ``index``."""

    level: int
    index: int
    hashes: Sequence[bytes]


class Frontier:
    """Mutable: :meth:`extend` appends leaves."""

    __slots__ = ("_pending", "size")

    def __init__(self, size: int = 0, roots: Sequence[bytes] = ()) -> None:
        """``roots`` of the complete subtrees, the largest first; ValueError if they are not as many as bits of size."""
        if size < 0 or len(roots) != size.bit_count():
            raise ValueError(
                f"expected {max(size, 0).bit_count()} hashes for {size} leaves; got {len(roots)}"
            )
        self.size = size
        ascending = iter(reversed(roots))
        self._pending = [next(ascending) if size >> level & 1 else None for level in range(size.bit_length())]

    @classmethod
    def of_bytes(cls, size: int, kept: bytes) -> Frontier:
        """From what :meth:`to_bytes` gave; ValueError where the two do not fit."""
        if len(kept) % SIZE:
            raise ValueError(f"expected whole hashes of {SIZE} bytes; got {len(kept)} bytes")
        return cls(size, [kept[at : at + SIZE] for at in range(0, len(kept), SIZE)])

    def to_bytes(self) -> bytes:
        """The hashes, the largest subtree first."""
        return b"".join(root for root in reversed(self._pending) if root is not None)

    def copy(self) -> Frontier:
        """Another one with the same leaves."""
        return Frontier(self.size, [root for root in reversed(self._pending) if root is not None])

    def root(self) -> bytes:
        """MTH of all leaves (RFC 6962, 2.1)."""
        found: bytes | None = None
        for each in self._pending:
            if each is not None:
                found = each if found is None else node_hash(each, found)
        return EMPTY if found is None else found

    def extend(self, leaves: Sequence[bytes]) -> Iterator[Complete]:
        """Append leaf hashes; gives the complete subtrees of two leaves and more that this made, smallest first.

        The work is done as the result is read: read it to its end.
        """
        level, index, nodes = 0, self.size, list(leaves)
        self.size += len(nodes)
        while nodes:
            if level == len(self._pending):
                self._pending.append(None)
            waiting = self._pending[level]
            if waiting is not None:
                nodes.insert(0, waiting)
                index -= 1
            self._pending[level] = nodes.pop() if len(nodes) % 2 else None
            nodes = _paired(nodes)
            level, index = level + 1, index // 2
            if nodes:
                yield Complete(level, index, nodes)

    def append(self, leaves: Sequence[bytes]) -> None:
        """Append leaf hashes."""
        for _ in self.extend(leaves):
            pass


def _paired(nodes: Sequence[bytes]) -> list[bytes]:
    pairs = iter(nodes)
    return [sha256(NODE + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
