"""Is the record whole? Compares what agents saw with what the store holds, and the log with the state beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.faults.journal import Noted
from tests.faults.record import Kept, Row

Identity = tuple[str, int, int]

NO_ROWS = frozenset({"HeadCountersigned"})
"""What an agent says of the log itself stands beside the head that it is about, not in the log."""


@dataclass(slots=True)
class Verdict:
    """``sent``: events that agents saw; ``recorded``: those of them in the store; the rest says what is wrong."""

    sent: int = 0
    recorded: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """True if nothing is wrong at all."""
        return not (self.lost or self.doubled or self.wrong)


def judge(noted: Sequence[Noted], kept: Kept) -> Verdict:
    """The verdict on a world at rest."""
    verdict = Verdict(sent=sum(each.type not in NO_ROWS for each in noted))
    verdict.lost = missing(noted, kept)
    verdict.recorded = verdict.sent - len(verdict.lost)
    verdict.doubled = [*_twice(kept.log), *_decided_twice(kept.log)]
    verdict.wrong = [*_invented(noted, kept.log), *_gaps(kept.log), *_not_as_told(kept)]
    return verdict


def missing(noted: Sequence[Noted], kept: Kept) -> list[str]:
    """Events that an agent saw and the store does not hold.

    A decision that an agent kept for an engine without a store is held where the engine's own of the same read is:
    it is the same decision. Telemetry that a full spool dropped is held by the event that counts it.
    """
    held = {row.identity for row in kept.log} | _counted(kept.log)
    decided = {row.request for row in kept.log if row.type == "AccessDecided"}
    return [
        f"{each.type} {each.src}/{each.boot}/{each.seq}"
        for each in noted
        if each.type not in NO_ROWS
        and (each.src, each.boot, each.seq) not in held
        and not (each.type == "AccessDecided" and each.request in decided)
    ]


def _counted(log: Iterable[Row]) -> set[Identity]:
    return {
        (row.src, row.boot, row.src_seq - before)
        for row in log
        if row.type == "EventsDropped"
        for before in range(row.body["count"])
    }


def _twice(log: Iterable[Row]) -> list[str]:
    counts = Counter(row.identity for row in log)
    return [f"{src}/{boot}/{seq} {count} times" for (src, boot, seq), count in counts.items() if count > 1]


def _decided_twice(log: Iterable[Row]) -> list[str]:
    """One read, one answer: the engine gives none that it gave before, in whatever life."""
    answers = Counter(row.request for row in log if row.type == "AccessDecided" and row.src == "engine")
    alone = Counter(row.request for row in log if row.type == "AccessDecided" and row.body.get("by_agent"))
    counts = [("engine", answers), ("agent", alone)]
    return [
        f"{who} decided {request} {times} times"
        for who, count in counts
        for request, times in count.items()
        if times > 1
    ]


def _invented(noted: Sequence[Noted], log: Iterable[Row]) -> list[str]:
    """A kill between spool and journal leaves one event of a start unnoted, its last; nothing else may be unnoted."""
    last: dict[tuple[str, int], int] = {}
    for each in noted:
        last[each.src, each.boot] = max(each.seq, last.get((each.src, each.boot), 0))
    sources = {each.src for each in noted}
    known = {(each.src, each.boot, each.seq) for each in noted}
    return [
        f"nobody saw {row.type} {'/'.join(map(str, row.identity))}"
        for row in log
        if row.src in sources
        and row.identity not in known
        and row.type != "EventsDropped"
        and row.src_seq != last.get((row.src, row.boot), 0) + 1
    ]


def _gaps(log: Sequence[Row]) -> list[str]:
    numbers = [row.seq for row in log]
    whole = list(range(1, len(numbers) + 1))
    return [] if numbers == whole else [f"the log's numbers are not 1 to {len(numbers)}"]


def _not_as_told(kept: Kept) -> list[str]:
    """What stands in the tables is what the log tells: an event and what follows from it are one transaction."""
    portals: dict[str, tuple[str, str, str]] = {}
    devices: dict[str, bool | None] = {}
    alarms: dict[str, bool] = {}
    for row in kept.log:
        match row.type:
            case "PortalChanged":
                body = row.body
                portals[body["portal"]] = (body["commanded"], body["contact"], body["state"])
            case "DeviceHealthChanged":
                devices[row.body["device"]] = row.body["online"]
            case "AlarmRaised":
                alarms[row.body["alarm"]] = True
            case "AlarmReturned":
                alarms[row.body["alarm"]] = False
            case "AlarmClosed":
                alarms.pop(row.body["alarm"], None)
    told = {"portals": portals, "devices": devices, "alarms": alarms}
    found = {
        "portals": {name: kept.portals.get(name) for name in portals},
        "devices": {name: kept.devices.get(name) for name in devices},
        "alarms": kept.alarms,
    }
    return [
        f"{what}: the log tells {told[what]}, the table says {found[what]}"
        for what in told
        if told[what] != found[what]
    ]
