"""Stores that hold the people of a site, made once for a run: copying one is quicker than making it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from gate.keys.ring import KeyRing
from gate.store import Store, open_store
from tests.service.rig import example_keys, import_example
from tests.web.demo_site import demo_keys, import_demo


@dataclass(frozen=True, slots=True)
class Peopled:
    """Keys of a site and a database with its people; both are to be copied, not changed."""

    folder: Path
    ring: KeyRing

    def copied(self, folder: Path) -> str:
        """The URL of a copy of the database, ``gate.db`` in that folder."""
        shutil.copy(self.folder / "gate.db", folder / "gate.db")
        return f"sqlite:///{folder / 'gate.db'}"

    def copied_keys(self, folder: Path) -> KeyRing:
        """The same keys, in that folder's ``keys``."""
        shutil.copytree(self.folder / "keys", folder / "keys")
        return KeyRing(folder / "keys")


def _made(
    folder: Path, keys: Callable[[Path], KeyRing], bring_people: Callable[[Store, KeyRing], None]
) -> Peopled:
    ring, store = keys(folder), open_store(f"sqlite:///{folder / 'gate.db'}")
    bring_people(store, ring)
    store.close()
    return Peopled(folder, ring)


@pytest.fixture(scope="session")
def peopled_example(tmp_path_factory: pytest.TempPathFactory) -> Peopled:
    """The example's site."""
    return _made(tmp_path_factory.mktemp("example"), example_keys, import_example)


@pytest.fixture(scope="session")
def peopled_demo(tmp_path_factory: pytest.TempPathFactory) -> Peopled:
    """The demo's site."""
    return _made(tmp_path_factory.mktemp("demo"), demo_keys, import_demo)
