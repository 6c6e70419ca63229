"""Writing an export of the record, and the proof that one event stands in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gate.seal.export import (
    end_line,
    event_line,
    head_line,
    read_line,
    record_line,
    without_personal,
)
from gate.seal.leaf import hidden_of, leaf_of, public_bytes
from gate.seal.proofs import inclusion
from gate.seal.report import KeptHead
from gate.store.connect import engine_for
from gate.store.seal.nodes import Nodes
from gate.store.seal.source import Record, open_record

FILE_MODE = 0o600  # it holds what the record holds of people


def write_export(url: str, path: Path, *, personal: bool = True) -> int:
    """Write the whole record; how many events. ``personal`` False: what can be verified, and nothing of people.

    The file is new or OSError; what fails on the way leaves it without its last line, which a verifier misses.
    """
    with open_record(url) as record:
        path.touch(mode=FILE_MODE, exist_ok=False)
        with path.open("w", encoding="utf-8", newline="\n") as file:
            return _write(record, file, personal=personal)


def proof_of(url: str, seq: int) -> dict[str, Any] | None:
    """That event ``seq`` stands under the newest checkpoint: all that is needed to check it. None where it does not."""
    with open_record(url) as record:
        head = record.newest_head()
        found = record.row(seq)
    if head is None or found is None or head.size < seq:
        return None
    row, receipt = found
    engine = engine_for(url, read_only=True)
    try:
        line = engine.raw_connection()
        path = inclusion(Nodes(engine.dialect).of(line.cursor()), seq - 1, head.size)
        line.close()
    finally:
        engine.dispose()
    leaf = leaf_of(public_bytes(row, receipt), hidden_of(row, receipt))
    _, event = read_line(event_line(row, receipt))
    return {
        "checkpoint": head.note,
        "size": head.size,
        "index": seq - 1,
        "leaf": leaf.hex(),
        "path": [each.hex() for each in path],
        "event": event,
    }


def _write(record: Record, file: Any, *, personal: bool) -> int:
    heads = record.heads()
    head: KeptHead | None = next(heads, None)
    written = 0
    file.write(record_line() + "\n")
    for rows, answers in record.rows():
        for row in rows:
            shown = (row, answers.get(row.seq))
            file.write(event_line(*(shown if personal else without_personal(*shown))) + "\n")
            written += 1
            while head is not None and head.size <= row.seq:
                file.write(head_line(head) + "\n")
                head = next(heads, None)
    while head is not None:
        file.write(head_line(head) + "\n")
        head = next(heads, None)
    file.write(end_line(record.frontier()) + "\n")
    return written
