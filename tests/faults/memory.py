"""What an engine knows, so that two can be compared: the one that ran, and one that would be made from the store now.

Left out is what no restart keeps by design: who was denied lately, whose grant a camera still watches, the packs last
sent, what of a gap that was given up may still come late, and when a door last heard of something that changed nothing
(gate.service.doors.drive).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gate.domain.site import Site
from gate.engine.decider import Decider
from gate.engine.ledger import Ledger
from gate.engine.starting import facts_from
from gate.service.facts import Facts
from gate.store import Snapshot
from gate.store.connect import engine_for
from gate.store.snapshot import take

Known = dict[str, Any]
"""Each thing under its name, as plain values and the domain's own."""

SHOWN = 200
FACTS = (
    "people",
    "visits",
    "alarms",
    "departures",
    "revocations",
    "holds",
    "devices",
    "agents",
    "doors",
    "since",
)
AT_THE_DESK = ("records", "permits", "lists", "entries", "dismissed", "texts", "rolls")


def of_decider(decider: Decider) -> Known:
    """What a running engine knows. RuntimeError if it learns something at this very moment: look again."""
    return {
        **_of_facts(decider.facts),
        **_of_ledger(decider._ledger),
        "last event": decider._seq,
        "receipts": dict(decider._receipts),
        "posture": {key: row.value for key, row in decider.posture.items() if row.value},
    }


def of_store(site: Site, url: str) -> Known:
    """What an engine would know that starts now."""
    engine = engine_for(url, read_only=True)
    try:
        with engine.connect() as connection:
            snapshot = take(connection)
    finally:
        engine.dispose()
    return of_snapshot(site, snapshot)


def of_snapshot(site: Site, snapshot: Snapshot) -> Known:
    """The same, of what such an engine reads."""
    decider = _Made(site, snapshot)
    return of_decider(decider)


def differences(ran: Known, made: Known) -> list[str]:
    """What the two know otherwise, thing by thing."""
    found = []
    for name in sorted(ran.keys() | made.keys()):
        one, other = ran.get(name), made.get(name)
        if one == other:
            continue
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            found += [
                f"{name} {key}: {_short(one.get(key))} ran, {_short(other.get(key))} would be made"
                for key in sorted(one.keys() | other.keys(), key=str)
                if one.get(key) != other.get(key)
            ]
        else:
            found.append(f"{name}: {_short(one)} ran, {_short(other)} would be made")
    return found


class _Made(Decider):
    """A decider that decides nothing: it only remembers what a start reads."""

    def __init__(self, site: Site, snapshot: Snapshot) -> None:
        self.facts = facts_from(site, snapshot, snapshot.epoch)
        self.posture, self._receipts = {}, {}
        self._ledger, self._seq = Ledger(snapshot.sources, snapshot.beyond), snapshot.seq
        self.remember(snapshot.receipts, snapshot.world)


def _of_facts(facts: Facts) -> Known:
    known: Known = {name: dict(getattr(facts, name)) for name in FACTS}
    known |= {f"desk's {name}": dict(getattr(facts.desk, name)) for name in AT_THE_DESK}
    known["desk's items"] = {visit: dict(items) for visit, items in facts.desk.items.items() if items}
    known["desk's roll lines"] = {roll: dict(lines) for roll, lines in facts.desk.roll_lines.items() if lines}
    known["doors"] = {portal: replace(state, at=None) for portal, state in dict(facts.doors).items()}
    known |= {"revision": facts.revision, "epoch": facts.epoch, "locked": set(facts.locked)}
    known["moving state"] = {(row.kind, row.key): row.value for row in facts.world.rows() if row.value}
    return known


def _of_ledger(ledger: Ledger) -> Known:
    rows = dict(ledger._rows)
    return {"events of sources": {place: (row.upto, tuple(row.above)) for place, row in rows.items()}}


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
