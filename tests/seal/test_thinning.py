"""An agent's countersignatures: a minute's are kept for an hour, then one a day."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from gate.roots.audit_sources import verify_store
from gate.store.connect import engine_for
from tests.seal.log import AGENT, SealedLog


def heads_every(log: SealedLog, step: timedelta, count: int) -> list[int]:
    """So many countersigned heads; gives their sizes."""
    sizes = []
    for _ in range(count):
        log.now += step
        log.grow(1)
        log.head()
        sizes.append(log.size)
    return sizes


def kept(url: str) -> list[int]:
    engine = engine_for(url)
    with engine.begin() as connection:
        rows = connection.execute(text("SELECT size, agent FROM countersignatures ORDER BY size")).all()
    engine.dispose()
    assert {agent for _, agent in rows} == {AGENT}
    return [size for size, _ in rows]


def test_those_of_an_hour_are_kept_and_the_last_before(log: tuple[SealedLog, str]) -> None:
    made, url = log
    sizes = heads_every(made, timedelta(minutes=10), 12)
    # ten minutes and two seconds apart: six within the hour of the newest head, and the last before
    assert kept(url) == sizes[-7:]
    assert verify_store(url).countersigned == 7


def test_of_each_day_before_the_last_is_kept(log: tuple[SealedLog, str]) -> None:
    made, url = log  # begins at 04:00 UTC
    sizes = heads_every(made, timedelta(hours=5), 10)  # 09 14 19 | 00 05 10 15 20 | 01 06
    assert kept(url) == [sizes[2], sizes[7], sizes[8], sizes[9]]
    assert verify_store(url, by_tree=True).countersigned == 4
    assert verify_store(url).checkpoints == 10  # no head went
