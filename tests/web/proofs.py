"""What the engine keeps of a proof, without the thread that proves."""

from __future__ import annotations

from collections.abc import Mapping

from gate.policy.instant import micros
from gate.policy.proofs import LastProof
from gate.service import publishing
from gate.service.change import Change
from tests.service.rig import Rig


def prove(rig: Rig, breached: Mapping[str, str]) -> None:
    """A proof for everybody on file ends now; these invariants are breached by these people."""
    now = rig.clock.now()
    proof = LastProof(at=micros(now), people=len(rig.facts.people), breached=breached)
    change = Change()
    words = {name: f"{name}: BREACHED" for name in breached}
    publishing.proved(rig.facts, change, words, proof, now)
    rig.own(change)
