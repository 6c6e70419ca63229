"""Many people: a world from a roster's file, and from SQL, each in a process of its own so that its memory is its own.

What stands before a start is made beforehand and not counted: the database, the file. Seconds are the processor's.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine

from benchmarks.policy_people import card_of, policy_people, requests
from benchmarks.policy_site import NOON, policy_site
from benchmarks.policy_speed import later, lived_in, measure
from gate.domain.decision import Request
from gate.domain.person import Person
from gate.domain.person_file import PersonFile
from gate.domain.visit_file import VisitFile
from gate.policy import World, compile_site
from gate.policy.roster import Roster, build_roster
from gate.roots.roster_file import load_roster, save_roster
from gate.store import Batch, open_store
from gate.store.everybody import everybody

TOGETHER = 5_000
ASKED = 4_000
_spawn = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Seconds to load, megabytes of the process before and after, and the 99th percentile in microseconds."""

    seconds: float
    before: float
    megabytes: float
    p99: float


@contextmanager
def big_files(people: int) -> Iterator[Path]:
    """A folder with ``people.db`` and ``people.roll`` of so many people, for as long as the block runs."""
    with TemporaryDirectory(prefix="gate-bench-") as folder:
        _fill(Path(folder) / "people.db", policy_people(Random(2), people))
        save_roster(build_roster(policy_people(Random(2), people)), Path(folder) / "people.roll")
        yield Path(folder)


def start(way: str, folder: Path, people: int) -> Start:
    """A world loaded ``"from_file"`` or ``"from_sql"``, in a new process."""
    ours, theirs = _spawn.Pipe(duplex=False)
    child = _spawn.Process(target=_child, args=(way, folder, people, theirs))
    child.start()
    theirs.close()
    try:
        found = ours.recv()
    finally:
        child.join()
    assert isinstance(found, Start)
    return found


def change_one(folder: Path, people: int, changes: int) -> list[float]:
    """Milliseconds from a person's new file to the next decision about them, in a world of so many."""
    site = policy_site(Random(1))
    world = World(compile_site(site), load_roster(folder / "people.roll"))
    taken: list[float] = []
    for number, request in enumerate(islice(requests(Random(9), site, people, 2 * changes), changes)):
        found = world.find(request.card)
        if found is None:
            continue
        changed = replace(found[0], memberships=())
        begun = time.thread_time_ns()
        world.put_person(changed, number + 1)
        decision = world.decide(request)
        taken.append((time.thread_time_ns() - begun) / 1e6)
        if decision.revision != number + 1:
            raise AssertionError(
                f"expected revision {number + 1} in the next decision, got {decision.revision}"
            )
    return taken


def _child(way: str, folder: Path, people: int, pipe: Pipe) -> None:
    site = policy_site(Random(1))
    built = compile_site(site)
    before = _resident()
    begun = time.process_time()
    world = World(built, load_roster(folder / "people.roll") if way == "from_file" else _from_sql(folder))
    seconds = time.process_time() - begun
    for number in range(people):  # everybody was here once: what is made of them then is kept
        world.decide(Request(id=number, at=NOON, reader="front-0-in", card=card_of(number)))
    memory = _resident()
    lived_in(world, site, 4, people)
    speed = measure(world, later(requests(Random(5), site, people, ASKED), ASKED))
    pipe.send(Start(seconds=seconds, before=before, megabytes=memory, p99=speed.p99))


def _from_sql(folder: Path) -> Roster:
    engine = create_engine(f"sqlite:///{folder / 'people.db'}")
    with engine.connect() as connection:
        return build_roster(everybody(connection))


def _resident() -> float:
    """Megabytes of this process in memory, mapped files among them (proc(5), VmRSS)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("expected VmRSS in /proc/self/status")


def _fill(path: Path, people: Iterable[Person]) -> None:
    store = open_store(f"sqlite:///{path}")
    waiting = iter(people)
    while some := list(islice(waiting, TOGETHER)):
        files = [PersonFile(person=replace(each, visits=()), revision=1) for each in some]
        visits = [VisitFile(visit=visit, person=each.id) for each in some for visit in each.visits]
        with store.work() as work:
            work.write(Batch(facts=(*files, *visits)))
    store.close()
