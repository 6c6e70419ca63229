"""The demo's site with an engine that is called by hand, and the console on it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from gate.keys.ring import KeyRing
from gate.store import open_store
from tests.service.rig import Rig
from tests.web.conftest import desk, peopled_file, ring
from tests.web.demo_site import demo_rig

__all__ = ["desk", "peopled_file", "ring"]


@pytest.fixture
def rig(peopled_file: Path, ring: KeyRing, tmp_path: Path) -> Iterator[Rig]:
    """The engine alone."""
    shutil.copy(peopled_file, tmp_path / "gate.db")
    store = open_store(f"sqlite:///{tmp_path / 'gate.db'}")
    yield demo_rig(store, ring)
    store.close()
