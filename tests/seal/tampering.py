"""Random tampering with a sealed record, and whether it is found: for the suite in short, for hours by hand.

    python -m tests.seal.tampering [ROUNDS [SEED]]

Each round changes one thing in a fresh copy of a good database, its file or its export, and asks the verifier.
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gate.roots.audit_export import write_export
from gate.roots.audit_sources import verify_export, verify_record, verify_store
from gate.seal import diagnose
from gate.seal.report import SealBroken
from gate.store import open_store
from gate.store.seal import source
from gate.store.seal.source import Record, sqlite_record
from tests.seal.log import SealedLog

TEXTS = ("src", "type", "portal", "zone", "subject", "request", "body", "person", "credential", "personal")
NUMBERS = ("boot", "src_seq", "at", "recorded_at")
BYTES = ("salt", "hidden", "leaf")
COLUMNS = (*TEXTS, *NUMBERS, *BYTES)


class Tampering:
    """Rounds on one good record. ``found`` counts by kind; a round that is not found is an AssertionError."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.dice = random.Random(seed)
        self.found: Counter[str] = Counter()
        self._path = folder / "gate.db"
        store = open_store(f"sqlite:///{self._path}")
        log = SealedLog(store, folder, seed)
        for _ in range(3):
            log.grow(25)
            log.head()
        log.grow(5)
        self._size = log.size
        store.close()
        self._line = sqlite3.connect(":memory:", isolation_level=None)
        with sqlite3.connect(self._path) as disk:
            disk.execute("PRAGMA journal_mode=DELETE")
            disk.backup(self._line)
        disk.close()
        for (name,) in self._line.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            self._line.execute(f"DROP TRIGGER {name}")
        self._export = folder / "record.jsonl"
        write_export(f"sqlite:///{self._path}", self._export)
        self._lines = self._export.read_text().splitlines(keepends=True)
        self._newest_head = max(at for at, line in enumerate(self._lines) if line.startswith('{"checkpoint"'))
        self._good = [tuple(row) for row in self._events()]

    # ── the database ─────────────────────────────────────────────────────────

    def in_rows(self) -> None:
        """An edit, removal, swap or insertion by SQL in a transaction that is taken back."""
        self._line.execute("BEGIN")
        try:
            kind = self.dice.choice(
                (self._edit, self._edit, self._remove, self._swap, self._insert, self._receipt)
            )
            did = kind()
            if did is None:
                return
            self._must_be_found(did, lambda: self._verify(self._line))
        finally:
            self._line.execute("ROLLBACK")

    def in_export(self) -> None:
        """The same in lines of an export."""
        lines, place = list(self._lines), self.dice.randrange(1, len(self._lines) - 1)
        kind = self.dice.choice(("edit", "remove", "swap", "insert"))
        if kind == "edit":
            ((what, content),) = json.loads(lines[place]).items()
            name = self.dice.choice(sorted(content))
            if name in ("receipt", "countersignatures"):
                return  # a countersignature less: the head stands without it
            before, content[name] = content[name], _other(content[name], self.dice)
            if content[name] == before and type(content[name]) is type(before):
                return
            kind = f"edit {name} {before!r} {content[name]!r}"
            lines[place] = json.dumps({what: content}, ensure_ascii=False) + "\n"
        elif kind == "remove":
            del lines[place]
        elif kind == "swap":
            other = self.dice.randrange(1, len(lines) - 1)
            if other == place:
                return
            lines[place], lines[other] = lines[other], lines[place]
        else:
            lines.insert(place, lines[self.dice.randrange(1, len(lines) - 1)])
        if place == self._newest_head and kind == "remove":
            return  # the newest head less: its events wait for another
        self._export.write_text("".join(lines))
        self._must_be_found(f"export: {kind} {place}", lambda: verify_export(self._export))

    def in_bytes(self) -> None:
        """A few bytes of the file itself. What is found must be all that makes a sealed row read differently."""
        content = bytearray(self._path.read_bytes())
        for _ in range(self.dice.randint(1, 4)):
            content[self.dice.randrange(100, len(content))] = self.dice.randrange(256)
        with tempfile.NamedTemporaryFile(suffix=".db", dir=self._path.parent) as file:
            file.write(content)
            file.flush()
            same = self._reads_the_same(file.name)
            try:
                verify_store(f"sqlite:///{file.name}")
                broken = False
            except SealBroken:
                broken = True
        if not same:
            assert broken, "a sealed row reads differently and the verifier did not notice"
            self.found["bytes: a row reads differently"] += 1
        else:
            self.found["bytes: elsewhere"] += 1

    def _must_be_found(self, did: str, verify: Any) -> None:
        try:
            verify()
        except SealBroken:
            self.found[did.split(" ", maxsplit=1)[0]] += 1
            return
        raise AssertionError(f"not found: {did}")

    def _verify(self, line: sqlite3.Connection) -> None:
        """Shortly, by blocks of the tree, or row by row."""
        spells, by_tree = self.dice.choice(((True, False), (True, True), (False, True)))
        record = sqlite_record(line.execute) if spells else Record(line.execute, "{0}")
        verify_record(record, (), None, heads_due=True, by_tree=by_tree)

    def _seq(self) -> int:
        return self.dice.randint(1, self._size)

    def _edit(self) -> str | None:
        seq, column = self._seq(), self.dice.choice(COLUMNS)
        (value,) = self._line.execute(f"SELECT {column} FROM events WHERE seq = ?", (seq,)).fetchone()
        other = (
            _other(value, self.dice)
            if column not in BYTES
            else self.dice.choice((self.dice.randbytes(16), None, b""))
        )
        if other == value and type(other) is type(value):
            return None
        try:
            self._line.execute(f"UPDATE events SET {column} = ? WHERE seq = ?", (other, seq))
        except sqlite3.IntegrityError:  # an identity that another event has, or a NULL where none may be
            return None
        (now,) = self._line.execute(f"SELECT {column} FROM events WHERE seq = ?", (seq,)).fetchone()
        return None if now == value and type(now) is type(value) else f"edit {seq} {column} {value!r} {now!r}"

    def _remove(self) -> str:
        seq = self._seq()
        self._line.execute("DELETE FROM events WHERE seq = ?", (seq,))
        if self.dice.random() < 0.5:  # and everything behind it moves up
            for behind in range(seq + 1, self._size + 1):
                self._line.execute("UPDATE events SET seq = seq - 1 WHERE seq = ?", (behind,))
                self._line.execute("UPDATE receipts SET seq = seq - 1 WHERE seq = ?", (behind,))
        return f"remove {seq}"

    def _swap(self) -> str | None:
        one, two = self._seq(), self._seq()
        if one == two:
            return None
        for old, new in ((one, -1), (two, one), (-1, two)):
            self._line.execute("UPDATE events SET seq = ? WHERE seq = ?", (new, old))
            self._line.execute("UPDATE receipts SET seq = ? WHERE seq = ?", (new, old))
        return f"swap {one} {two}"

    def _insert(self) -> str:
        """A copy of a row as the newest, or in the middle of rows that make room."""
        source, place = self._seq(), self.dice.choice((self._size + 1, self._seq()))
        for behind in range(self._size, place - 1, -1):
            self._line.execute("UPDATE events SET seq = seq + 1 WHERE seq = ?", (behind,))
            self._line.execute("UPDATE receipts SET seq = seq + 1 WHERE seq = ?", (behind,))
        names = [row[1] for row in self._line.execute("PRAGMA table_info(events)")]
        row = dict(
            zip(
                names,
                self._line.execute("SELECT * FROM events LIMIT 1 OFFSET ?", (source - 1,)).fetchone(),
                strict=True,
            )
        )
        row.update(seq=place, boot=99, src_seq=place)
        marks = ", ".join("?" * len(row))
        self._line.execute(f"INSERT INTO events ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
        return f"insert {place}"

    def _receipt(self) -> str:
        seqs = [seq for (seq,) in self._line.execute("SELECT seq FROM receipts")]
        seq = self.dice.choice(seqs)
        change = self.dice.choice(
            ("SET receipt = receipt || ' '", "SET at = at + 1", "SET id = id || 'x'", "SET seq = NULL")
        )
        self._line.execute(f"UPDATE receipts {change} WHERE seq = ?", (seq,))
        return f"receipt {seq} {change}"

    def _events(self, line: sqlite3.Connection | None = None) -> Iterator[Any]:
        return (line or self._line).execute(
            f"SELECT seq, {', '.join((*TEXTS, *NUMBERS, 'salt', 'hidden'))} FROM events ORDER BY seq"
        )

    def _reads_the_same(self, path: str) -> bool:
        line = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            return [_typed(row) for row in self._events(line)] == [_typed(row) for row in self._good]
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            return False
        finally:
            line.close()


def _typed(row: Any) -> list[tuple[type, Any]]:
    return [(type(value), value) for value in row]


def _other(value: Any, dice: random.Random) -> Any:
    """Something else of the same kind, or of another."""
    if isinstance(value, bool) or value is None:
        return dice.choice(("x", "", 0))
    if isinstance(value, int):
        return value + dice.choice((-1, 1, 60_000_000, 0.5))
    if isinstance(value, dict):
        return {}
    place = dice.randrange(len(value) + 1)
    return dice.choice(
        (value[:place] + "x" + value[place:], value[:place] + value[place + 1 :], value + " ", None, "")
    )


@contextmanager
def near_only(distance: int = 100, at_once: int = 7) -> Iterator[None]:
    """Where a row came from is looked for near by only: thousands of rounds ask for it. A short log has many blocks."""
    before, diagnose.FARTHEST = diagnose.FARTHEST, distance
    chunk, source.CHUNK = source.CHUNK, at_once
    try:
        yield
    finally:
        diagnose.FARTHEST, source.CHUNK = before, chunk


def rounds(count: int, seed: int, folder: Path) -> Counter[str]:
    """So many rounds: of twenty, 14 in rows, five in exports, one in bytes. AssertionError at the first not found."""
    tampering = Tampering(folder, seed)
    with near_only():
        for number in range(count):
            kind = number % 20
            if kind < 14:
                tampering.in_rows()
            elif kind < 19:
                tampering.in_export()
            else:
                tampering.in_bytes()
    return tampering.found


def main() -> None:
    """Print what was found."""
    count, seed = (
        (int(word) for word in (*sys.argv[1:], "10000", "1")[:2])
        if len(sys.argv) > 2
        else (int((*sys.argv[1:], "10000")[0]), 1)
    )
    with tempfile.TemporaryDirectory() as folder:
        found = rounds(count, seed, Path(folder))
    for kind, times in sorted(found.items()):
        print(f"{times:8} {kind}")
    print(f"{sum(found.values()):8} in all, every one found")


if __name__ == "__main__":
    main()
