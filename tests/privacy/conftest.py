"""The example site, called by hand: on SQLite, and where databases differ on PostgreSQL too."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gate.store import open_store
from gate.store.read import open_reader
from tests.privacy.place import Place
from tests.service.rig import example_keys, import_example, make_rig


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """The example site on SQLite."""
    with _site(f"sqlite:///{tmp_path / 'gate.db'}", tmp_path) as found:
        yield found


@pytest.fixture(params=["sqlite", "postgresql"])
def each_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """The same on each kind of database."""
    url = f"sqlite:///{tmp_path / 'gate.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    with _site(url, tmp_path) as found:
        yield found


@contextmanager
def _site(url: str, folder: Path) -> Iterator[Place]:
    store, ring = open_store(url), example_keys(folder)
    import_example(store, ring)
    reader = open_reader(url)
    yield Place(rig=make_rig(store, ring), ring=ring, url=url, reader=reader)
    reader.close()
    store.close()
