"""The visitor desk: screening, search as one types, and the day's list, beside many people and visits in the store."""

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from benchmarks.figures import Bound, Figure, Target
from benchmarks.quantiles import quantile
from benchmarks.suite import Options
from gate.screening.compare import known
from gate.screening.index import Index
from gate.store import open_store
from gate.store.connect import engine_for
from gate.store.read import Reader, open_reader
from gate.store.tables import PersonRow, VisitRow

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HALF_DAY = timedelta(hours=14)
PER_DAY = 600
ROUNDS = 100
CHUNK = 10_000
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
)
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂建国文华志海波宁晨曦子涵雨轩浩然思远俊豪雪梅天宇嘉欣"
FIRST = (
    "John",
    "Maria",
    "Ahmed",
    "Olga",
    "Peter",
    "Anna",
    "James",
    "Linda",
    "Jan",
    "Eva",
    "Carlos",
    "Fatima",
)
PARTS = ("ka", "mo", "ber", "lin", "sto", "rov", "ski", "man", "son", "dez", "ter", "gar", "wal", "fin")


def run(options: Options) -> list[Figure]:
    """The figures that need no browser."""
    entries, people, visits = (2_000, 2_000, 20_000) if options.quick else (100_000, 100_000, 1_000_000)
    rng = random.Random(6)
    figures = [_screening(rng, entries)]
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'gate.db'}"
        _fill(url, rng, people, visits)
        reader = open_reader(url)
        figures += _asked(reader, rng, f"{people:,} people, {visits:,} visits")
        reader.close()
    return figures


def _screening(rng: random.Random, size: int) -> Figure:
    index = Index((str(number), known(_name(rng))) for number in range(size))
    took = _timed(lambda: index.search(known(_name(rng))))
    return _figure(f"screening {size:,} entries, p95", took, 30.0)


def _asked(reader: Reader, rng: random.Random, beside: str) -> list[Figure]:
    def typed() -> object:
        return reader.visits_found(_name(rng)[:3], NOW - HALF_DAY, NOW + HALF_DAY, 20)

    return [
        _figure(f"search as one types, p95 ({beside})", _timed(typed), 50.0),
        _figure(
            f"the day's list, p95 ({beside})",
            _timed(lambda: reader.visits(NOW - HALF_DAY, NOW + HALF_DAY)),
            150.0,
        ),
    ]


def _timed(ask: Callable[[], object]) -> list[float]:
    """Milliseconds of each round, the first left out: it reads pages from the disk."""
    ask()
    took = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        ask()
        took.append((time.perf_counter() - started) * 1000)
    return took


def _figure(name: str, took: list[float], limit: float) -> Figure:
    target = Target(reference_name="promised", reference=limit, bound=Bound.AT_MOST, ratio=1.0)
    return Figure(name=name, value=quantile(took, 0.95), unit="ms", target=target)


def _name(rng: random.Random) -> str:
    if rng.random() < 0.5:
        return rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2))))
    return f"{rng.choice(FIRST)} {''.join(rng.choices(PARTS, k=3)).title()}"


def _fill(url: str, rng: random.Random, people: int, visits: int) -> None:
    """Visits of three years up to tomorrow, ``PER_DAY`` of them today."""
    open_store(url).close()
    engine = engine_for(url)
    with engine.begin() as connection:
        for rows in _chunks(_person(rng, number) for number in range(people)):
            connection.execute(insert(PersonRow), rows)
        for rows in _chunks(_visit(rng, number, people, visits) for number in range(visits)):
            connection.execute(insert(VisitRow), rows)
    engine.dispose()


def _chunks(rows: Iterator[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    part: list[dict[str, object]] = []
    for row in rows:
        part.append(row)
        if len(part) == CHUNK:
            yield part
            part = []
    if part:
        yield part


def _person(rng: random.Random, number: int) -> dict[str, object]:
    given = {
        "id": f"p{number}",
        "name": _name(rng),
        "kind": "visitor",
        "initials": "ab",
        "company": "Company",
    }
    return {**_blank(PersonRow), **given}


def _visit(rng: random.Random, number: int, people: int, visits: int) -> dict[str, object]:
    today = number < PER_DAY
    age = timedelta(hours=rng.uniform(-6, 6)) if today else timedelta(days=-rng.uniform(2, 1_000))
    given = {
        "id": f"w{number}",
        "person": f"p{rng.randrange(people)}",
        "host": f"p{rng.randrange(people)}",
        "starts": NOW + age,
        "ends": NOW + age + timedelta(hours=3),
        "state": "approved" if today else "closed",
        "zones": "[]",
        "escorts": "[]",
        "items": "open",
        "approvals": "[]",
        "waivers": "[]",
    }
    return {**_blank(VisitRow), **given}


def _blank(table: type[PersonRow] | type[VisitRow]) -> dict[str, object]:
    """Every column that may not be empty, with nothing in it."""
    blanks = {str: "", int: 0, bool: False}
    return {
        column.name: None if column.nullable else blanks.get(column.type.python_type, "")
        for column in table.__table__.columns
    }
