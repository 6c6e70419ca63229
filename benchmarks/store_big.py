"""A large log: bytes an event, the questions that pages ask of it, and the offline check of its seal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import Engine

from benchmarks.store_heads import Heads
from benchmarks.store_log import PEOPLE, PORTALS, START, Log, person_of, portal_of
from benchmarks.store_rig import Place, engine_of, size_of
from gate.store import Batch, open_store
from gate.store.read import EventFilter, Reader, open_reader

CHUNK = 9_000
ASKED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class BigLog:
    """A filled store."""

    url: str
    events: int
    until: datetime
    bytes_each: float


@contextmanager
def filled(place: Place, target: int, seconds: float) -> Iterator[BigLog]:
    """A store with ``target`` events, or as many as ``seconds`` of filling allow, a head over each CHUNK."""
    with place.database() as url:
        store, log, heads = open_store(url), Log(after=1), Heads()
        line, count, begun = store.line(), 1, time.perf_counter()
        line.write(Batch(events=[heads.first(START)]))
        while count < target and time.perf_counter() - begun < seconds:
            rows = log.take(CHUNK)
            line.write(Batch(events=rows, heads=[heads.order(log.until)]))
            count += len(rows)
        line.close()
        store.close()
        with engine_of(url) as engine:
            if place.server is not None:
                place.server.execute("CHECKPOINT")
                _analyse(engine)
            yield BigLog(url=url, events=count, until=log.until, bytes_each=size_of(engine) / count)


def _analyse(engine: Engine) -> None:
    connection = engine.raw_connection()
    connection.cursor().execute("ANALYZE events_log")
    connection.commit()
    connection.close()


def persons_last(log: BigLog) -> list[float]:
    """Milliseconds of the last 50 events of somebody."""
    random = Random(1)
    return _asked(
        log, lambda reader: reader.events(EventFilter(person=person_of(random.randrange(PEOPLE))), limit=50)
    )


def portal_and_day(log: BigLog) -> list[float]:
    """Milliseconds of a page of one door on one day, any day since the beginning."""
    random, days = Random(2), max(1, (log.until - START).days)

    def ask(reader: Reader) -> object:
        since = START + timedelta(days=random.randrange(days))
        portal = portal_of(random.randrange(PORTALS))
        return reader.events(
            EventFilter(portal=portal, since=since, until=since + timedelta(days=1)), limit=50
        )

    return _asked(log, ask)


def _asked(log: BigLog, ask: Callable[[Reader], object]) -> list[float]:
    reader = open_reader(log.url)
    for _ in range(10):  # connections and statements are there, as in a console that runs
        ask(reader)
    taken = []
    for _ in range(ASKED):
        at = time.perf_counter()
        ask(reader)
        taken.append((time.perf_counter() - at) * 1000)
    reader.close()
    return taken
