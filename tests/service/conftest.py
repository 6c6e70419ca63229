"""One rig for each test, on SQLite: what differs between databases is the store's tests' concern."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gate.keys.ring import KeyRing
from gate.store import open_store
from tests.peopled import Peopled
from tests.service.rig import Rig, make_rig


@pytest.fixture(scope="session")
def ring(peopled_example: Peopled) -> KeyRing:
    """The example site's keys."""
    return peopled_example.ring


@pytest.fixture
def rig(peopled_example: Peopled, tmp_path: Path) -> Iterator[Rig]:
    """The example site's engine."""
    store = open_store(peopled_example.copied(tmp_path))
    yield make_rig(store, peopled_example.ring)
    store.close()
