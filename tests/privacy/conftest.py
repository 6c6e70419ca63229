"""The example site, called by hand: on SQLite, and where databases differ on PostgreSQL too."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gate.keys.ring import KeyRing
from gate.store import open_store
from gate.store.read import open_reader
from tests.peopled import Peopled
from tests.privacy.place import Place
from tests.service.rig import import_example, make_rig


@pytest.fixture
def place(peopled_example: Peopled, tmp_path: Path) -> Iterator[Place]:
    """The example site on SQLite."""
    with _site(peopled_example.copied(tmp_path), peopled_example.copied_keys(tmp_path)) as found:
        yield found


@pytest.fixture(params=["sqlite", "postgresql"])
def each_place(request: pytest.FixtureRequest, peopled_example: Peopled, tmp_path: Path) -> Iterator[Place]:
    """The same on each kind of database."""
    ring = peopled_example.copied_keys(tmp_path)
    if request.param == "sqlite":
        url = peopled_example.copied(tmp_path)
    else:
        url = request.getfixturevalue("postgres_url")
        _bring_people(url, ring)
    with _site(url, ring) as found:
        yield found


def _bring_people(url: str, ring: KeyRing) -> None:
    store = open_store(url)
    import_example(store, ring)
    store.close()


@contextmanager
def _site(url: str, ring: KeyRing) -> Iterator[Place]:
    store, reader = open_store(url), open_reader(url)
    yield Place(rig=make_rig(store, ring), ring=ring, url=url, reader=reader)
    reader.close()
    store.close()
