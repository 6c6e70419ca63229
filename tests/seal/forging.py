"""Asking ``gate audit``, and changing a record as somebody does who owns its file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gate.roots.audit import app
from gate.seal.frontier import Frontier
from gate.seal.leaf import hidden_of, leaf_of, public_bytes
from gate.store.seal.source import open_record
from tests.seal.conftest import Sealed


def run(*words: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(word) for word in words])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def tampered(sealed: Sealed, *statements: str) -> None:
    """As somebody who owns the file does it: past the triggers."""
    line = sqlite3.connect(sealed.path)
    for name, table in line.execute(
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        assert table in ("events", "receipts", "checkpoints")
        line.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        line.execute(statement)
    line.commit()
    line.close()


def forged(sealed: Sealed, *seqs: int) -> None:
    """Change rows and make leaves, nodes and state fit again, as one can who has the program and no key."""

    tampered(sealed, *(f"UPDATE events SET boot = boot + 1 WHERE seq = {seq}" for seq in seqs))
    line = sqlite3.connect(sealed.path)
    with open_record(sealed.url) as record:
        for seq in seqs:
            row, receipt = record.row(seq) or pytest.fail("no row")
            leaf = leaf_of(public_bytes(row, receipt), hidden_of(row, receipt))
            line.execute("UPDATE events SET leaf = ? WHERE seq = ?", (leaf, seq))
    frontier = Frontier()
    frontier.append([row[0] for row in line.execute("SELECT leaf FROM events ORDER BY seq")])
    line.execute("UPDATE seal_frontier SET size = ?, roots = ?", (frontier.size, frontier.to_bytes()))
    line.commit()
    line.close()


def cut(sealed: Sealed, size: int) -> None:
    """The log as it was at ``size`` events."""
    tampered(sealed, f"DELETE FROM events WHERE seq > {size}", f"DELETE FROM receipts WHERE seq > {size}")
    forged(sealed)
