"""Sealed logs, on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from gate.store import open_store
from gate.store.seal import source
from tests.seal.log import SealedLog


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short logs are read in several blocks, too."""
    monkeypatch.setattr(source, "CHUNK", 7)


@dataclass(frozen=True)
class Sealed:
    """A log of 60 events under three heads and four more behind them; ``path`` its SQLite file."""

    path: Path
    folder: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"


def fill(log: SealedLog) -> None:
    """Three heads, the last a key later, and a tail."""
    log.grow(20)
    log.head()
    log.grow(20)
    log.head()
    log.ring.next_seal()
    log.begin()
    log.grow(17)
    log.head()
    log.grow(4)


@pytest.fixture(scope="session")
def sealed_once(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    """Made once; not to be changed."""
    folder = tmp_path_factory.mktemp("sealed")
    store = open_store(f"sqlite:///{folder / 'gate.db'}")
    fill(SealedLog(store, folder))
    store.close()
    return Sealed(folder / "gate.db", folder)


@pytest.fixture
def sealed(sealed_once: Sealed, tmp_path: Path) -> Sealed:
    """A copy to be changed."""
    shutil.copytree(sealed_once.folder, tmp_path / "data")
    return Sealed(tmp_path / "data" / "gate.db", tmp_path / "data")


@pytest.fixture(params=["sqlite", "postgresql"])
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[SealedLog, str]]:
    """An empty sealed log and its URL, on either database."""
    url = f"sqlite:///{tmp_path / 'gate.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    store = open_store(url)
    yield SealedLog(store, tmp_path), url
    store.close()
