"""A store of many people and visits for the desk's figures, made once for its sizes and kept under build/.

Promises: a million visits over three years up to now and the weeks ahead, ``PER_DAY`` of them today in every state
that a desk meets. The file's name is a digest of what made it: this module, the schema and the sizes.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import random
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex

from benchmarks.desk_names import name
from gate.domain.person import Person
from gate.service.initials import initials_of
from gate.store import migrations, open_store
from gate.store.base import EPOCH, MICROSECOND, Base
from gate.store.tables import PersonRow, RollCallRow, RollLineRow, VisitRow, WorldStateRow

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CACHE = Path("build") / "bench" / "desk"
PER_DAY = 600
AHEAD = 6_000
STAFF = 500
INSIDE = 120
WAITING = 10
ROLL = "m-drill"
"""An open roll call of everybody who is inside."""
SHAPES = 5_000
"""So many different names; a house of 100,000 has many that share theirs."""


def store_of(people: int, visits: int) -> str:
    """The URL of a store of these sizes; made if there is none yet."""
    path = CACHE / f"{people}-{visits}-{_fingerprint()}.db"
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        for old in CACHE.glob(f"{people}-{visits}-*"):
            old.unlink()  # of another schema
        fresh = path.with_suffix(".making")
        _make(fresh, people, visits)
        fresh.rename(path)
    return f"sqlite:///{path}"


def _fingerprint() -> str:
    schema = "".join(path.read_text() for path in sorted(Path(migrations.__path__[0]).glob("versions/*.py")))
    own = inspect.getsource(sys.modules[__name__])
    return hashlib.sha256(f"{own}{schema}".encode()).hexdigest()[:16]


def _make(path: Path, people: int, visits: int) -> None:
    rng = random.Random(6)
    open_store(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as database:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-200000"):
            database.execute(f"PRAGMA {pragma}")
        _fill(database, PersonRow, _people(rng, people))
        _fill(database, WorldStateRow, _presence(people))
        _fill(
            database,
            RollCallRow,
            iter([{"id": ROLL, "occasion": "drill", "zones": "[]", "called_at": _micros(NOW)}]),
        )
        _fill(database, RollLineRow, _on_roll(people))
        near = PER_DAY + min(AHEAD, visits // 10)
        with _without_indexes(database, VisitRow):
            _fill(database, VisitRow, _visits(rng, people, near))
            _past(database, people, near, visits)
        database.commit()
        database.execute("PRAGMA journal_mode=WAL")


@contextmanager
def _without_indexes(database: sqlite3.Connection, table: type[Base]) -> Iterator[None]:
    """The indexes are made afterwards, in one pass each."""
    indexes = sorted(table.__table__.indexes, key=lambda each: str(each.name))  # type: ignore[attr-defined]
    for index in indexes:
        database.execute(f"DROP INDEX IF EXISTS {index.name}")
    yield
    for index in indexes:
        database.execute(str(CreateIndex(index).compile(dialect=sqlite.dialect())))


def _fill(database: sqlite3.Connection, table: type[Base], rows: Iterator[dict[str, Any]]) -> None:
    """One statement for all rows."""
    blank = _blank(table)
    columns = ", ".join(f'"{each}"' for each in blank)
    marks = ", ".join("?" * len(blank))
    database.executemany(
        f'INSERT INTO "{table.__tablename__}" ({columns}) VALUES ({marks})',
        (tuple({**blank, **row}.values()) for row in rows),
    )


def _past(database: sqlite3.Connection, people: int, first: int, last: int) -> None:
    """Visits of the last 1,000 days up to the day before yesterday, made by the database itself: it is quicker."""
    staff = people // 20
    row = {**_blank(VisitRow), **_common()}
    told = {name: "NULL" if value is None else f":{name}" for name, value in row.items()}
    told |= {
        "id": "'w' || i",
        "person": f"'p' || ({staff} + i * 48271 % {people - staff})",
        "host": f"'p' || (i * 16807 % {staff})",
        "starts": "began",
        "ends": "began + 10800000000",
        "state": "CASE i % 20 WHEN 0 THEN 'no_show' ELSE 'closed' END",
        "checked_in_at": "began",
        "checked_out_at": "began + 7200000000",
        "badge_returned_at": "began + 7200000000",
    }
    columns = ", ".join(f'"{each}"' for each in told)
    database.execute(
        f"INSERT INTO visits ({columns}) WITH RECURSIVE numbers(i) AS "
        f"(SELECT {first} UNION ALL SELECT i + 1 FROM numbers WHERE i < {last - 1}), spans(i, began) AS "
        f"(SELECT i, {_micros(NOW)} - (172800 + i * 69621 % 86227200) * 1000000 FROM numbers) "
        f"SELECT {', '.join(told.values())} FROM spans",
        row,
    )


def _blank(table: type[Base]) -> dict[str, Any]:
    """Every column in its order; those that may not be empty with nothing in them."""
    blanks: dict[type, object] = {str: "", int: 0, bool: 0}
    return {
        column.name: None if column.nullable else blanks.get(column.type.python_type, "")
        for column in table.__table__.columns
    }


def _people(rng: random.Random, people: int) -> Iterator[dict[str, Any]]:
    names = [name(rng) for _ in range(SHAPES)]
    shapes = [(each, _initials(each)) for each in names]
    companies = [f"{name(rng)} Ltd" for _ in range(SHAPES // 5)]
    for number in range(people):
        called, letters = rng.choice(shapes)
        yield {
            "id": f"p{number}",
            "name": called,
            "kind": "employee" if number < people // 20 else "visitor",
            "initials": letters,
            "company": rng.choice(companies),
        }


def _initials(called: str) -> str:
    return initials_of(Person(id="p", name=called))


def _common() -> dict[str, Any]:
    return {
        "zones": '["lobby","office"]',
        "escorts": "[]",
        "items": "open",
        "approvals": "[]",
        "waivers": "[]",
        "kind": "guest",
        "edition": 1,
    }


def _visits(rng: random.Random, people: int, near: int) -> Iterator[dict[str, Any]]:
    """Those of today, and those of the weeks ahead."""
    staff = people // 20
    for number in range(near):
        yield {
            "id": f"w{number}",
            "person": f"p{staff + (number if number < PER_DAY else rng.randrange(people - staff))}",
            "host": f"p{rng.randrange(staff)}",
            **_common(),
            **_when(rng, number),
        }


def _when(rng: random.Random, number: int) -> dict[str, Any]:
    if number >= PER_DAY:
        return _span(NOW + timedelta(days=rng.uniform(1, 30)), "approved")
    if number < INSIDE:
        starts = NOW - timedelta(hours=rng.uniform(0.1, 3.1))  # a few are overdue
        return _span(starts, "checked_in", **{"in": starts})
    if number < INSIDE + WAITING:
        return _span(NOW - timedelta(minutes=number - INSIDE), "arrived")
    starts = NOW + timedelta(hours=rng.uniform(-6, 6))
    return _span(starts, "approved") if starts > NOW else _span(starts, "closed", out=NOW)


def _span(starts: datetime, state: str, **at: datetime) -> dict[str, Any]:
    gone, came = at.get("out"), at.get("in")
    return {
        "starts": _micros(starts),
        "ends": _micros(starts + timedelta(hours=3)),
        "state": state,
        "checked_in_at": _micros(came) if came else None,
        "arrived_at": _micros(starts) if state == "arrived" else None,
        "checked_out_at": _micros(gone) if gone else None,
        "badge_returned_at": _micros(gone) if gone else None,
    }


def _presence(people: int) -> Iterator[dict[str, Any]]:
    """Where staff and visitors are."""
    staff = people // 20
    inside: Sequence[int] = (*range(min(STAFF, staff)), *range(staff, staff + INSIDE))
    for number in inside:
        zone = "office" if number % 3 else "lobby"
        yield {"kind": "presence", "key": f"p{number}", "value": json.dumps([zone])}


def _on_roll(people: int) -> Iterator[dict[str, Any]]:
    """The same people on the roll, every fourth seen."""
    for place, each in enumerate(_presence(people)):
        said = (
            {"mark": "seen", "marked_at": _micros(NOW), "marked_by": "guard"}
            if place % 4 == 0
            else {"mark": "open"}
        )
        yield {"roll": ROLL, "person": each["key"], "zones": each["value"], "added_at": _micros(NOW), **said}


def _micros(at: datetime) -> int:
    return (at - EPOCH) // MICROSECOND
