"""Signed heads of the record, as they are shown to people: what was signed, by which key, who countersigned."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from gate.seal.checkpoint import read_checkpoint
from gate.seal.errors import NoteError
from gate.seal.note import read_note
from gate.store.tables.seal import CheckpointRow, CountersignatureRow

LONGEST_PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadLine:
    """``size`` events under ``root`` (base64), signed at ``at`` by ``key``; ``agents`` that countersigned, sorted.

    ``text``: the signed note with all signatures, as ``gate audit verify --heads`` reads it. Nothing is verified here.
    ``root`` and ``key`` are "" for a note that cannot be read.
    """

    size: int
    at: datetime
    root: str
    key: str
    agents: tuple[str, ...]
    text: str


def heads(connection: Connection, before: int | None, limit: int) -> tuple[HeadLine, ...]:
    """The newest with fewer events than ``before`` (None: of all), the newest first."""
    query = (
        select(CheckpointRow.__table__).order_by(CheckpointRow.size.desc()).limit(min(limit, LONGEST_PAGE))
    )
    if before is not None:
        query = query.where(CheckpointRow.size < before)
    rows = connection.execute(query).all()
    lines = _countersignatures(connection, [row.size for row in rows])
    return tuple(_line(row.size, row.at, row.note, lines.get(row.size, {})) for row in rows)


def head(connection: Connection, size: int) -> HeadLine | None:
    """The head over so many events; None where there is none."""
    found = heads(connection, size + 1, 1)
    return found[0] if found and found[0].size == size else None


def _countersignatures(connection: Connection, sizes: list[int]) -> dict[int, dict[str, str]]:
    """Signature lines by head and agent."""
    table = CountersignatureRow.__table__
    query = select(table.c.size, table.c.agent, table.c.signature).where(table.c.size.in_(sizes))
    found: dict[int, dict[str, str]] = {}
    for size, agent, signature in connection.execute(query.order_by(table.c.agent)):
        found.setdefault(size, {})[agent] = signature
    return found


def _line(size: int, at: datetime, note: str, lines: dict[str, str]) -> HeadLine:
    root, key = "", ""
    try:
        read = read_note(note)
        root = base64.b64encode(read_checkpoint(read).root).decode()
        key = f"{read.signatures[0].name}+{read.signatures[0].key_id.hex()}"
    except NoteError:
        pass  # shown as what it is: a head without a root, which the verifier names
    text = note + "".join(f"{line}\n" for line in lines.values())
    return HeadLine(size=size, at=at, root=root, key=key, agents=tuple(lines), text=text)
