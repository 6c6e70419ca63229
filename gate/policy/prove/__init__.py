"""Proofs over the zone graph: what can never happen, who can come where, and how one gets out.

``check_invariants`` is what publishing asks, ``Watch`` keeps its answer while people change; the other questions are in
``gate.policy.prove.questions``. Pure, exact for unbounded time. docs/proof.md says what is exact, what is
assumed, and why that is sound.
"""

from gate.policy.prove.check import check_invariants
from gate.policy.prove.verdict import Breach, NoWayOut, Passing, Proof, Verdict
from gate.policy.prove.watch import Watch

__all__ = ["Breach", "NoWayOut", "Passing", "Proof", "Verdict", "Watch", "check_invariants"]
