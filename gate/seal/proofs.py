"""Inclusion and consistency proofs: made as RFC 6962 defines them, checked as RFC 9162 spells it out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gate.seal.hashing import EMPTY, node_hash

Node = Callable[[int, int], bytes]
"""``node(level, index)``: the root of the complete subtree over leaves ``index * 2**level`` and the next 2**level."""


def root_of(node: Node, first: int, end: int) -> bytes:
    """MTH of the leaves from ``first`` up to before ``end`` (RFC 6962, 2.1)."""
    count = end - first
    if count == 0:
        return EMPTY
    if count & (count - 1) == 0 and first % count == 0:
        return node(count.bit_length() - 1, first // count)
    middle = first + _largest_below(count)
    return node_hash(root_of(node, first, middle), root_of(node, middle, end))


def inclusion(node: Node, index: int, size: int) -> list[bytes]:
    """PATH(index, D[size]) (RFC 6962, 2.1.1), the leaf's neighbour first. ValueError outside 0 <= index < size."""
    if not 0 <= index < size:
        raise ValueError(f"expected a leaf below {size}; got {index}")
    path: list[bytes] = []
    first, end = 0, size
    while end - first > 1:
        middle = first + _largest_below(end - first)
        if index < middle:
            path.append(root_of(node, middle, end))
            end = middle
        else:
            path.append(root_of(node, first, middle))
            first = middle
    return path[::-1]


def consistency(node: Node, old: int, new: int) -> list[bytes]:
    """PROOF(old, D[new]) (RFC 6962, 2.1.2). ValueError outside 0 <= old <= new; empty from an empty or equal tree."""
    if not 0 <= old <= new:
        raise ValueError(f"expected an old size up to {new}; got {old}")
    if old in (0, new):
        return []
    proof: list[bytes] = []
    first, end, known = 0, new, True
    while old != end:
        middle = first + _largest_below(end - first)
        if old <= middle:
            proof.append(root_of(node, middle, end))
            end = middle
        else:
            proof.append(root_of(node, first, middle))
            first, known = middle, False
    if not known:
        proof.append(root_of(node, first, end))
    return proof[::-1]


def includes(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """True if the proof shows that leaf hash ``leaf`` is number ``index`` (from 0) of that tree (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for each in path:
        if last == 0:
            return False
        if place % 2 or place == last:
            found = node_hash(each, found)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            found = node_hash(found, each)
        place, last = place // 2, last // 2
    return last == 0 and found == root


def consistent(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """True if the proof shows that the new tree begins with the whole old one (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= new:
        return False
    if old in (0, new):
        begins = old_root == (new_root if old == new else EMPTY)
        return begins and not proof
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    return bool(path) and _same_trees(old - 1, new - 1, path, (old_root, new_root))


def _same_trees(place: int, last: int, path: Sequence[bytes], roots: tuple[bytes, bytes]) -> bool:
    """The loop of RFC 9162, 2.1.4.2: ``place`` and ``last`` are its fn and sn, their leaves the trees' last ones."""
    while place % 2:
        place, last = place // 2, last // 2
    of_old = of_new = path[0]
    for each in path[1:]:
        if last == 0:
            return False
        if place % 2 or place == last:
            of_old, of_new = node_hash(each, of_old), node_hash(each, of_new)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            of_new = node_hash(of_new, each)
        place, last = place // 2, last // 2
    return last == 0 and (of_old, of_new) == roots


def _largest_below(count: int) -> int:
    """The largest power of two smaller than ``count``, which is at least 2."""
    return 1 << (count - 1).bit_length() - 1
