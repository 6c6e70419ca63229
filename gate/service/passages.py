"""How many people may walk through one portal's line, and whether one more did. Pure: instants are parameters.

Each grant is a credit for its persons and its way. It lives while the lock is released for it, then as long as the door
that it opened stands open, and for a grace after closing: the line may lie a few steps behind the door, and a camera
tells a little late. Who crosses the line without a credit has followed somebody: a tailgate.

Not judged are openings that let through whoever comes (by an operator, a hold, the fire release), forced ones, which
have an alarm of their own, and those of which nothing is known after a restart. After a button to leave, leaving is
free and entering is not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from gate.domain.site import Site

GRACE: Final = timedelta(seconds=3)
BY_GRANT: Final = frozenset({"grant", "exit"})
BY_BUTTON: Final = "rex"


class Way(StrEnum):
    """Through a portal: ``in`` from its first zone to its second."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """So many more may pass this way, ``until`` included; None: while the door that it opened stands open."""

    way: Way
    left: int
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passages:
    """One portal. ``judged``: the ways in which the opening that is on, or was last, lets nobody through uncounted.

    ``through``: who crossed during it, by the camera's numbers, with the way: whoever comes back gives his credit back.
    """

    credits: tuple[Credit, ...] = ()
    judged: frozenset[Way] = frozenset()
    is_open: bool = False
    closed_at: datetime | None = None
    through: tuple[tuple[int, Way], ...] = ()


def lines_of(site: Site) -> dict[str, timedelta]:
    """The grace of each portal whose line a camera watches for tailgating: the rule's ``after``, or the usual one."""
    rules = [rule for camera in site.cameras.values() for rule in camera.rules if rule.kind == "tailgate"]
    return {rule.portal: rule.after if rule.after is not None else GRACE for rule in rules if rule.portal}


def granted(state: Passages, way: Way, persons: int, until: datetime, now: datetime) -> Passages:
    """So many may pass; ``until``: how long the lock is released for them."""
    credit = Credit(way=way, left=persons, until=None if state.is_open else until)
    state = _aged(state, now)
    return replace(state, credits=(*state.credits, credit))


def opened(state: Passages, cause: str, now: datetime) -> Passages:
    """The door opened by leave of ``cause`` (``grant``, ``exit``, ``rex``, ...). A repeat changes nothing."""
    if state.is_open:
        return state
    state = _aged(state, now)
    judged: frozenset[Way] = frozenset()
    if cause in BY_GRANT and any(credit.left for credit in state.credits):
        judged = frozenset(Way)
    elif cause == BY_BUTTON:
        judged = frozenset({Way.IN})
    live = tuple(replace(credit, until=None) for credit in state.credits)
    return replace(state, credits=live, judged=judged, is_open=True, closed_at=None, through=())


def closed(state: Passages, now: datetime, grace: timedelta = GRACE) -> Passages:
    """The door closed, or nobody knows any more: what was granted for it ends after the grace."""
    if not state.is_open:
        return state
    ending = tuple(replace(credit, until=now + grace) for credit in state.credits)
    return replace(state, credits=ending, is_open=False, closed_at=now)


def freed(state: Passages, *ways: Way) -> Passages:
    """Whoever comes may pass these ways until the door has closed (fire, a hold, an operator, a button to leave)."""
    return replace(state, judged=state.judged - frozenset(ways))


def crossed(
    state: Passages, way: Way, who: int, now: datetime, grace: timedelta = GRACE
) -> tuple[Passages, bool]:
    """Somebody crossed the line; True: nobody let him. ``who``: the camera's number for him, 0 for none."""
    if not state.is_open and (state.closed_at is None or now - state.closed_at > grace):
        return state, False  # nobody walks through a closed door: the camera saw something else
    state = _aged(state, now)
    back = (who, Way.OUT if way is Way.IN else Way.IN)
    if who and back in state.through:
        through = tuple(each for each in state.through if each != back)
        return replace(state, credits=_given_back(state.credits, back[1]), through=through), False
    following = replace(state, through=(*state.through, (who, way)))
    for n, credit in enumerate(state.credits):
        if credit.way is way and credit.left:
            taken = replace(credit, left=credit.left - 1)
            return replace(following, credits=(*state.credits[:n], taken, *state.credits[n + 1 :])), False
    return (following, True) if way in state.judged else (following, False)


def _given_back(credits: tuple[Credit, ...], way: Way) -> tuple[Credit, ...]:
    for n, credit in enumerate(credits):
        if credit.way is way:
            return (*credits[:n], replace(credit, left=credit.left + 1), *credits[n + 1 :])
    return credits


def _aged(state: Passages, now: datetime) -> Passages:
    alive = tuple(credit for credit in state.credits if credit.until is None or now <= credit.until)
    return state if alive == state.credits else replace(state, credits=alive)
