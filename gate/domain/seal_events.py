"""What happens to the seal of the record: keys are introduced, heads are countersigned or refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SealKeyIntroduced:
    """From here on this key signs the heads of ``log``. ``note``: the key, signed by the one before it."""

    log: str
    number: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessIntroduced:
    """From here on this key of an agent countersigns heads of ``log``; ``key`` as gate.seal.note writes it."""

    log: str
    agent: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadCountersigned:
    """The agent keeps the head of ``size`` events and found that the log only grew; ``signature``: its line."""

    size: int
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadRefused:
    """The agent was shown a head of ``size`` events that does not continue the one of ``kept`` events that it keeps."""

    size: int
    kept: int
    why: str


SealEvent = SealKeyIntroduced | WitnessIntroduced | HeadCountersigned | HeadRefused
