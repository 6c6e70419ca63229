"""The demo's site with an engine that is called by hand."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from gate.keys.ring import KeyRing
from gate.store import open_store
from tests.service.rig import Rig
from tests.web.demo_site import demo_keys, demo_rig, import_demo


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
def rig(peopled_file: Path, ring: KeyRing, tmp_path: Path) -> Iterator[Rig]:
    """The engine alone."""
    shutil.copy(peopled_file, tmp_path / "gate.db")
    store = open_store(f"sqlite:///{tmp_path / 'gate.db'}")
    yield demo_rig(store, ring)
    store.close()
