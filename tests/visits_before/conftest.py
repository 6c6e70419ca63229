"""The demo's site with an engine that is called by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gate.keys.ring import KeyRing
from gate.store import open_store
from tests.peopled import Peopled
from tests.service.rig import Rig
from tests.web.demo_site import demo_rig


@pytest.fixture(scope="session")
def ring(peopled_demo: Peopled) -> KeyRing:
    """The demo site's keys."""
    return peopled_demo.ring


@pytest.fixture
def rig(peopled_demo: Peopled, tmp_path: Path) -> Iterator[Rig]:
    """The engine alone."""
    store = open_store(peopled_demo.copied(tmp_path))
    yield demo_rig(store, peopled_demo.ring)
    store.close()
