"""Sites and people out of plain dictionaries in the shape of the site and people files, for tests of the policy.

Only what the policy reads; hardware is made up. A ``swapped`` list under ``site`` names swapped workdays by date, as no
file does: they come from a package.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from gate.domain.card import card_number
from gate.domain.credential import Credential, CredentialState
from gate.domain.decision import PinVerdict
from gate.domain.group import Deny, Grant, Group, ThreatLevel
from gate.domain.level import Assurance, Classification, Clearance
from gate.domain.person import Membership, Person, PersonKind
from gate.domain.portal import Egress, Interlock, Lock, LockMode, Point, Portal, Wiring
from gate.domain.schedule import WEEKDAYS, Calendar, OnHoliday, Schedule, Span, Window
from gate.domain.site import Site
from gate.domain.text import Text
from gate.domain.visit import Items, Visit, VisitState
from gate.domain.zone import AntiPassback, Factor, Visitors, Zone
from gate.policy import World, compile_site
from gate.policy.lines import answer_lines

Raw = Mapping[str, Any]
_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400}


def span_of(text: str) -> timedelta:
    """``"10s"``, ``"15m"``, ``"8h"``, ``"2d"``."""
    found = re.fullmatch(r"(\d+)(ms|s|m|h|d)", text)
    assert found is not None, text
    return timedelta(seconds=int(found[1]) * _UNITS[found[2]])


def at(text: str | None) -> datetime | None:
    """An instant."""
    return None if text is None else datetime.fromisoformat(text)


def site(raw: Raw) -> Site:
    """The site; defaults as policy.md has them."""
    head = raw.get("site", {})
    return Site(
        id="test",
        name=Text("Test"),
        version=hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest(),
        calendar=Calendar(
            timezone=head.get("timezone", "UTC"),
            offsets=offsets(head.get("timezone", "UTC")),
            holidays=frozenset(date.fromisoformat(day) for day in head.get("holidays", ())),
            swapped=frozenset(date.fromisoformat(day) for day in head.get("swapped", ())),
        ),
        zones={each["id"]: _zone(each) for each in raw["zones"]},
        portals={each["id"]: _portal(each) for each in raw.get("portals", ())},
        schedules={each["id"]: schedule(each) for each in raw.get("schedules", ())},
        groups={each["id"]: _group(each) for each in raw.get("groups", ())},
        threat_levels={each["id"]: _level(each) for each in raw.get("threat_levels", ())},
        interlocks={
            each["id"]: Interlock(id=each["id"], portals=tuple(each["portals"]))
            for each in raw.get("interlocks", ())
        },
        pin_tries=head.get("pin_tries", 5),
        pin_block=span_of(head.get("pin_block", "10m")),
    )


@cache
def offsets(timezone: str) -> tuple[tuple[int, int], ...]:
    """The offsets of 2020 to 2030, found by looking at every half hour."""
    zone = ZoneInfo(timezone)
    start = int(datetime(2020, 1, 1, tzinfo=UTC).timestamp())
    end = int(datetime(2031, 1, 1, tzinfo=UTC).timestamp())
    found: list[tuple[int, int]] = []
    for second in range(start, end, 1800):
        offset = _offset(zone, second)
        if not found or found[-1][1] != offset:
            found.append((second, offset))
    return tuple(found)


def _offset(zone: ZoneInfo, second: int) -> int:
    offset = datetime.fromtimestamp(second, zone).utcoffset()
    assert offset is not None
    return int(offset.total_seconds())


def _zone(raw: Raw) -> Zone:
    return Zone(
        id=raw["id"],
        name=Text(raw["id"]),
        level=Classification.parse(raw.get("level", "public")),
        outside=raw.get("outside", False),
        parent=raw.get("parent"),
        min_clearance=Clearance.parse(raw["min_clearance"]) if "min_clearance" in raw else None,
        min_assurance=Assurance.parse(raw["min_assurance"]) if "min_assurance" in raw else None,
        prerequisites=tuple(raw.get("prerequisites", ())),
        factors=_factors(raw),
        two_person=span_of(raw["two_person"]) if "two_person" in raw else None,
        min_occupancy=raw.get("min_occupancy"),
        max_occupancy=raw.get("max_occupancy"),
        occupancy_soft=raw.get("occupancy") == "soft",
        anti_passback=AntiPassback(raw.get("anti_passback", "none")),
        anti_passback_after=span_of(raw["anti_passback_after"]) if "anti_passback_after" in raw else None,
        banned_devices=frozenset(raw.get("banned_devices", ())),
        visitors=Visitors[raw["visitors"].upper()] if "visitors" in raw else None,
        escort_window=span_of(raw["escort_window"]) if "escort_window" in raw else None,
        escort_ratio=raw.get("escort_ratio", 5),
        lease=span_of(raw["lease"]) if "lease" in raw else None,
    )


def _factors(raw: Raw) -> frozenset[Factor]:
    return frozenset(Factor(factor) for factor in raw.get("factors", ()) if factor != "card")


def _portal(raw: Raw) -> Portal:
    readers = raw.get("readers", {})
    lock = Lock(
        device="io",
        output=1,
        wiring=Wiring.NO,
        release=span_of(raw.get("release", "5s")),
        mode=LockMode.FAIL_SECURE,
    )
    first, second = raw["between"]
    return Portal(
        id=raw["id"],
        name=Text(raw["id"]),
        between=(first, second),
        lock=lock,
        egress=Egress(raw.get("egress", "mechanical")),
        reader_in=readers.get("in"),
        reader_out=readers.get("out"),
        contact=None if raw.get("contact") is False else Point(device="io", input=1, wiring=Wiring.NC),
    )


def schedule(raw: Raw) -> Schedule:
    """A schedule in the shape of the site file."""
    on_holiday = raw.get("on_holiday", "closed")
    swapped = raw.get("on_swapped_workday")
    return Schedule(
        id=raw["id"],
        windows=tuple(Window(days=_days(each["days"]), span=_span(each)) for each in raw["windows"]),
        on_holiday=OnHoliday(on_holiday)
        if isinstance(on_holiday, str)
        else tuple(_span(each) for each in on_holiday),
        on_swapped_workday=None if swapped is None else WEEKDAYS.index(swapped),
    )


def _days(text: str) -> frozenset[int]:
    days: set[int] = set()
    for part in text.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        start, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        days |= {(start + step) % 7 for step in range((end - start) % 7 + 1)}
    return frozenset(days)


def _span(raw: Raw) -> Span:
    return Span(start=_minute(raw["from"]), end=_minute(raw["to"]))


def _minute(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _group(raw: Raw) -> Group:
    return Group(
        id=raw["id"],
        name=Text(raw["id"]),
        grants=tuple(
            Grant(
                id=each["id"],
                zones=tuple(each["zones"]),
                schedule=each["schedule"],
                starts=at(each.get("from")),
                ends=at(each.get("until")),
            )
            for each in raw.get("grants", ())
        ),
        denies=tuple(
            Deny(id=each["id"], zones=tuple(each["zones"]), schedule=each["schedule"])
            for each in raw.get("denies", ())
        ),
        escort=raw.get("escort", False),
        responders=raw.get("responders", False),
        passback_exempt=raw.get("passback_exempt", False),
    )


def _level(raw: Raw) -> ThreatLevel:
    return ThreatLevel(id=raw["id"], factors=_factors(raw), groups=frozenset(raw["groups"]))


def person(raw: Raw) -> Person:
    """A person in the shape of the people file; the PIN stays out (see :func:`pin_judge`)."""
    return Person(
        id=raw["id"],
        name=raw.get("name", raw["id"]),
        kind=PersonKind(raw.get("kind", "employee")),
        clearance=Clearance.parse(raw.get("clearance", "none")),
        starts=at(raw.get("from")),
        ends=at(raw.get("until")),
        memberships=tuple(
            Membership(group=each["id"], starts=at(each.get("from")), ends=at(each.get("until")))
            for each in raw.get("groups", ())
        ),
        prerequisites={
            name: None if day is None else date.fromisoformat(day)
            for name, day in raw.get("prerequisites", {}).items()
        },
        credentials=tuple(_credential(each) for each in raw.get("credentials", ())),
        visits=tuple(_visit(each) for each in raw.get("visits", ())),
        extended_time=raw.get("extended_time", False),
    )


def _credential(raw: Raw) -> Credential:
    return Credential(
        id=raw["id"],
        card=card_number(raw["format"], raw["number"], raw.get("facility")),
        assurance=Assurance.parse(raw.get("assurance", "copyable")),
        state=CredentialState(raw.get("state", "active")),
    )


def _visit(raw: Raw) -> Visit:
    starts, ends = at(raw["from"]), at(raw["until"])
    assert starts is not None
    assert ends is not None
    return Visit(
        id=raw["id"],
        starts=starts,
        ends=ends,
        zones=tuple(raw["zones"]),
        escorts=tuple(raw.get("escorts", ())),
        state=VisitState(raw["state"]) if raw.get("state") else None,
        items=Items(raw.get("items", "open")),
    )


class PinJudge:
    """Judges digits against the plain PINs of a people file."""

    def __init__(self, people: Iterable[Raw]) -> None:
        self._pins = {each["id"]: each["pin"] for each in people if each.get("pin") is not None}

    def __call__(self, person: str, digits: str) -> PinVerdict:
        own = self._pins.get(person)
        if own is None:
            return PinVerdict.UNSET
        if digits == own:
            return PinVerdict.RIGHT
        duress = own[:-1] + str((int(own[-1]) + 1) % 10)
        return PinVerdict.DURESS if digits == duress else PinVerdict.WRONG


def world(raw_site: Raw, people: Iterable[Raw]) -> World:
    """A world of that site with these people."""
    return World(compile_site(site(raw_site)), [person(each) for each in people])


def answers(raw_site: Raw, people: Iterable[Raw], lines: Iterable[Raw | str]) -> list[dict[str, Any]]:
    """What `gate decide` answers to the lines."""
    people = list(people)
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    return [json.loads(text) for text in answer_lines(world(raw_site, people), PinJudge(people), texts)]
