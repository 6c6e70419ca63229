"""Approvals, terms and waivers of a visit as JSON, and back."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from gate.domain.approval import ApprovalStep, StepState, VisitTerms
from gate.domain.waiver import Waiver

OWN = (
    "kind", "series", "edition", "email", "language", "nationality", "why", "completed_at", "notice", "arrived_at",
    "answer", "answered_at", "host_reminded_at", "desk_reminded_at", "exit_settled_at", "exit_settled_by",
)  # fmt: skip
"""Fields of a visit's file that are columns of the same name and value."""


def spelt_steps(steps: tuple[ApprovalStep, ...]) -> str:
    """The chain, in order."""
    return _json([{name: getattr(step, name) for name in ApprovalStep.__slots__} for step in steps])


def steps_of(text: str) -> tuple[ApprovalStep, ...]:
    """The chain from what :func:`spelt_steps` wrote."""
    return tuple(
        ApprovalStep(
            **{
                **raw,
                "zones": tuple(raw["zones"]),
                "state": StepState(raw["state"]),
                "at": _instant(raw["at"]),
            }
        )
        for raw in json.loads(text)
    )


def spelt_terms(terms: VisitTerms | None) -> str | None:
    """The terms; None where none were approved."""
    return None if terms is None else _json({name: getattr(terms, name) for name in VisitTerms.__slots__})


def terms_of(text: str | None) -> VisitTerms | None:
    """The terms from what :func:`spelt_terms` wrote."""
    if text is None:
        return None
    raw = json.loads(text)
    lists = {name: tuple(raw[name]) for name in ("zones", "escorts")}
    instants = {name: datetime.fromisoformat(raw[name]) for name in ("starts", "ends")}
    return VisitTerms(**{**raw, **lists, **instants})


def spelt_waivers(waivers: tuple[Waiver, ...]) -> str:
    """The waivers, oldest first."""
    return _json([{name: getattr(waiver, name) for name in Waiver.__slots__} for waiver in waivers])


def waivers_of(text: str) -> tuple[Waiver, ...]:
    """The waivers from what :func:`spelt_waivers` wrote."""
    return tuple(Waiver(**{**raw, "at": datetime.fromisoformat(raw["at"])}) for raw in json.loads(text))


def _json(value: Any) -> str:
    return json.dumps(value, default=_plain, ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"expected a visit's value; got {type(value).__name__}")


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
