"""Credentials: tokens bound to a person, and the states in which they open nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gate.domain.card import CardNumber
from gate.domain.level import Assurance


class CredentialState(StrEnum):
    """Only ``active`` enters; every known one leaves."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    LOST = "lost"
    EXPIRED = "expired"
    REVOKED = "revoked"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """One token of one person; ``kind`` is card, fob, qr, ..."""

    id: str
    card: CardNumber
    kind: str = "card"
    assurance: Assurance = Assurance.COPYABLE
    state: CredentialState = CredentialState.ACTIVE
