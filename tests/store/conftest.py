"""Every test of the store runs on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from gate.store import Store, open_store
from gate.store.read import Reader, open_reader
from tests.support.postgres import Postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'gate.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with the schema and nothing in it: copying it is quicker than migrating."""
    path = tmp_path_factory.mktemp("migrated") / "gate.db"
    open_store(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def migrated_database(postgres_server: Postgres) -> Iterator[str]:
    """The same on PostgreSQL, by name."""
    with postgres_server.database() as url:
        open_store(url).close()
        yield make_url(url).database or ""


@pytest.fixture(params=["sqlite", "postgresql"])
def ready_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a migrated database with nothing in it."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "gate.db")
        yield f"sqlite:///{tmp_path / 'gate.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres_server")
    with server.database(request.getfixturevalue("migrated_database")) as url:
        yield url


@pytest.fixture
def store(ready_url: str) -> Iterator[Store]:
    """An open, migrated store."""
    opened = open_store(ready_url)
    yield opened
    opened.close()


@pytest.fixture
def reader(store: Store, ready_url: str) -> Iterator[Reader]:
    """A reader of it."""
    opened = open_reader(ready_url)
    yield opened
    opened.close()
