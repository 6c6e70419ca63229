"""One person with one credential at one reader, at one instant: what is judged, and what was found."""

from __future__ import annotations

from dataclasses import dataclass, field

from gate.domain.decision import Biometric, PinVerdict
from gate.domain.zone import Factor, Visitors
from gate.policy.holder import Holder, Token
from gate.policy.means import HOST, Means
from gate.policy.rules import Way
from gate.policy.state import State
from gate.policy.waits import Wait


@dataclass(slots=True)
class Case:
    """The question about one person, with the reasons, notes and rules found so far.

    ``active`` is the mask of schedules active at t, ``today`` the ordinal of the local date, ``groups`` the mask of
    the groups that the person is in at t.
    """

    state: State
    way: Way
    token: Token
    t: int
    pin: PinVerdict
    biometric: Biometric | None
    means: Means
    holder: Holder
    groups: int
    active: int
    today: int
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    by: list[str] = field(default_factory=list)
    factors: tuple[Factor, ...] = ()

    @property
    def person(self) -> str:
        """Id of the person judged."""
        return self.holder.person.id

    @property
    def needs_escort(self) -> bool:
        """True for a visitor where visitors go with an escort only."""
        return self.holder.visitor and self.way.target.visitors is Visitors.ESCORTED


def open_case(
    state: State,
    way: Way,
    token: Token,
    t: int,
    pin: PinVerdict,
    biometric: Biometric | None,
    means: Means = HOST,
) -> Case:
    """A case with nothing judged yet."""
    active, today = state.timetable.at(t)
    holder = token.holder
    groups = holder.groups_at(t) if holder.timed else holder.groups
    return Case(state, way, token, t, pin, biometric, means, holder, groups, active, today)


def case_of_wait(case: Case, wait: Wait) -> Case | None:
    """The one who waits, to be judged at the instant of ``case`` with what came when the wait began.

    None if person or credential are not on file any more.
    """
    holder = case.state.register.holder(wait.person)
    token = None if holder is None else case.state.register.token(holder, wait.credential)
    if token is None:
        return None
    return open_case(case.state, case.way, token, case.t, wait.pin, wait.biometric, case.means)
