"""Who was where, from when to when: out of the passages of a log. Pure: passages in, stays out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from gate.store.read.passages import PassageRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """``until`` None: still there at the end of what was looked at. ``certain`` False: he may have been elsewhere."""

    person: str
    zone: str
    since: datetime
    until: datetime | None
    certain: bool

    def overlap(self, since: datetime, until: datetime) -> tuple[datetime, datetime] | None:
        """The part of since <= t < until that it covers; None for nothing."""
        first = max(since, self.since)
        last = until if self.until is None else min(until, self.until)
        return (first, last) if first < last else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Two people were in one zone from ``since`` to ``until``."""

    other: str
    zone: str
    since: datetime
    until: datetime
    certain: bool

    @property
    def length(self) -> timedelta:
        """How long."""
        return self.until - self.since


def stays(passages: Iterable[PassageRow]) -> list[Stay]:
    """All stays that the passages begin, by their beginning. Who moves on ends the stay before."""
    found: list[Stay] = []
    open_: dict[str, int] = {}
    for passage in passages:
        for person in passage.persons:
            before = open_.get(person)
            if before is not None:
                found[before] = replace(found[before], until=passage.at)
            open_[person] = len(found)
            found.append(
                Stay(person=person, zone=passage.zone, since=passage.at, until=None, certain=passage.certain)
            )
    return sorted(found, key=lambda stay: (stay.since, stay.person))


def in_zones(
    all_stays: Iterable[Stay], zones: Collection[str], since: datetime, until: datetime
) -> list[Stay]:
    """Stays in one of the zones that have a part in since <= t < until."""
    return [stay for stay in all_stays if stay.zone in zones and stay.overlap(since, until)]


def met(all_stays: Collection[Stay], person: str, since: datetime, until: datetime) -> list[Meeting]:
    """Everybody who was in a zone together with the person, by time."""
    own = [stay for stay in all_stays if stay.person == person]
    others = [stay for stay in all_stays if stay.person != person]
    found = [meeting for mine in own for meeting in _with(mine, others, since, until)]
    return sorted(found, key=lambda meeting: (meeting.since, meeting.other))


def _with(mine: Stay, others: Iterable[Stay], since: datetime, until: datetime) -> Iterator[Meeting]:
    span = mine.overlap(since, until)
    if span is None:
        return
    for other in others:
        both = other.overlap(*span) if other.zone == mine.zone else None
        if both is not None:
            certain = mine.certain and other.certain
            yield Meeting(other=other.person, zone=mine.zone, since=both[0], until=both[1], certain=certain)
