"""A console for each test, on a copy of a store that holds the demo's people."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from gate.client import open_queries
from gate.keys.ring import KeyRing
from gate.store import open_store
from tests.web.demo_site import demo_keys, demo_rig, import_demo
from tests.web.desk import Desk, make_desk


@pytest.fixture(scope="session")
def ring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    """The demo site's keys."""
    return demo_keys(tmp_path_factory.mktemp("ring"))


@pytest.fixture(scope="session")
def peopled_file(tmp_path_factory: pytest.TempPathFactory, ring: KeyRing) -> Path:
    """A database with the demo's people: copying it is quicker than making it."""
    path = tmp_path_factory.mktemp("peopled") / "gate.db"
    store = open_store(f"sqlite:///{path}")
    import_demo(store, ring)
    store.close()
    return path


@pytest.fixture
def desk(peopled_file: Path, ring: KeyRing, tmp_path: Path) -> Iterator[Desk]:
    """The console of the demo's site."""
    shutil.copy(peopled_file, tmp_path / "gate.db")
    url = f"sqlite:///{tmp_path / 'gate.db'}"
    store, queries = open_store(url), open_queries(url)
    made = make_desk(demo_rig(store, ring), queries, tmp_path)
    yield made
    made.console.books.close()
    queries.close()
    store.close()
