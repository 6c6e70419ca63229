"""One rig for each test, on SQLite: what differs between databases is the store's tests' concern."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from gate.keys.ring import KeyRing
from gate.store import open_store
from tests.service.rig import Rig, example_keys, import_example, make_rig


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
def rig(peopled_file: Path, ring: KeyRing, tmp_path: Path) -> Iterator[Rig]:
    """The example site's engine."""
    shutil.copy(peopled_file, tmp_path / "gate.db")
    store = open_store(f"sqlite:///{tmp_path / 'gate.db'}")
    yield make_rig(store, ring)
    store.close()
