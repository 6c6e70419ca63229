"""What was worked out of a person holds as long as nothing of theirs begins or ends, and no longer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gate.domain.card import card_number
from gate.domain.decision import Request
from gate.policy.instant import FIRST, LAST
from tests.policy.build import world
from tests.policy.lab import ANN, SITE, after, read

EDGE = after(30)
MICROSECOND = timedelta(microseconds=1)
NOT_IN = {"memberships": ("no_grant",), "validity": ("person_not_valid",), "visits": ("no_grant",)}


def ann_with(what: str, span: dict[str, str]) -> dict[str, Any]:
    """Ann, whom nothing lets in but this, as long as it lasts."""
    if what == "memberships":
        return {**ANN, "groups": [{"id": "all", **span}]}
    if what == "validity":
        return {**ANN, **span}
    whole = {"from": after(-3600).isoformat(), "until": after(3600).isoformat(), **span}
    visit = {"id": "v", "zones": ["hall"], "escorts": [], **whole}
    return {**ANN, "kind": "visitor", "groups": [], "visits": [visit]}


@pytest.mark.parametrize("what", NOT_IN)
@pytest.mark.parametrize("key", ["from", "until"])
def test_a_span_counts_to_the_microsecond_whatever_was_asked_before(what: str, key: str) -> None:
    here = world(SITE, [ann_with(what, {key: EDGE.isoformat()})])
    steps = (-1, 0, 1, -1_000_000, 0, 1_000_000, -1, 0)
    for number, step in enumerate(steps):
        at = EDGE + step * MICROSECOND
        card = card_number("H10301", 1, 1)
        decision = here.decide(Request(id=number, at=at, reader="front-in", card=card))
        running = (step >= 0) is (key == "from")
        assert decision.reasons == (() if running else NOT_IN[what]), (step, decision)


@pytest.mark.parametrize("at", [FIRST, FIRST + MICROSECOND, LAST - MICROSECOND, LAST])
def test_the_ends_of_the_calendar_have_answers_too(at: Any) -> None:
    here = world(SITE, [ANN])
    for _ in range(2):
        request = Request(id=1, at=at, reader="front-in", card=card_number("H10301", 1, 1))
        assert here.decide(request).granted


def test_a_naive_instant_is_refused_whether_or_not_somebody_read_before() -> None:
    here = world(SITE, [ANN])
    request = Request(
        id=1, at=after(0).replace(tzinfo=None), reader="front-in", card=card_number("H10301", 1, 1)
    )
    with pytest.raises(TypeError):
        here.decide(request)
    assert read(here, 0, "front-in").granted
    with pytest.raises(TypeError):
        here.decide(request)
