"""``store``: how fast the record is written, found and checked, SQLite and PostgreSQL side by side.

The large log is filled for a minute and a half a store, or to 10 million events where that is sooner; ``--full`` fills
it to 10 million however long that takes. Latencies and rates are by the clock on the wall, of a machine that does
nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.figures import Bound, Figure, Target
from benchmarks.quantiles import p50, p99
from benchmarks.store_big import BigLog, filled, persons_last, portal_and_day
from benchmarks.store_commit import commits, floor_commits
from benchmarks.store_flood import plain, sealed
from benchmarks.store_log import Log
from benchmarks.store_rig import Place, places
from benchmarks.store_verify import rates
from benchmarks.suite import Options

EVENTS = 10_000_000
FILL_S = 90.0
TURNS = 3
"""Plain and sealed take turns, so that a busy moment meets both; the best of each counts."""


def run(options: Options) -> list[Figure]:
    """All figures of both stores; PostgreSQL's are left out where it is not installed."""
    with places() as found:
        return [figure for place in found for figure in _of(place, options)]


def _of(place: Place, options: Options) -> Iterator[Figure]:
    yield from _commits(place, 500 if options.quick else 10_000)
    yield from _flood(place, 5_000 if options.quick else 40_000)
    target = 20_000 if options.quick else EVENTS
    with filled(place, target, float("inf") if options.full else FILL_S) as log:
        yield from _large(place, log)


def _commits(place: Place, count: int) -> Iterator[Figure]:
    taken = commits(place, count)
    name = f"{place.name}: commit at 1,000 events/s"
    if place.server is None:
        floor = floor_commits(place.folder, count)
        yield Figure(name="floor: bare sqlite3 commit, p50", value=p50(floor), unit="ms")
        yield Figure(name="floor: bare sqlite3 commit, p99", value=p99(floor), unit="ms")
        yield Figure(name=f"{name}, p50", value=p50(taken), unit="ms", target=_at_most(1.0))
        yield Figure(name=f"{name}, p99", value=p99(taken), unit="ms", target=_at_most(8.0))
    else:
        yield Figure(name=f"{name}, p50", value=p50(taken), unit="ms")
        yield Figure(name=f"{name}, p99", value=p99(taken), unit="ms")


def _flood(place: Place, count: int) -> Iterator[Figure]:
    events = Log().take(count)
    plainly, with_seal = 0.0, 0.0
    for _ in range(TURNS):
        plainly = max(plainly, plain(place, events))
        with_seal = max(with_seal, sealed(place, events))
    target = Target(reference_name="plain", reference=plainly, bound=Bound.AT_LEAST, ratio=0.6)
    yield Figure(name=f"{place.name}: flooded, sealed", value=with_seal, unit="rows/s", target=target)


def _large(place: Place, log: BigLog) -> Iterator[Figure]:
    yield Figure(name=f"{place.name}: large log", value=log.events, unit="events")
    yield Figure(
        name=f"{place.name}: bytes an event", value=log.bytes_each, unit="bytes", target=_at_most(350.0)
    )
    for name, taken in (("a person's last 50", persons_last(log)), ("portal and day", portal_and_day(log))):
        yield Figure(name=f"{place.name}: {name}, p50", value=p50(taken), unit="ms", target=_at_most(5.0))
        yield Figure(name=f"{place.name}: {name}, p99", value=p99(taken), unit="ms")
    found = rates(log)
    target = Target(reference_name="promise", reference=200_000.0, bound=Bound.AT_LEAST, ratio=1.0)
    unit = "events/s of one core"
    yield Figure(name=f"{place.name}: floor: rows fetched and hashed", value=found.floor, unit=unit)
    yield Figure(
        name=f"{place.name}: verified",
        value=found.by_heads,
        unit=unit,
        target=target if place.server is None else None,
    )
    yield Figure(name=f"{place.name}: verified, by the clock", value=found.wall, unit="events/s")
    yield Figure(name=f"{place.name}: verified by the whole tree", value=found.by_tree, unit=unit)


def _at_most(promise: float) -> Target:
    return Target(reference_name="promise", reference=promise, bound=Bound.AT_MOST, ratio=1.0)
