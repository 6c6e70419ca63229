"""The offline check of a large log's seal, beside the least that it could take on this machine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from benchmarks.store_big import BigLog
from benchmarks.store_rig import engine_of
from gate.roots.audit_sources import verify_store

CHUNK = 1024
NODE = bytes(65)
TURNS = 3
"""Floor and check take turns, so that a busy moment meets both; the best of each counts."""


def rates(log: BigLog) -> tuple[float, float, float]:
    """Events a second: of the floor by the processor's time of this process, of the check by it, and by the clock."""
    floor, check, wall = 0.0, 0.0, 0.0
    for _ in range(TURNS):
        begun = time.process_time()
        _least(log)
        floor = max(floor, log.events / (time.process_time() - begun))
        begun, at = time.process_time(), time.perf_counter()
        report = verify_store(log.url, heads_due=False)
        count = report.sealed + report.newer
        check = max(check, count / (time.process_time() - begun))
        wall = max(wall, count / (time.perf_counter() - at))
    return floor, check, wall


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
