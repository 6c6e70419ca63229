"""The offline check of a large log's seal, beside the least that it could take on this machine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from benchmarks.store_big import BigLog
from benchmarks.store_rig import engine_of
from gate.roots.audit_sources import verify_store

CHUNK = 1024
NODE = bytes(65)
TURNS = 3
"""Floor and check take turns, so that a busy moment meets both; the best of each counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Events a second. All but ``wall``, which is of the check by heads, by the processor's time of this process."""

    floor: float
    by_heads: float
    by_tree: float
    wall: float


def rates(log: BigLog) -> Rates:
    """What this machine could do at best, and both ways to verify (docs/record.md)."""
    floor, by_heads, by_tree, wall = 0.0, 0.0, 0.0, 0.0
    for _ in range(TURNS):
        begun = time.process_time()
        _least(log)
        floor = max(floor, log.events / (time.process_time() - begun))
        at = time.perf_counter()
        by_heads = max(by_heads, _verified(log, by_tree=False))
        wall = max(wall, log.events / (time.perf_counter() - at))
        by_tree = max(by_tree, _verified(log, by_tree=True))
    return Rates(floor=floor, by_heads=by_heads, by_tree=by_tree, wall=wall)


def _verified(log: BigLog, *, by_tree: bool) -> float:
    begun = time.process_time()
    report = verify_store(log.url, by_tree=by_tree)
    if (report.by_tree, report.sealed) != (by_tree, log.events):
        raise RuntimeError(f"expected {log.events} events verified, by_tree={by_tree}; got {report}")
    return log.events / (time.process_time() - begun)


def _least(log: BigLog) -> None:
    """Fetch what a row holds, and hash as often as the tree must: each row, each node, each personal part."""
    hashed = 0
    for rows in _rows(log.url):
        for row in rows:
            sha256(row[0]).digest()
            sha256(NODE).digest()
            if row[1] is not None:
                sha256(row[1]).digest()
            hashed += 1
    if hashed != log.events:
        raise RuntimeError(f"expected {log.events} events, read {hashed}")


def _rows(url: str) -> Iterator[list[Any]]:
    """The body with what identifies the row, and the personal part, as bytes: no text is made of them."""
    with engine_of(url) as engine:
        line = engine.raw_connection()
        driver: Any = line.driver_connection
        sqlite = engine.dialect.name == "sqlite"
        cursor = driver.cursor() if sqlite else driver.cursor(name="floor", binary=True)
        bytes_of = "CAST({0} AS BLOB)" if sqlite else "convert_to({0}, 'UTF8')"
        body, personal = (
            bytes_of.format("src || type || coalesce(portal, '') || body"),
            bytes_of.format("personal"),
        )
        cursor.execute(f"SELECT {body}, {personal}, leaf FROM events ORDER BY seq")
        while rows := cursor.fetchmany(CHUNK):
            yield list(rows)
        line.invalidate()
