"""A slow decider written straight from docs/policy.md, sharing no code with gate.policy.

Plain dictionaries in the shape of the files, sets of names, lists of waits, zoneinfo for local time. It exists to be
compared with the real one; where they differ, one of them is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from tests.policy.reference_facts import (
    ASSURANCES,
    CLEARANCES,
    DAYS,
    STATES,
    Facts,
    Raw,
    Refused,
    instant,
    seconds,
    within,
)

Names = set[str]


class Reference(Facts):
    """The rules of the page, one method a paragraph."""

    def __init__(self, site: Raw, people: Iterable[Raw]) -> None:
        super().__init__(site, people)
        self.presence = {person: set(self.zones) for person in self.people}
        self.entered: dict[tuple[str, str], datetime] = {}
        self.open: Names = set()
        self.released: dict[str, datetime] = {}
        self.grants: dict[str, Raw] = {}
        self.waits: list[Raw] = []
        self.wrong: dict[str, int] = {}
        self.blocked: dict[str, datetime] = {}
        self.locked: Names = set()
        self.last: datetime | None = None

    def known_in(self, zone: str) -> Names:
        return {person for person, zones in self.presence.items() if zones <= self.inside(zone)}

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
            self.change(line["set"])

    def must(self, name: str, known: Iterable[str]) -> str:
        if name not in known:
            raise Refused
        return name

    def change(self, change: Raw) -> None:
        if "lockdown" in change or "lift" in change:
            self.change_lockdown(change)
        elif "credential" in change:
            self.change_credential(change["credential"], self.must(change["state"], STATES))
        elif "threat" in change:
            self.change_threat(change["threat"], change["zones"])
        elif "forgive" in change:
            self.presence[self.must(change["forgive"], self.people)] = set(self.zones)
        else:
            self.alternates[date.fromisoformat(change["day"])] = self.must(change["as"], [*DAYS, "holiday"])

    def change_lockdown(self, change: Raw) -> None:
        targets = change.get("lockdown", change.get("lift", []))
        for target in targets:
            self.must(target, [*self.zones, *self.portals])
        self.locked = self.locked | set(targets) if "lockdown" in change else self.locked - set(targets)

    def change_credential(self, name: str, state: str) -> None:
        credentials = [each for person in self.people.values() for each in person.get("credentials", [])]
        self.must(name, [each["id"] for each in credentials])
        for credential in credentials:
            if credential["id"] == name:
                credential["state"] = state

    def change_threat(self, level: str | None, zones: list[str]) -> None:
        if level is not None:
            self.must(level, self.levels)
        for zone in zones:
            self.must(zone, self.zones)
        for zone in zones:
            self.threats.pop(zone, None)
            if level is not None:
                self.threats[zone] = level

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
        leaves = self.zones[target].get("outside", False) or (
            target != source and source in self.inside(target)
        )
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
            by: Names = set()
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
        self.remember(read, reasons, portal, target, answer)
        return answer

    def remember(self, read: Raw, reasons: Names, portal: Raw, target: str, answer: Raw) -> None:
        """What the read and its answer change."""
        gone = {read["person"], *answer["persons"]}
        self.waits = [w for w in self.waits if w["reader"] != read["reader"] or w["person"] not in gone]
        if answer["kind"] == "entry" and self.asks(target, "pin"):
            self.remember_pin(read, reasons)
        if answer["result"] == "pending":
            self.remember_wait(read, reasons)
        if answer["result"] == "granted":
            self.remember_grant(portal, target, answer, read["at"])

    def remember_pin(self, read: Raw, reasons: Names) -> None:
        person = read["person"]
        if "wrong_pin" in reasons:
            self.wrong[person] = self.wrong.get(person, 0) + 1
            if self.wrong[person] == self.head.get("pin_tries", 5):
                self.blocked[person] = read["at"] + seconds(self.head.get("pin_block", "10m"))
                self.wrong[person] = 0
        elif not reasons & {"pin_blocked", "factor_missing:pin"}:
            self.wrong[person] = 0

    def remember_wait(self, read: Raw, reasons: Names) -> None:
        if "escort_required" in reasons and reasons <= {"escort_required", "two_person"}:
            self.waits.append({**read, "kind": "visitor"})
        elif reasons in ({"two_person"}, {"min_occupancy"}):
            self.waits = [w for w in self.waits if w["reader"] != read["reader"] or w["kind"] != "second"]
            self.waits.append({**read, "kind": "second"})

    def remember_grant(self, portal: Raw, target: str, answer: Raw, t: datetime) -> None:
        release = seconds(portal.get("release", "5s"))
        before = self.grants.pop(portal["id"], None)
        if before is not None and t <= before["until"]:
            for person in before["persons"]:
                self.presence[person].add(before["target"])
        if portal["id"] in self.open:
            for person in answer["persons"]:
                self.presence[person].add(target)
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
    ) -> tuple[Names, Names, Names, list[Raw]]:
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
    ) -> tuple[Names, Names, Names]:
        """All reasons but those of companions and room; notes; what decided."""
        notes: Names = set()
        rights, by = self.judge_rights(read, target, t)
        reasons = rights | self.judge_standing(read, target, t) | self.judge_door(read, portal, target, t)
        if self.asks(target, "pin"):
            reasons |= self.judge_pin(read, notes, t)
        if self.asks(target, "biometric") and read["biometric"] != "match":
            reasons.add("biometric_no_match" if read["biometric"] else "factor_missing:biometric")
        if self.passed_back(read, source, target, t):
            if self.zones[target]["anti_passback"] == "soft":
                notes.add("passback_soft")
            else:
                reasons.add("passback")
        return reasons, notes, by

    def judge_rights(self, read: Raw, target: str, t: datetime) -> tuple[Names, Names]:
        """Grants, visits, denies."""
        reasons: Names = set()
        groups = self.groups_of(read["person"], t)
        grants = [
            grant
            for group in groups
            for grant in self.groups[group].get("grants", [])
            if target in grant["zones"] and within(grant.get("from"), grant.get("until"), t)
        ]
        visits = [visit for visit in self.visits_of(read["person"], t) if target in visit["zones"]]
        fitting = [grant for grant in grants if self.active(grant["schedule"], t)]
        denies = [
            deny
            for group in groups
            for deny in self.groups[group].get("denies", [])
            if set(deny["zones"]) & set(self.around(target)) and self.active(deny["schedule"], t)
        ]
        if not grants and not visits:
            reasons.add("no_grant")
        elif not fitting and not visits:
            reasons.add("outside_schedule")
        if denies:
            reasons.add("denied_by_rule")
        return reasons, {each["id"] for each in [*fitting, *visits, *denies]}

    def judge_standing(self, read: Raw, target: str, t: datetime) -> Names:
        """Credential, validity, clearance, prerequisites, and what is asked of visitors."""
        reasons: Names = set()
        person, around = self.people[read["person"]], self.around(target)
        credential = self.credential(read)
        if credential.get("state", "active") != "active":
            reasons.add("credential_" + credential["state"])
        if ASSURANCES.index(credential.get("assurance", "copyable")) < max(
            self.assurance(each) for each in around
        ):
            reasons.add("credential_too_weak")
        if not within(person.get("from"), person.get("until"), t):
            reasons.add("person_not_valid")
        least = max(CLEARANCES.index(self.zones[each].get("min_clearance", "none")) for each in around)
        if CLEARANCES.index(person.get("clearance", "none")) < least:
            reasons.add("clearance_too_low")
        held, today = person.get("prerequisites", {}), self.local(t).date().isoformat()
        for name in {name for each in around for name in self.zones[each].get("prerequisites", [])}:
            if name not in held:
                reasons.add("prerequisite_missing:" + name)
            elif held[name] is not None and held[name] < today:
                reasons.add("prerequisite_expired:" + name)
        if person.get("kind") == "visitor":
            reasons |= self.judge_visitor(person["id"], target, t)
        return reasons

    def judge_visitor(self, person: str, target: str, t: datetime) -> Names:
        reasons: Names = set()
        if self.visitors(target) == "never":
            reasons.add("visitors_never")
        banned = any(self.zones[each].get("banned_devices") for each in self.around(target))
        said = [visit.get("items") for visit in self.visits_of(person, t)]
        if banned and "none" not in said and "deposited" not in said:
            reasons.add("items_open")
        return reasons

    def judge_door(self, read: Raw, portal: Raw, target: str, t: datetime) -> Names:
        """Interlock, lockdown, threat levels."""
        reasons: Names = set()
        groups, around = self.groups_of(read["person"], t), self.around(target)
        if self.interlocked(portal, t):
            reasons.add("interlock")
        if self.locked & {portal["id"], *around} and not any(
            self.groups[g].get("responders") for g in groups
        ):
            reasons.add("lockdown")
        for level in {self.threats[each] for each in around if each in self.threats}:
            if not groups & set(self.levels[level]["groups"]):
                reasons.add("threat_level:" + level)
        return reasons

    def judge_pin(self, read: Raw, notes: Names, t: datetime) -> Names:
        own, came = self.people[read["person"]].get("pin"), read["pin"]
        duress = None if own is None else own[:-1] + str((int(own[-1]) + 1) % 10)
        if came is not None and came == duress:
            notes.add("duress")
        if read["person"] in self.blocked and t < self.blocked[read["person"]]:
            return {"pin_blocked"}
        if own is None or came is None:
            return {"factor_missing:pin"}
        return set() if came in (own, duress) else {"wrong_pin"}

    def passed_back(self, read: Raw, source: str, target: str, t: datetime) -> bool:
        person, kind = read["person"], self.zones[target].get("anti_passback", "none")
        exempt = any(self.groups[group].get("passback_exempt") for group in self.groups_of(person, t))
        waiting = self.waiting(read["reader"], "visitor", self.escort_window(target), t)
        if kind == "none" or exempt or any(self.may_escort(person, w["person"], target, t) for w in waiting):
            return False
        if kind != "timed":
            return source not in self.presence[person]
        entered = self.entered.get((person, target))
        recent: bool = entered is not None and t - entered < seconds(
            self.zones[target]["anti_passback_after"]
        )
        return person in self.known_in(target) and recent

    def too_many(self, person: str, companions: list[str], target: str, t: datetime) -> bool:
        most: int | None = self.zones[target].get("max_occupancy")
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
        if person == visitor or self.needs_escort(person, target):
            return False
        named = any(person in visit.get("escorts", []) for visit in self.visits_of(visitor, t))
        return named or any(self.groups[group].get("escort") for group in self.groups_of(person, t))

    def waiting(self, reader: str, kind: str, window: timedelta, t: datetime) -> list[Raw]:
        return [
            wait
            for wait in self.waits
            if wait["reader"] == reader and wait["kind"] == kind and t <= wait["at"] + window
        ]

    # doors and exits ────────────────────────────────────────────────────────

    def secure(self, portal: str, t: datetime) -> bool:
        return portal not in self.open and not (portal in self.released and t < self.released[portal])

    def interlocked(self, portal: Raw, t: datetime) -> bool:
        sets = [each["portals"] for each in self.interlocks if portal["id"] in each["portals"]]
        return any(other != portal["id"] and not self.secure(other, t) for others in sets for other in others)

    def credential(self, read: Raw) -> Raw:
        found: Raw = next(
            c for c in self.people[read["person"]]["credentials"] if c["id"] == read["credential"]
        )
        return found

    def judge_exit(self, read: Raw, portal: Raw, source: str, t: datetime) -> tuple[Names, Names, list[Raw]]:
        person, credential = self.people[read["person"]], self.credential(read)
        notes: Names = set()
        holds: Names = set()
        together: list[Raw] = []
        if credential.get("state", "active") != "active":
            notes.add("credential_" + credential["state"])
        if not within(person.get("from"), person.get("until"), t):
            notes.add("person_not_valid")
        if self.interlocked(portal, t):
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
                    wait
                    for wait in waiting
                    if wait["reader"] == read["reader"] and wait["person"] != person["id"]
                ]
                if not together:
                    holds.add("min_occupancy")
        free = (
            portal.get("egress", "mechanical") in ("mechanical", "rex-hardwired")
            and source == portal["between"][1]
        )
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
