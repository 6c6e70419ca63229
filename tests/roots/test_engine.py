"""`gate engine` says in a line what it cannot work with, and ends."""

import sqlite3
import subprocess
import sys
from pathlib import Path

from gate.keys.ring import KeyRing
from gate.roots.folders import DataFolder
from gate.site.load import load_site
from gate.store import open_store
from tests.support.children import free_port

SITE = Path("tests/examples/hq.site.toml").resolve()


def engine(data: Path) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "-m", "gate.cli", "engine", "--site", str(SITE), "--data", str(data)]
    bus = f"mqtt://127.0.0.1:{free_port()}"
    return subprocess.run(
        [*argv, "--bus", bus],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_a_database_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    KeyRing(folder.keys).ensure(load_site(SITE).agents, ())
    open_store(folder.store_url).close()
    path = folder.store_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as hand:
        hand.execute("UPDATE alembic_version SET version_num = '9999'")
    hand.close()
    ended = engine(folder.root)
    assert ended.returncode == 2
    assert ended.stderr.strip().splitlines()[-1].startswith("gate engine: expected a schema up to ")
    assert "use a later Gate" in ended.stderr


def test_keys_that_are_not_there_are_said(tmp_path: Path) -> None:
    ended = engine(tmp_path / "nothing")
    assert ended.returncode == 2
    assert ended.stderr.strip().startswith("gate engine: ")
    assert "Traceback" not in ended.stderr
