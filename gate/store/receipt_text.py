"""Receipts as the store keeps them: JSON, sealed as it stands."""

from __future__ import annotations

import json

from gate.domain.commands import Receipt


def spelt(receipt: Receipt) -> str:
    """A receipt as JSON, for the table of receipts; ``gate.store.snapshot.receipt_of`` reads it back."""
    return json.dumps(
        {
            "id": receipt.id,
            "outcome": receipt.outcome.value,
            "why": receipt.why,
            "event": receipt.event,
            "subject": receipt.subject,
            "agents": receipt.agents,
        }
    )
