"""Pictures at chosen doors beside the badge's owner: what was taken, of whom, and what was said of it.

A camera's rule ``verify`` takes one at each decision of its door; its event names the decision. What a guard says is a
command of his: that it is the owner is recorded as a reading of the owner's data, with the decision as its reason;
that it is another suspends the badge. Both stand in the sealed log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from gate.client import EventFilter, Happening
from gate.domain.camera_events import VERIFY
from gate.domain.commands import Outcome
from gate.domain.events import AccessDecided, CameraSaw, CommandRecorded
from gate.domain.site import Site
from web.console import console

LOOKED_BACK: Final = timedelta(hours=12)
LOOKED_AT: Final = 400  # events of cameras
SHOWN: Final = 12
SAME, OTHER = "same person", "another person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What an operator said."""

    same: bool
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One picture and the decision that it belongs to. ``visit``: of a visitor whose photo is kept, else ""."""

    still: str
    camera: str
    decided: Happening
    body: AccessDecided  # of ``decided``
    visit: str
    judged: Judged | None

    @property
    def request(self) -> str:
        """What names the decision."""
        return self.body.request


def doors(site: Site) -> tuple[str, ...]:
    """The doors at which pictures are taken."""
    rules = [rule for camera in site.cameras.values() for rule in camera.rules if rule.kind == VERIFY]
    return tuple(dict.fromkeys(rule.portal for rule in rules if rule.portal is not None))


def latest() -> list[Check]:
    """The newest first, :data:`SHOWN` at most."""
    since = console().now() - LOOKED_BACK
    rows = console().queries.happenings(EventFilter(types=("CameraSaw",), since=since), limit=LOOKED_AT).rows
    found: list[Check] = []
    for row in rows:
        if len(found) < SHOWN and (check := _check(row)) is not None:
            found.append(check)
    return found


def one(request: str) -> Check | None:
    """The picture at that decision."""
    return next((each for each in latest() if each.request == request), None)


def reason_for(check: Check, verdict: str) -> str:
    """The reason of the command that says it; :func:`latest` finds it again by this."""
    return f"{check.request}: {verdict}"


def _check(row: Happening) -> Check | None:
    saw = row.body
    if not isinstance(saw, CameraSaw) or saw.rule != VERIFY or saw.still is None:
        return None
    asked = EventFilter(types=("AccessDecided",), request=saw.kind)
    for decided in console().queries.happenings(asked, limit=1).rows:
        if isinstance(decided.body, AccessDecided):
            person = decided.body.decision.person or ""
            return Check(
                still=saw.still,
                camera=saw.camera,
                decided=decided,
                body=decided.body,
                visit=_photographed(person) if person else "",
                judged=_judged(person, decided.body.request, decided.at) if person else None,
            )
    return None


def _photographed(person: str) -> str:
    """The newest visit of the person with a photo."""
    page = console().queries.person(person)
    visits = sorted(page.visits, key=lambda file: file.visit.starts, reverse=True) if page else []
    for file in visits[:3]:
        record = console().queries.desk(file.visit.id, person).record
        if record is not None and record.photo:
            return file.visit.id
    return ""


def _judged(person: str, request: str, at: datetime) -> Judged | None:
    asked = EventFilter(types=("CommandRecorded",), person=person, since=at - timedelta(minutes=1))
    for row in console().queries.happenings(asked, limit=50).rows:
        body = row.body
        if not isinstance(body, CommandRecorded) or body.outcome != Outcome.DONE:
            continue
        said, _, verdict = body.reason.rpartition(": ")
        if said == request:
            return Judged(same=verdict == SAME, user=body.actor.user)
    return None
