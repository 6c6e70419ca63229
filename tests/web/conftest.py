"""A console for each test, on a copy of a store that holds the example's people."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from gate.client import open_queries
from gate.keys.ring import KeyRing
from gate.store import open_store
from tests.service.rig import example_keys, import_example, make_rig
from tests.web.desk import Desk, make_desk


@pytest.fixture(scope="session")
def ring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    """The example site's keys."""
    return example_keys(tmp_path_factory.mktemp("ring"))


@pytest.fixture(scope="session")
def peopled_file(tmp_path_factory: pytest.TempPathFactory, ring: KeyRing) -> Path:
    """A database with the example's people: copying it is quicker than making it."""
    path = tmp_path_factory.mktemp("peopled") / "gate.db"
    store = open_store(f"sqlite:///{path}")
    import_example(store, ring)
    store.close()
    return path


@pytest.fixture
def desk(peopled_file: Path, ring: KeyRing, tmp_path: Path) -> Iterator[Desk]:
    """The console of the example site."""
    shutil.copy(peopled_file, tmp_path / "gate.db")
    url = f"sqlite:///{tmp_path / 'gate.db'}"
    store, queries = open_store(url), open_queries(url)
    made = make_desk(make_rig(store, ring), queries, tmp_path)
    yield made
    made.console.books.close()
    queries.close()
    store.close()
