"""The tree against the vectors of Certificate Transparency, and against a tree written down as RFC 6962 defines it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gate.seal.frontier import Frontier
from gate.seal.hashing import leaf_hash
from gate.seal.proofs import consistency, consistent, includes, inclusion, root_of

CT: Any = json.loads((Path(__file__).parent.parent / "vectors" / "seal" / "ct_merkle_tree.json").read_text())
LEAVES = [bytes.fromhex(each) for each in CT["leaf_hashes"]]


def naive_root(leaves: Sequence[bytes]) -> bytes:
    """MTH by its definition, over leaf hashes."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


def nodes_of(leaves: Sequence[bytes]) -> Callable[[int, int], bytes]:
    return lambda level, index: naive_root(leaves[index << level : (index + 1) << level])


def numbered(count: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(count)]


def test_leaf_hashes_of_certificate_transparency() -> None:
    assert [leaf_hash(bytes.fromhex(each)) for each in CT["leaves"]] == LEAVES


@pytest.mark.parametrize("size", range(9))
def test_roots_of_certificate_transparency(size: int) -> None:
    frontier = Frontier()
    for leaf in LEAVES[:size]:
        frontier.append([leaf])
    at_once = Frontier()
    at_once.append(LEAVES[:size])
    assert frontier.root() == at_once.root() == bytes.fromhex(CT["roots"][size])


@pytest.mark.parametrize("case", CT["inclusion"], ids=lambda case: f"{case['index']} of {case['size']}")
def test_inclusion_proofs_of_certificate_transparency(case: Any) -> None:
    index, size = case["index"], case["size"]
    path = [bytes.fromhex(each) for each in case["path"]]
    assert inclusion(nodes_of(LEAVES[:size]), index, size) == path
    assert includes(LEAVES[index], index, size, path, bytes.fromhex(CT["roots"][size]))


@pytest.mark.parametrize("case", CT["consistency"], ids=lambda case: f"{case['old']} to {case['new']}")
def test_consistency_proofs_of_certificate_transparency(case: Any) -> None:
    old, new = case["old"], case["new"]
    proof = [bytes.fromhex(each) for each in case["proof"]]
    roots = [bytes.fromhex(CT["roots"][size]) for size in (old, new)]
    assert consistency(nodes_of(LEAVES[:new]), old, new) == proof
    assert consistent(old, roots[0], new, roots[1], proof)


@given(st.lists(st.integers(0, 70), max_size=6))
def test_however_leaves_are_appended_the_tree_is_the_same(batches: list[int]) -> None:
    leaves = numbered(sum(batches))
    frontier, at, known = Frontier(), 0, {}
    for count in batches:
        frontier = Frontier.of_bytes(frontier.size, frontier.to_bytes())  # as after a restart
        for made in frontier.extend(leaves[at : at + count]):
            known.update({(made.level, made.index + i): each for i, each in enumerate(made.hashes)})
        at += count
        assert frontier.root() == naive_root(leaves[:at])
    whole = nodes_of(leaves)
    expected = {(level, index) for level in range(1, 10) for index in range(len(leaves) >> level)}
    assert known.keys() == expected
    assert all(each == whole(*place) for place, each in known.items())


@given(st.integers(1, 90), st.data())
def test_inclusion_holds_for_its_leaf_and_for_nothing_else(size: int, data: st.DataObject) -> None:
    leaves = numbered(size)
    index = data.draw(st.integers(0, size - 1))
    path, root = inclusion(nodes_of(leaves), index, size), naive_root(leaves)
    assert includes(leaves[index], index, size, path, root)
    other = data.draw(st.integers(0, size + 3).filter(lambda each: each != index))
    assert not includes(leaves[index], other, size, path, root)
    assert not includes(leaf_hash(b"other"), index, size, path, root)
    assert not includes(leaves[index], index, size, [*path, root], root)
    assert not path or not includes(leaves[index], index, size, path[:-1], root)


@given(st.integers(0, 90), st.integers(0, 90), st.data())
def test_consistency_holds_for_its_trees_and_for_nothing_else(
    one: int, two: int, data: st.DataObject
) -> None:
    old, new = sorted((one, two))
    leaves = numbered(new)
    proof = consistency(nodes_of(leaves), old, new)
    roots = naive_root(leaves[:old]), naive_root(leaves)
    assert consistent(old, roots[0], new, roots[1], proof)
    assert not consistent(old, leaf_hash(b"other"), new, roots[1], proof)
    assert not consistent(old, roots[0], new, leaf_hash(b"other"), proof) or old == 0
    assert not consistent(old, roots[0], new, roots[1], [*proof, roots[1]])
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        assert not consistent(old, roots[0], new, roots[1], proof[:at] + proof[at + 1 :])


def test_what_is_no_tree_has_no_proof() -> None:
    node = nodes_of(LEAVES)
    for index, size in ((-1, 8), (8, 8)):
        with pytest.raises(ValueError, match="expected a leaf below 8"):
            inclusion(node, index, size)
    with pytest.raises(ValueError, match="expected an old size up to 7; got 8"):
        consistency(node, 8, 7)
    assert not consistent(8, LEAVES[0], 7, LEAVES[0], [])
    assert root_of(node, 0, 0) == bytes.fromhex(CT["roots"][0])


@pytest.mark.parametrize(("size", "kept"), [(3, b"\0" * 32), (0, b"\0" * 32), (1, b"\0" * 31), (-1, b"")])
def test_a_frontier_that_does_not_fit_its_size_is_refused(size: int, kept: bytes) -> None:
    with pytest.raises(ValueError, match="expected"):
        Frontier.of_bytes(size, kept)
