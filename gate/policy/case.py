"""One person with one credential at one reader, at one instant: what is judged, and what was found."""

from __future__ import annotations

from gate.domain.decision import Biometric, PinVerdict
from gate.domain.zone import Factor, Visitors
from gate.policy.holder import Token
from gate.policy.means import HOST, Means
from gate.policy.rules import Way
from gate.policy.state import State
from gate.policy.waits import Wait


class Case:
    """The question about one person, with the reasons, notes and rules found so far.

    ``active`` is the mask of schedules active at t, ``today`` the ordinal of the local date, ``groups`` the mask of
    the groups that the person is in at t. Made once a decision: slots, and no machinery of dataclasses.
    """

    __slots__ = (
        "active",
        "biometric",
        "by",
        "factors",
        "groups",
        "holder",
        "means",
        "notes",
        "person",
        "pin",
        "reasons",
        "state",
        "t",
        "target",
        "today",
        "token",
        "way",
    )

    def __init__(
        self,
        state: State,
        way: Way,
        token: Token,
        t: int,
        pin: PinVerdict,
        biometric: Biometric | None,
        means: Means = HOST,
    ) -> None:
        """A case with nothing judged yet."""
        holder = token.holder
        self.state = state
        self.way = way
        self.target = way.target
        self.token = token
        self.holder = holder
        self.person = holder.id
        self.t = t
        self.pin = pin
        self.biometric = biometric
        self.means = means
        self.active, self.today = state.timetable.at(t)
        self.groups = holder.groups_at(t) if holder.timed else holder.groups
        self.reasons: list[str] = []
        self.notes: list[str] = []
        self.by: list[str] = []
        self.factors: tuple[Factor, ...] = ()

    @property
    def needs_escort(self) -> bool:
        """True for a visitor where visitors go with an escort only."""
        return self.holder.visitor and self.target.visitors is Visitors.ESCORTED


def case_of_wait(case: Case, wait: Wait) -> Case | None:
    """The one who waits, to be judged at the instant of ``case`` with what came when the wait began.

    None if person or credential are not on file any more.
    """
    holder = case.state.register.holder(wait.person)
    token = None if holder is None else case.state.register.token(holder, wait.credential)
    if token is None:
        return None
    return Case(case.state, case.way, token, case.t, wait.pin, wait.biometric, case.means)
