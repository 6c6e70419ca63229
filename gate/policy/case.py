"""One person with one credential at one reader, at one instant: what is judged, and what was found."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from gate.domain.decision import Biometric, PinVerdict
from gate.domain.zone import Visitors
from gate.policy.instant import micros
from gate.policy.rights import Said, Words

if TYPE_CHECKING:  # orders name the judges, who are given cases
    from gate.policy.holder import Holder
    from gate.policy.means import Means
    from gate.policy.orders import Orders
    from gate.policy.rules import Way, ZoneRules
    from gate.policy.state import State
    from gate.policy.token import Token
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

    Made once a decision: slots, no machinery of dataclasses, and no constructor, which would cost as much again as
    filling them.
    """

    __slots__ = (
        "at",
        "brought",
        "by",
        "holder",
        "means",
        "notes",
        "orders",
        "reasons",
        "state",
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
    at: datetime
    brought: Brought
    means: Means
    reasons: Words
    notes: Words
    by: Words

    @property
    def t(self) -> int:
        """The instant in microseconds; few rules ask for it."""
        return micros(self.at)

    @property
    def needs_escort(self) -> bool:
        """True for a visitor where visitors go with an escort only."""
        return self.holder.visitor and self.target.visitors is _ESCORTED


def open_case(
    state: State, orders: Orders, token: Token, said: Said, at: datetime, brought: Brought, means: Means
) -> Case:
    """A case with nothing judged yet but what the rules say. The token was looked at for that instant."""
    case = Case()
    case.state = state
    case.orders = orders
    case.way = way = orders.way
    case.target = way.target
    case.token = token
    case.holder = token.holder
    case.at = at
    case.brought = brought
    case.means = means
    case.reasons = said.reasons
    case.by = said.by
    case.notes = ()
    return case


def case_of_wait(case: Case, wait: Wait) -> Case | None:
    """The one who waits, to be judged at the instant of ``case`` with what came when the wait began.

    None if person or credential are not on file any more.
    """
    holder = case.state.register.holder(wait.person)
    token = None if holder is None else case.state.register.token(holder, wait.credential)
    if token is None:
        return None
    token.look(case.at)
    said = case.orders.said_to(token.groups, case.at)
    return open_case(case.state, case.orders, token, said, case.at, wait, case.means)
