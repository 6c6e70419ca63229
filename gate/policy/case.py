"""One person with one credential at one reader, at one instant: what is judged, and what was found."""

from __future__ import annotations

from typing import Protocol

from gate.domain.decision import Biometric, PinVerdict
from gate.domain.zone import Factor, Visitors
from gate.policy.holder import Holder, Token
from gate.policy.means import Means
from gate.policy.orders import Orders
from gate.policy.rights import Words
from gate.policy.rules import Way, ZoneRules
from gate.policy.state import State
from gate.policy.waits import Wait

_ESCORTED = Visitors.ESCORTED


class Brought(Protocol):
    """What came with the card: a request, or a wait that keeps what its own request brought."""

    @property
    def pin(self) -> PinVerdict: ...
    @property
    def biometric(self) -> Biometric | None: ...


class Case:
    """The question about one person, with the reasons, notes and rules found so far. Build it with :func:`open_case`.

    ``groups`` is the mask of the groups that the person is in at t. Made once a decision: slots, no machinery of
    dataclasses, and no constructor, which would cost as much again as filling them.
    """

    __slots__ = (
        "brought",
        "by",
        "factors",
        "groups",
        "holder",
        "means",
        "notes",
        "orders",
        "reasons",
        "state",
        "t",
        "target",
        "token",
        "way",
    )
    state: State
    orders: Orders
    way: Way
    target: ZoneRules
    token: Token
    holder: Holder
    t: int
    brought: Brought
    means: Means
    groups: int
    reasons: Words
    notes: Words
    by: Words
    factors: tuple[Factor, ...]

    @property
    def needs_escort(self) -> bool:
        """True for a visitor where visitors go with an escort only."""
        return self.holder.visitor and self.target.visitors is _ESCORTED


def open_case(state: State, orders: Orders, token: Token, t: int, brought: Brought, means: Means) -> Case:
    """A case with nothing judged yet."""
    case = Case()
    case.state = state
    case.orders = orders
    case.way = way = orders.way
    case.target = way.target
    case.token = token
    case.holder = holder = token.holder
    case.t = t
    case.brought = brought
    case.means = means
    case.groups = holder.groups_at(t) if holder.timed else holder.groups
    case.reasons = case.notes = case.by = case.factors = ()
    return case


def case_of_wait(case: Case, wait: Wait) -> Case | None:
    """The one who waits, to be judged at the instant of ``case`` with what came when the wait began.

    None if person or credential are not on file any more.
    """
    holder = case.state.register.holder(wait.person)
    token = None if holder is None else case.state.register.token(holder, wait.credential)
    if token is None:
        return None
    return open_case(case.state, case.orders, token, case.t, wait, case.means)
