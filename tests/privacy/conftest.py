"""The example site on SQLite and PostgreSQL, called by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gate.store import open_store
from gate.store.read import open_reader
from tests.privacy.place import Place
from tests.service.rig import example_keys, import_example, make_rig


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'gate.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def place(store_url: str, tmp_path: Path) -> Iterator[Place]:
    """The example site."""
    store = open_store(store_url)
    ring = example_keys(tmp_path)
    import_example(store, ring)
    reader = open_reader(store_url)
    yield Place(rig=make_rig(store, ring), ring=ring, url=store_url, reader=reader)
    reader.close()
    store.close()
