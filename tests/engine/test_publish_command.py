"""``gate policy publish`` against an engine that runs: refused, overridden by two people, taken without a restart."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gate.bus.client import BusClient
from gate.clock import site_clock
from gate.engine import Engine
from gate.roots import asking
from gate.roots.policy import app
from gate.site.load import load_site
from gate.store.read import open_reader
from tests.peopled import Peopled

PATIENCE_S = 60.0
EXAMPLE = Path(__file__).parents[1] / "examples" / "hq.site.toml"
BREACH = '\n[[invariants]]\nid = "no-one"\nnever = { who = "anyone", reaches = "lobby" }\n'


@pytest.fixture
def site_file(tmp_path: Path) -> Path:
    """The engine's own site file."""
    return Path(shutil.copy(EXAMPLE, tmp_path / "hq.site.toml"))


@pytest.fixture
def store_url(site_file: Path, peopled_example: Peopled, mosquitto_url: str) -> Iterator[str]:
    """The store of an engine that runs on that file and a real broker."""
    url = peopled_example.copied(site_file.parent)
    site = load_site(site_file)
    bus = BusClient(mosquitto_url, "engine-that-publishes")
    keys = peopled_example.ring.for_engine(site.agents)
    engine = Engine(site, url, bus, keys, site_clock(), read_site=lambda: load_site(site_file))
    thread = threading.Thread(target=engine.run)
    thread.start()
    try:
        assert engine.started.wait(PATIENCE_S)
        yield url
    finally:
        engine.stop()
        thread.join(PATIENCE_S)
    assert not thread.is_alive()


def test_two_people_and_then_it_runs(
    site_file: Path, store_url: str, mosquitto_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = load_site(site_file).version
    site_file.write_text(site_file.read_text("utf-8") + BREACH, "utf-8")
    told = ["--data", str(site_file.parent), "--bus", mosquitto_url, "--reason", "the tour of the mayor"]

    def publish(who: str, *options: str) -> str:
        monkeypatch.setattr(asking, "account", lambda: who)
        result = CliRunner().invoke(app, ["publish", str(site_file), *options, *told])
        return f"{result.output}{result.exception or ''}"

    def in_force() -> str | None:
        reader = open_reader(store_url)
        try:
            return reader.newest_configuration()
        finally:
            reader.close()

    assert "breaches its own invariants: no-one" in publish("lin", "--run")
    assert "a second person is wanted for no-one" in publish("lin", "--override")
    assert "lin has said so before: another person must" in publish("lin", "--override")
    assert "a second person is wanted" not in (said := publish("zhao", "--override"))
    assert "two people have said so" in said
    assert in_force() == before
    assert "from now on" in publish("lin", "--run")
    assert in_force() == load_site(site_file).version != before
    assert "this configuration runs already" in publish("lin", "--run")
