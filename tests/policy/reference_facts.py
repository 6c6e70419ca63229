"""What the slow decider knows of site and people: zones, local time, groups, visits, cards."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Raw = Mapping[str, Any]
CLEARANCES = ["none", "general", "important", "core"]
ASSURANCES = ["copyable", "protected", "pki"]
LEVELS = ["public", "internal", "confidential", "secret", "top_secret"]
VISITORS = ["free", "escorted", "never"]
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
STATES = ["active", "suspended", "lost", "expired", "revoked", "returned"]


class Refused(Exception):
    """The line gets an error."""


def seconds(text: str) -> timedelta:
    units = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
    return timedelta(seconds=int(text[:-1]) * units[text[-1]])


def instant(text: Any) -> datetime:
    if not isinstance(text, str):
        raise Refused
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refused from None
    if moment.tzinfo is None:
        raise Refused
    return moment


def within(start: str | None, end: str | None, t: datetime) -> bool:
    return (start is None or instant(start) <= t) and (end is None or t < instant(end))


class Facts:
    """Site and people in the shape of their files, with what zones take over and which windows are active."""

    def __init__(self, site: Raw, people: Iterable[Raw]) -> None:
        self.head = site.get("site", {})
        self.zones = {zone["id"]: zone for zone in site["zones"]}
        self.portals = {portal["id"]: portal for portal in site["portals"]}
        self.schedules = {schedule["id"]: schedule for schedule in site["schedules"]}
        self.groups = {group["id"]: group for group in site["groups"]}
        self.levels = {level["id"]: level for level in site.get("threat_levels", [])}
        self.interlocks = site.get("interlocks", [])
        self.people = {person["id"]: json.loads(json.dumps(person)) for person in people}
        self.alternates: dict[date, str] = {}
        self.threats: dict[str, str] = {}

    # zones ──────────────────────────────────────────────────────────────────

    def around(self, zone: str) -> list[str]:
        parent = self.zones[zone].get("parent")
        return [zone] if parent is None else [zone, *self.around(parent)]

    def inside(self, zone: str) -> set[str]:
        return {other for other in self.zones if zone in self.around(other)}

    # time ───────────────────────────────────────────────────────────────────

    def active(self, name: str, t: datetime) -> bool:
        schedule = self.schedules[name]
        local = self.local(t)
        today, time = local.date(), local.strftime("%H:%M")
        for window in self.windows(schedule, today):
            if window["from"] < window["to"]:
                if window["from"] <= time < window["to"]:
                    return True
            elif window["from"] <= time:
                return True
        for window in self.windows(schedule, today - timedelta(days=1)):
            if window["to"] <= window["from"] and time < window["to"]:
                return True
        return False

    def local(self, t: datetime) -> datetime:
        return t.astimezone(ZoneInfo(self.head.get("timezone", "UTC")))

    def windows(self, schedule: Raw, day: date) -> list[Raw]:
        """The windows that begin on that local date."""
        weekday, holiday = DAYS[day.weekday()], False
        if day in self.alternates:
            holiday = self.alternates[day] == "holiday"
            weekday = weekday if holiday else self.alternates[day]
        elif day.isoformat() in self.head.get("holidays", []):
            holiday = True
        elif day.isoformat() in self.head.get("swapped", []):
            weekday = schedule.get("on_swapped_workday", weekday)
        if holiday:
            replaced = schedule.get("on_holiday", "closed")
            if replaced == "closed":
                return []
            if replaced != "as-usual":
                return list(replaced)
        return [window for window in schedule["windows"] if weekday in self.days(window["days"])]

    def days(self, text: str) -> set[str]:
        found = set()
        for part in text.split(","):
            first, last = part.strip().split("-") if "-" in part else (part.strip(), part.strip())
            day = DAYS.index(first)
            while DAYS[day % 7] != last:
                found.add(DAYS[day % 7])
                day += 1
            found.add(last)
        return found

    # people ─────────────────────────────────────────────────────────────────

    def groups_of(self, person: str, t: datetime) -> set[str]:
        memberships = self.people[person].get("groups", [])
        return {each["id"] for each in memberships if within(each.get("from"), each.get("until"), t)}

    def visits_of(self, person: str, t: datetime) -> list[Raw]:
        return [
            visit
            for visit in self.people[person].get("visits", [])
            if visit.get("state") in (None, "approved") and within(visit["from"], visit["until"], t)
        ]

    def find(self, card: Raw) -> tuple[str, Raw] | None:
        found = [
            (person["id"], credential)
            for person in self.people.values()
            for credential in person.get("credentials", [])
            if credential["format"] == card["format"]
            and credential.get("facility") == card.get("facility")
            and str(credential["number"]).lower() == str(card["number"]).lower()
        ]
        actives = [each for each in found if each[1].get("state", "active") == "active"]
        return next(iter(actives or found), None)

    # what zones take over ───────────────────────────────────────────────────

    def assurance(self, zone: str) -> int:
        raw = self.zones[zone]
        default = (
            "protected" if LEVELS.index(raw.get("level", "public")) >= LEVELS.index("secret") else "copyable"
        )
        return ASSURANCES.index(raw.get("min_assurance", default))

    def visitors(self, zone: str) -> str:
        return VISITORS[
            max(VISITORS.index(self.zones[each].get("visitors", "free")) for each in self.around(zone))
        ]

    def escort_window(self, zone: str) -> timedelta:
        named = [
            seconds(self.zones[each]["escort_window"])
            for each in self.around(zone)
            if "escort_window" in self.zones[each]
        ]
        return min(named) if named else timedelta(seconds=5)

    def pair_window(self, zone: str) -> timedelta:
        return seconds(self.zones[zone].get("two_person", "10s"))

    def asks(self, zone: str, factor: str) -> bool:
        around = self.around(zone)
        levels = [self.levels[self.threats[each]] for each in around if each in self.threats]
        return any(
            factor in each.get("factors", []) for each in [*(self.zones[each] for each in around), *levels]
        )
