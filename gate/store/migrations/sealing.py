"""Seal the rows of a log that was begun before there was a seal."""

import json
import os
from typing import Any

from sqlalchemy import Connection, text

from gate.domain.personal import PERSONAL
from gate.seal.frontier import Frontier
from gate.seal.leaf import NOTHING, SALT, Receipt, Row, hidden_hash, leaf_of, personal_bytes, public_bytes
from gate.seal.parts import part

CHUNK = 2_000
LOWEST_KEPT = 8
_PLAIN = (
    "boot, src_seq, {at}, {recorded_at}, src, type, portal, zone, subject, request, body, person, credential"
)
_MICROSECONDS = {"sqlite": "{0}", "postgresql": "(extract(epoch FROM {0}) * 1000000)::bigint"}
_UPDATE = text(
    "UPDATE events SET body = :body, personal = :personal, salt = :salt, leaf = :leaf, portal = :portal, zone = :zone,"
    " subject = :subject, request = :request, person = :person, credential = :credential WHERE seq = :seq"
)
_RESEAL = text("UPDATE events SET leaf = :leaf WHERE seq = :seq")
_NODE = text("INSERT INTO seal_nodes (level, place, hash) VALUES (:level, :place, :hash)")
_FRONTIER = text("INSERT INTO seal_frontier (id, size, roots) VALUES (1, :size, :roots)")


def seal_all(connection: Connection) -> None:
    """Every row gets salt and leaf, and its personal fields go apart. ValueError for a log with a gap."""
    exact = _MICROSECONDS[connection.dialect.name].format
    columns = _PLAIN.format(at=exact("at"), recorded_at=exact("recorded_at"))
    select = text(f"SELECT seq, {columns} FROM events WHERE seq > :last ORDER BY seq LIMIT {CHUNK}")  # noqa: S608
    answers = _answers(connection, exact("at"))
    frontier = Frontier()
    while rows := connection.execute(select, {"last": frontier.size}).fetchall():
        sealed = [_sealed(row, answers.get(row[0])) for row in rows]
        if [row["seq"] for row in sealed] != list(range(frontier.size + 1, frontier.size + len(rows) + 1)):
            raise ValueError(f"expected the log without a gap; it has one after event {frontier.size}")
        connection.execute(_UPDATE, sealed)
        _grow(connection, frontier, [row["leaf"] for row in sealed])
    if frontier.size:
        connection.execute(_FRONTIER, {"size": frontier.size, "roots": frontier.to_bytes()})


def reseal_all(connection: Connection) -> None:
    """Every row gets a leaf of the present spelling; body, personal part and what hides it stay. ValueError for a gap.

    Heads that were signed over the leaves of another spelling say nothing of these: they go.
    """
    exact = _MICROSECONDS[connection.dialect.name].format
    columns = _PLAIN.format(at=exact("at"), recorded_at=exact("recorded_at"))
    select = text(
        f"SELECT seq, {columns}, personal, salt, hidden, leaf FROM events WHERE seq > :last ORDER BY seq LIMIT {CHUNK}"  # noqa: S608
    )
    answers = _answers(connection, exact("at"))
    for table in ("seal_nodes", "seal_frontier", "countersignatures", "checkpoints"):
        connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 (a constant)
    frontier = Frontier()
    while rows := connection.execute(select, {"last": frontier.size}).fetchall():
        found = [_resealed(Row(*row), answers.get(row[0])) for row in rows]
        if [row["seq"] for row in found] != list(range(frontier.size + 1, frontier.size + len(rows) + 1)):
            raise ValueError(f"expected the log without a gap; it has one after event {frontier.size}")
        connection.execute(_RESEAL, found)
        _grow(connection, frontier, [row["leaf"] for row in found])
    if frontier.size:
        connection.execute(_FRONTIER, {"size": frontier.size, "roots": frontier.to_bytes()})


def _resealed(row: Row, answer: Receipt | None) -> dict[str, Any]:
    """An erased row keeps its hash as it is: nobody can make it again."""
    text = None if answer is None else answer.text
    apart = personal_bytes(row.person, row.credential, row.personal, text)
    hidden = row.hidden or (hidden_hash(row.salt, apart) if row.salt else NOTHING)
    return {"seq": row.seq, "leaf": leaf_of(public_bytes(row, answer), hidden)}


def _answers(connection: Connection, at: str) -> dict[int, Receipt]:
    found = connection.execute(text(f"SELECT seq, id, {at}, receipt FROM receipts WHERE seq IS NOT NULL"))  # noqa: S608
    return {seq: Receipt(known, when, receipt) for seq, known, when, receipt in found}


def _sealed(row: Any, answer: Receipt | None) -> dict[str, Any]:
    seq, boot, src_seq, at, recorded_at, src, kind, *texts = row
    portal, zone, subject, request, _, person, credential = (each or None for each in texts)
    body, personal = _parted(kind, texts[4])
    plain = Row(
        seq, boot, src_seq, at, recorded_at, src, kind, portal, zone, subject, request, body, person, credential,
        personal, None, None, None,
    )  # fmt: skip
    apart = personal_bytes(person, credential, personal, answer.text if answer else None)
    salt = os.urandom(SALT) if apart else None
    hidden = hidden_hash(salt, apart) if salt else NOTHING
    return {
        "seq": seq, "body": body, "personal": personal, "salt": salt, "portal": portal, "zone": zone,
        "subject": subject, "request": request, "person": person, "credential": credential,
        "leaf": leaf_of(public_bytes(plain, answer), hidden),
    }  # fmt: skip


def _parted(type: str, body: str) -> tuple[str, str | None]:
    if type not in PERSONAL:
        return body, None
    public = json.loads(body)
    personal = part(type, public)
    return (_written(public), _written(personal)) if personal else (body, None)


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _grow(connection: Connection, frontier: Frontier, leaves: list[bytes]) -> None:
    nodes = [
        {"level": made.level, "place": made.index + at, "hash": each}
        for made in frontier.extend(leaves)
        if made.level >= LOWEST_KEPT
        for at, each in enumerate(made.hashes)
    ]
    if nodes:
        connection.execute(_NODE, nodes)
