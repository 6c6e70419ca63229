"""``[[portals]]`` and ``[[interlocks]]`` to :mod:`gate.domain.portal`.

Where a value could not be read the harmless one stands in, so that checks stay silent about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from gate.domain.portal import (
    Egress,
    HeldOpen,
    Interlock,
    Lock,
    LockMode,
    Point,
    Portal,
    UnlockSchedule,
    Wiring,
)
from gate.site import keys
from gate.site.known import Known
from gate.site.read_zones import default_name
from gate.site.sections import Sections
from gate.site.table import Table
from gate.site.values import duration, one_of, shown, text, whole

WIRING = one_of({wiring.value: wiring for wiring in Wiring})
MODE = one_of({mode.value: mode for mode in LockMode})
EGRESS = one_of({egress.value: egress for egress in Egress})
TERMINAL = whole(1, 128)


def read_portals(sections: Sections) -> Mapping[str, Portal]:
    """All portals; "" stands for a zone that is not known."""
    return {entry: _portal(entry, table, sections.known) for entry, table in sections.of("portals")}


def read_interlocks(sections: Sections) -> Mapping[str, Interlock]:
    """All interlocks; each has at least two different portals."""
    return {entry: _interlock(entry, table, sections.known) for entry, table in sections.of("interlocks")}


def read_point(table: Table, key: str, known: Known) -> Point | None:
    """An input terminal."""
    point = table.table(key, keys.POINT)
    if point is None:
        return None
    return Point(
        device=point.take("device", known.ref("devices"), ""),
        input=point.take("input", TERMINAL, 0),
        wiring=point.take("wiring", WIRING, Wiring.NC),
    )


def _portal(id: str, table: Table, known: Known) -> Portal:
    readers = table.table("readers", keys.READERS)
    return Portal(
        id=id,
        name=table.take("name", text, default_name(id)),
        between=_between(table, known),
        lock=_lock(table, known),
        egress=table.take("egress", EGRESS, Egress.MECHANICAL),
        reader_in=readers.take("in", known.ref("devices"), None) if readers else None,
        reader_out=readers.take("out", known.ref("devices"), None) if readers else None,
        contact=read_point(table, "contact", known),
        rex=read_point(table, "rex", known),
        fire=read_point(table, "fire", known),
        accessible=read_point(table, "accessible", known),
        key=read_point(table, "key", known),
        reader_tamper=read_point(table, "reader_tamper", known),
        held_open=_held_open(table),
        unlock=_unlock(table, known),
        cameras=table.each("cameras", known.ref("cameras")),
    )


def _between(table: Table, known: Known) -> tuple[str, str]:
    came = table.raw("between")
    if came is not None and not (isinstance(came, list) and len(came) == 2):
        table.faults.error(table.at("between"), "two zones", shown(came))
        table.faults.unsure(table.at("between"))
        return ("", "")
    zones = (*table.each("between", known.ref("zones")),)
    if len(zones) < 2:
        return ("", "")
    if zones[0] == zones[1]:
        table.faults.error(table.at("between"), "two different zones", f'"{zones[0]}" twice')
        table.faults.unsure(table.at("between"))
    return (zones[0], zones[1])


def _lock(table: Table, known: Known) -> Lock:
    lock = table.table("lock", keys.LOCK)
    if lock is None:
        return Lock(
            device="", output=0, wiring=Wiring.NC, release=timedelta(seconds=5), mode=LockMode.FAIL_SAFE
        )
    wiring = lock.take("wiring", WIRING, None)
    mode = lock.take("mode", MODE, None)
    usual_mode = LockMode.FAIL_SECURE if wiring is Wiring.NO else LockMode.FAIL_SAFE
    usual_wiring = Wiring.NO if mode is LockMode.FAIL_SECURE else Wiring.NC
    return Lock(
        device=lock.take("device", known.ref("devices"), ""),
        output=lock.take("output", TERMINAL, 0),
        wiring=wiring or usual_wiring,
        release=lock.take("release", duration, timedelta(seconds=5)),
        mode=mode or usual_mode,
    )


def _held_open(table: Table) -> HeldOpen | None:
    held = table.table("held_open", keys.HELD_OPEN)
    after = held.take("after", duration, None) if held else None
    if held is None or after is None:
        return None
    warning = held.take("warn_before", duration, timedelta(0))
    if warning >= after:
        held.faults.error(
            held.at("warn_before"),
            f"less than after = {shown(held.raw('after'))}",
            shown(held.raw("warn_before")),
        )
    return HeldOpen(after=after, warn_before=warning)


def _unlock(table: Table, known: Known) -> UnlockSchedule | None:
    unlock = table.table("unlock", keys.UNLOCK)
    schedule = unlock.take("schedule", known.ref("schedules"), None) if unlock else None
    if unlock is None or schedule is None:
        return None
    return UnlockSchedule(
        schedule=schedule, first_person=unlock.take("first_person", known.ref("groups"), None)
    )


def _interlock(id: str, table: Table, known: Known) -> Interlock:
    portals = table.each("portals", known.ref("portals"))
    if len(set(portals)) < 2 and table.faults.sure(*table.at("portals")):
        table.faults.error(
            table.at("portals"), "at least two different portals", ", ".join(portals) or "none"
        )
    return Interlock(id=id, portals=tuple(dict.fromkeys(portals)))
