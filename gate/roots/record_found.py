"""What a verifier says, as the engine is told it."""

from __future__ import annotations

from gate.domain.verification import Found, Verdict
from gate.seal.report import Report, SealBroken


def found_of(report: Report) -> Found:
    """The record holds."""
    return Found(
        verdict=Verdict.HOLDS,
        sealed=report.sealed,
        checkpoints=report.checkpoints,
        newer=report.newer,
        erased=report.erased,
        outside=report.outside,
    )


def found_broken(broken: SealBroken) -> Found:
    """It does not, and what the verifier says of it."""
    return Found(verdict=Verdict.BROKEN, why=str(broken), event=broken.seq)
