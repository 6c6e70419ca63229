"""The whole site as separate processes on real wires, played for a day: what `make demo ARGS="--scenario day"` does.

Once on what is embedded (amqtt, SQLite), once on what is used in the field (Mosquitto, PostgreSQL).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo.played import PLAYED_S, PlayedDay, playing
from tests.support.postgres import Postgres

pytestmark = pytest.mark.timeout(PLAYED_S + 20)


@pytest.fixture(scope="module")
def embedded_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlayedDay]:
    with playing(tmp_path_factory.mktemp("embedded")) as day:
        yield day


@pytest.fixture(scope="module")
def field_day(
    tmp_path_factory: pytest.TempPathFactory, mosquitto_url: str, postgres_server: Postgres
) -> Iterator[PlayedDay]:
    with (
        postgres_server.database() as store,
        playing(tmp_path_factory.mktemp("field"), "--bus", mosquitto_url, "--store", store) as day,
    ):
        yield day


def check(day: PlayedDay) -> None:
    status, lines, said = day.ended()
    failed = [line for line in lines if line.get("ok") is False]
    assert failed == [], said
    assert lines, said
    assert lines[-1] == {"expectations": sum("expectation" in line for line in lines), "failed": 0}
    assert status == 0


@pytest.mark.usefixtures("embedded_day")  # begun meanwhile: one waits for its wires while the other works
def test_the_day_on_mosquitto_and_postgresql(field_day: PlayedDay) -> None:
    check(field_day)


def test_the_day_on_the_embedded_broker_and_sqlite(embedded_day: PlayedDay) -> None:
    check(embedded_day)


def test_nothing_starts_on_a_broken_site_file(tmp_path: Path) -> None:
    broken = tmp_path / "broken.site.toml"
    broken.write_text('[site]\nid = "x"\ntimezone = "Mars/Base"\n')
    with playing(tmp_path, "--site", str(broken)) as day:
        status, lines, said = day.ended()
    assert (status, lines) == (2, [])
    assert "nothing was started" in said
    assert "Mars/Base" in said
    assert not (tmp_path / "demo").exists()
