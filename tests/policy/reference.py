"""A slow decider written straight from docs/policy.md, sharing no code with gate.policy.

Plain dictionaries in the shape of the files, sets of names, lists of lines, zoneinfo for local time. It exists to be
compared with the real one; where they differ, one of them is wrong.
"""

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


class Reference:
    def __init__(self, site: Raw, people: Iterable[Raw]) -> None:
        self.head = site.get("site", {})
        self.zones = {zone["id"]: zone for zone in site["zones"]}
        self.portals = {portal["id"]: portal for portal in site["portals"]}
        self.schedules = {schedule["id"]: schedule for schedule in site["schedules"]}
        self.groups = {group["id"]: group for group in site["groups"]}
        self.levels = {level["id"]: level for level in site.get("threat_levels", [])}
        self.interlocks = site.get("interlocks", [])
        self.people = {person["id"]: json.loads(json.dumps(person)) for person in people}
        self.presence = {person: set(self.zones) for person in self.people}
        self.entered: dict[tuple[str, str], datetime] = {}
        self.open: set[str] = set()
        self.released: dict[str, datetime] = {}
        self.grants: dict[str, Raw] = {}
        self.waits: list[Raw] = []
        self.wrong: dict[str, int] = {}
        self.blocked: dict[str, datetime] = {}
        self.locked: set[str] = set()
        self.threats: dict[str, str] = {}
        self.alternates: dict[date, str] = {}
        self.last: datetime | None = None

    # zones ──────────────────────────────────────────────────────────────────

    def around(self, zone: str) -> list[str]:
        parent = self.zones[zone].get("parent")
        return [zone] if parent is None else [zone, *self.around(parent)]

    def inside(self, zone: str) -> set[str]:
        return {other for other in self.zones if zone in self.around(other)}

    def known_in(self, zone: str) -> set[str]:
        return {person for person, zones in self.presence.items() if zones <= self.inside(zone)}

    # time ───────────────────────────────────────────────────────────────────

    def active(self, name: str, t: datetime) -> bool:
        schedule = self.schedules[name]
        local = t.astimezone(ZoneInfo(self.head.get("timezone", "UTC")))
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
        found = []
        for person in self.people.values():
            for credential in person.get("credentials", []):
                if (
                    credential["format"] == card["format"]
                    and credential.get("facility") == card.get("facility")
                    and str(credential["number"]).lower() == str(card["number"]).lower()
                ):
                    found.append((person["id"], credential))
        actives = [each for each in found if each[1].get("state", "active") == "active"]
        return (actives or found or [None])[0]

    # lines ──────────────────────────────────────────────────────────────────

    def answer(self, line: Raw) -> dict[str, Any] | None:
        try:
            t = instant(line.get("at"))
            if self.last is not None and t < self.last:
                raise Refused
            if "reader" in line:
                answer = self.read(line, t)
            else:
                answer = None
                self.contact_or_set(line, t)
        except Refused:
            return {"id": line.get("id"), "error": True}
        self.last = t
        return answer

    def contact_or_set(self, line: Raw, t: datetime) -> None:
        if "opened" in line:
            self.opened(self.must(line["opened"], self.portals), t)
        elif "closed" in line:
            portal = self.must(line["closed"], self.portals)
            if portal in self.open:
                self.open.remove(portal)
                self.released.pop(portal, None)
        else:
            self.set(line["set"])

    def must(self, name: str, known: Iterable[str]) -> str:
        if name not in known:
            raise Refused
        return name

    def set(self, change: Raw) -> None:
        if "lockdown" in change or "lift" in change:
            targets = change.get("lockdown", change.get("lift"))
            for target in targets:
                self.must(target, [*self.zones, *self.portals])
            self.locked = self.locked | set(targets) if "lockdown" in change else self.locked - set(targets)
        elif "credential" in change:
            self.must(change["state"], STATES)
            mine = [
                credential
                for person in self.people.values()
                for credential in person.get("credentials", [])
                if credential["id"] == change["credential"]
            ]
            if not mine:
                raise Refused
            mine[0]["state"] = change["state"]
        elif "threat" in change:
            if change["threat"] is not None:
                self.must(change["threat"], self.levels)
            for zone in change["zones"]:
                self.must(zone, self.zones)
            for zone in change["zones"]:
                self.threats.pop(zone, None)
                if change["threat"] is not None:
                    self.threats[zone] = change["threat"]
        elif "forgive" in change:
            self.presence[self.must(change["forgive"], self.people)] = set(self.zones)
        else:
            self.alternates[date.fromisoformat(change["day"])] = self.must(change["as"], [*DAYS, "holiday"])

    def opened(self, portal: str, t: datetime) -> None:
        if portal in self.open:
            return
        self.open.add(portal)
        grant = self.grants.pop(portal, None)
        if grant is not None and t <= grant["until"]:
            for person in grant["persons"]:
                self.presence[person] = {grant["target"]}
                if grant["kind"] == "entry":
                    self.entered[person, grant["target"]] = t

    # reads ──────────────────────────────────────────────────────────────────

    def way(self, reader: str) -> tuple[Raw, str, str]:
        for portal in self.portals.values():
            first, second = portal["between"]
            if portal["readers"].get("in") == reader:
                return portal, first, second
            if portal["readers"].get("out") == reader:
                return portal, second, first
        raise Refused

    def read(self, line: Raw, t: datetime) -> dict[str, Any]:
        portal, source, target = self.way(line["reader"])
        leaves = self.zones[target].get("outside", False) or (target != source and source in self.inside(target))
        answer: dict[str, Any] = {
            "id": line["id"],
            "result": "denied",
            "reasons": ["unknown_credential"],
            "notes": [],
            "persons": [],
            "portal": portal["id"],
            "kind": "exit" if leaves else "entry",
            "by": [],
        }
        found = self.find(line["credential"])
        if found is None:
            return answer
        person, credential = found
        read = {
            "person": person,
            "credential": credential["id"],
            "reader": line["reader"],
            "pin": line.get("pin"),
            "biometric": line.get("biometric"),
            "id": line["id"],
            "at": t,
        }
        if leaves:
            reasons, notes, together = self.judge_exit(read, portal, source, t)
            by: set[str] = set()
        else:
            reasons, notes, by, together = self.judge_entry(read, portal, source, target, t)
        soft = {"two_person", "escort_required", "min_occupancy"}
        answer["reasons"], answer["notes"], answer["by"] = sorted(reasons), sorted(notes), sorted(by)
        if not reasons:
            answer["result"] = "granted"
            answer["persons"] = [*(wait["person"] for wait in together), person]
            if together:
                answer["completes"] = [wait["id"] for wait in together]
        elif all(reason in soft or reason.startswith("factor_missing") for reason in reasons):
            answer["result"] = "pending"
        self.remember(read, reasons, portal, target, leaves, answer, t)
        return answer

    def remember(
        self,
        read: Raw,
        reasons: set[str],
        portal: Raw,
        target: str,
        leaves: bool,
        answer: Raw,
        t: datetime,
    ) -> None:
        person, reader = read["person"], read["reader"]
        gone = {person, *answer["persons"]}
        self.waits = [wait for wait in self.waits if not (wait["reader"] == reader and wait["person"] in gone)]
        if "wrong_pin" in reasons:
            self.wrong[person] = self.wrong.get(person, 0) + 1
            if self.wrong[person] == self.head.get("pin_tries", 5):
                self.blocked[person] = t + seconds(self.head.get("pin_block", "10m"))
                self.wrong[person] = 0
        elif not leaves and read["pin"] is not None and self.asks(target, "pin") and "pin_blocked" not in reasons:
            if "factor_missing:pin" not in reasons:
                self.wrong[person] = 0
        if answer["result"] == "pending":
            kind = None
            if "escort_required" in reasons and reasons <= {"escort_required", "two_person"}:
                kind = "visitor"
            elif reasons in ({"two_person"}, {"min_occupancy"}):
                kind = "second"
                self.waits = [w for w in self.waits if w["reader"] != reader or w["kind"] != "second"]
            if kind:
                self.waits.append({**read, "kind": kind})
        if answer["result"] == "granted":
            release = seconds(portal.get("release", "5s"))
            before = self.grants.pop(portal["id"], None)
            if before is not None and t <= before["until"]:
                for other in before["persons"]:
                    self.presence[other].add(before["target"])
            if portal["id"] in self.open:
                for other in answer["persons"]:
                    self.presence[other].add(target)
            else:
                self.grants[portal["id"]] = {
                    "persons": answer["persons"],
                    "target": target,
                    "kind": answer["kind"],
                    "until": t + release + timedelta(seconds=1),
                }
            self.released[portal["id"]] = t + release

    # entries ────────────────────────────────────────────────────────────────

    def judge_entry(
        self, read: Raw, portal: Raw, source: str, target: str, t: datetime
    ) -> tuple[set[str], set[str], set[str], list[Raw]]:
        person = read["person"]
        reasons, notes, by = self.own_reasons(read, portal, source, target, t)
        needs_escort = self.needs_escort(person, target)
        if needs_escort:
            reasons.add("escort_required")
        partner: Raw | None = None
        if self.wants_two(person, target):
            if not needs_escort:
                for wait in self.waiting(read["reader"], "second", self.pair_window(target), t):
                    fits = wait["person"] != person and not self.needs_escort(wait["person"], target)
                    if fits and self.clear(wait, portal, source, target, t):
                        partner = wait
            if partner is None:
                reasons.add("two_person")
        together: list[Raw] = []
        if not reasons:
            together = self.party(read, partner, portal, source, target, t)
        if self.too_many(person, [wait["person"] for wait in together], target, t):
            if self.zones[target].get("occupancy") == "soft":
                notes.add("occupancy_full")
            else:
                reasons.add("occupancy_full")
        return reasons, notes, by, together

    def party(
        self, read: Raw, partner: Raw | None, portal: Raw, source: str, target: str, t: datetime
    ) -> list[Raw]:
        window = self.escort_window(target)
        left = [
            wait
            for wait in self.waiting(read["reader"], "visitor", window, t)
            if wait["person"] != read["person"] and self.clear(wait, portal, source, target, t)
        ]
        together: list[Raw] = []
        for escort in [read["person"]] if partner is None else [read["person"], partner["person"]]:
            room = self.zones[target].get("escort_ratio", 5)
            for wait in list(left):
                if room and self.may_escort(escort, wait["person"], target, t):
                    room -= 1
                    left.remove(wait)
                    together.append(wait)
        return together if partner is None else [*together, partner]

    def clear(self, wait: Raw, portal: Raw, source: str, target: str, t: datetime) -> bool:
        """Nothing but the waiting itself holds now."""
        reasons, _, _ = self.own_reasons(wait, portal, source, target, t)
        full = self.too_many(wait["person"], [], target, t)
        return not reasons and not (full and self.zones[target].get("occupancy") != "soft")

    def own_reasons(
        self, read: Raw, portal: Raw, source: str, target: str, t: datetime
    ) -> tuple[set[str], set[str], set[str]]:
        """All reasons but those of companions and room."""
        reasons: set[str] = set()
        notes: set[str] = set()
        person, zone = self.people[read["person"]], self.zones[target]
        groups = self.groups_of(person["id"], t)
        around = self.around(target)
        credential = next(each for each in person["credentials"] if each["id"] == read["credential"])

        if credential.get("state", "active") != "active":
            reasons.add("credential_" + credential["state"])
        if ASSURANCES.index(credential.get("assurance", "copyable")) < max(self.assurance(each) for each in around):
            reasons.add("credential_too_weak")
        if not within(person.get("from"), person.get("until"), t):
            reasons.add("person_not_valid")

        grants = [
            grant
            for group in groups
            for grant in self.groups[group].get("grants", [])
            if target in grant["zones"] and within(grant.get("from"), grant.get("until"), t)
        ]
        visits = [visit for visit in self.visits_of(person["id"], t) if target in visit["zones"]]
        fitting = [grant for grant in grants if self.active(grant["schedule"], t)]
        by = {each["id"] for each in [*fitting, *visits]}
        if not grants and not visits:
            reasons.add("no_grant")
        elif not fitting and not visits:
            reasons.add("outside_schedule")
        for group in groups:
            for deny in self.groups[group].get("denies", []):
                if set(deny["zones"]) & set(around) and self.active(deny["schedule"], t):
                    reasons.add("denied_by_rule")
                    by.add(deny["id"])

        least = max(CLEARANCES.index(self.zones[each].get("min_clearance", "none")) for each in around)
        if CLEARANCES.index(person.get("clearance", "none")) < least:
            reasons.add("clearance_too_low")
        today = t.astimezone(ZoneInfo(self.head.get("timezone", "UTC"))).date().isoformat()
        for each in around:
            for name in self.zones[each].get("prerequisites", []):
                if name not in person.get("prerequisites", {}):
                    reasons.add("prerequisite_missing:" + name)
                elif person["prerequisites"][name] is not None and person["prerequisites"][name] < today:
                    reasons.add("prerequisite_expired:" + name)

        if person.get("kind") == "visitor":
            if self.visitors(target) == "never":
                reasons.add("visitors_never")
            banned = any(self.zones[each].get("banned_devices") for each in around)
            said = [visit.get("items") for visit in self.visits_of(person["id"], t)]
            if banned and "none" not in said and "deposited" not in said:
                reasons.add("items_open")

        if self.asks(target, "pin"):
            self.judge_pin(read, reasons, notes, t)
        if self.asks(target, "biometric"):
            if read["biometric"] is None:
                reasons.add("factor_missing:biometric")
            elif read["biometric"] == "no_match":
                reasons.add("biometric_no_match")

        if self.passed_back(person["id"], read["reader"], source, target, groups, t):
            if zone["anti_passback"] == "soft":
                notes.add("passback_soft")
            else:
                reasons.add("passback")

        for interlock in self.interlocks:
            if portal["id"] in interlock["portals"]:
                for other in interlock["portals"]:
                    if other != portal["id"] and not self.secure(other, t):
                        reasons.add("interlock")
        if self.locked & {portal["id"], *around} and not any(self.groups[g].get("responders") for g in groups):
            reasons.add("lockdown")
        for each in around:
            if each in self.threats and not groups & set(self.levels[self.threats[each]]["groups"]):
                reasons.add("threat_level:" + self.threats[each])
        return reasons, notes, by

    def judge_pin(self, read: Raw, reasons: set[str], notes: set[str], t: datetime) -> None:
        own, came = self.people[read["person"]].get("pin"), read["pin"]
        duress = None if own is None else own[:-1] + str((int(own[-1]) + 1) % 10)
        if came is not None and came == duress:
            notes.add("duress")
        if read["person"] in self.blocked and t < self.blocked[read["person"]]:
            reasons.add("pin_blocked")
        elif own is None or came is None:
            reasons.add("factor_missing:pin")
        elif came not in (own, duress):
            reasons.add("wrong_pin")

    def passed_back(
        self, person: str, reader: str, source: str, target: str, groups: set[str], t: datetime
    ) -> bool:
        kind = self.zones[target].get("anti_passback", "none")
        if kind == "none" or any(self.groups[group].get("passback_exempt") for group in groups):
            return False
        for wait in self.waiting(reader, "visitor", self.escort_window(target), t):
            if wait["person"] != person and self.may_escort(person, wait["person"], target, t):
                return False
        if kind == "timed":
            entered = self.entered.get((person, target))
            recent = entered is not None and t - entered < seconds(self.zones[target]["anti_passback_after"])
            return person in self.known_in(target) and recent
        return source not in self.presence[person]

    def too_many(self, person: str, companions: list[str], target: str, t: datetime) -> bool:
        most = self.zones[target].get("max_occupancy")
        if most is None:
            return False
        there = self.known_in(target) | {person, *companions}
        for grant in self.grants.values():
            if grant["kind"] == "entry" and t <= grant["until"] and grant["target"] in self.inside(target):
                there |= set(grant["persons"])
        return len(there) > most

    def wants_two(self, person: str, target: str) -> bool:
        zone = self.zones[target]
        alone = not self.known_in(target) - {person}
        return "two_person" in zone or ("min_occupancy" in zone and alone)

    def needs_escort(self, person: str, target: str) -> bool:
        return self.people[person].get("kind") == "visitor" and self.visitors(target) == "escorted"

    def may_escort(self, person: str, visitor: str, target: str, t: datetime) -> bool:
        if self.needs_escort(person, target):
            return False
        named = any(person in visit.get("escorts", []) for visit in self.visits_of(visitor, t))
        return named or any(self.groups[group].get("escort") for group in self.groups_of(person, t))

    def waiting(self, reader: str, kind: str, window: timedelta, t: datetime) -> list[Raw]:
        return [
            wait
            for wait in self.waits
            if wait["reader"] == reader and wait["kind"] == kind and t <= wait["at"] + window
        ]

    # what zones take over ───────────────────────────────────────────────────

    def assurance(self, zone: str) -> int:
        raw = self.zones[zone]
        default = "protected" if LEVELS.index(raw.get("level", "public")) >= LEVELS.index("secret") else "copyable"
        return ASSURANCES.index(raw.get("min_assurance", default))

    def visitors(self, zone: str) -> str:
        return max((self.zones[each].get("visitors", "free") for each in self.around(zone)), key=VISITORS.index)

    def escort_window(self, zone: str) -> timedelta:
        named = [
            seconds(self.zones[each]["escort_window"]) for each in self.around(zone) if "escort_window" in self.zones[each]
        ]
        return min(named) if named else timedelta(seconds=5)

    def pair_window(self, zone: str) -> timedelta:
        return seconds(self.zones[zone].get("two_person", "10s"))

    def asks(self, zone: str, factor: str) -> bool:
        around = self.around(zone)
        levels = [self.levels[self.threats[each]] for each in around if each in self.threats]
        return any(factor in each.get("factors", []) for each in [*(self.zones[each] for each in around), *levels])

    # doors and exits ────────────────────────────────────────────────────────

    def secure(self, portal: str, t: datetime) -> bool:
        return portal not in self.open and not (portal in self.released and t < self.released[portal])

    def judge_exit(
        self, read: Raw, portal: Raw, source: str, t: datetime
    ) -> tuple[set[str], set[str], list[Raw]]:
        person = self.people[read["person"]]
        credential = next(each for each in person["credentials"] if each["id"] == read["credential"])
        notes: set[str] = set()
        holds: set[str] = set()
        together: list[Raw] = []
        if credential.get("state", "active") != "active":
            notes.add("credential_" + credential["state"])
        if not within(person.get("from"), person.get("until"), t):
            notes.add("person_not_valid")
        for interlock in self.interlocks:
            if portal["id"] in interlock["portals"]:
                for other in interlock["portals"]:
                    if other != portal["id"] and not self.secure(other, t):
                        holds.add("interlock")
        if "min_occupancy" in self.zones[source]:
            waiting = [
                wait
                for reader in self.exits_of(source)
                for wait in self.waiting(reader, "second", self.pair_window(source), t)
            ]
            inside = self.known_in(source) | {wait["person"] for wait in waiting} | {person["id"]}
            if len(inside) == 2:
                together = [
                    wait for wait in waiting if wait["reader"] == read["reader"] and wait["person"] != person["id"]
                ]
                if not together:
                    holds.add("min_occupancy")
        free = portal.get("egress", "mechanical") in ("mechanical", "rex-hardwired") and source == portal["between"][1]
        return (holds, notes, together) if free else (set(), notes | holds, together)

    def exits_of(self, zone: str) -> list[str]:
        found = []
        for portal in self.portals.values():
            for reader in portal["readers"].values():
                _, source, target = self.way(reader)
                leaves = self.zones[target].get("outside", False) or zone in self.inside(target)
                if source == zone and leaves:
                    found.append(reader)
        return found


def reference_answers(site: Raw, people: Iterable[Raw], lines: Iterable[Raw]) -> list[dict[str, Any]]:
    """What policy.md says to well-formed lines."""
    reference = Reference(site, people)
    answers = (reference.answer(line) for line in lines)
    return [answer for answer in answers if answer is not None]
