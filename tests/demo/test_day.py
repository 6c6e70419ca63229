"""The whole site as separate processes on real wires, played for a day: what `make demo ARGS="--scenario day"` does.

Once on what is embedded (amqtt, SQLite), once on what is used in the field (Mosquitto, PostgreSQL).
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PLAYED_S = 240


def play(data: Path, *options: str) -> tuple[int, list[dict[str, object]], str]:
    """Exit status, the lines of ``--json``, and what was said on standard error."""
    argv = [
        sys.executable,
        "-m",
        "gate.cli",
        "demo",
        "--scenario",
        "day",
        "--json",
        "--data",
        str(data),
        *options,
    ]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=PLAYED_S, check=False)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def check(data: Path, *options: str) -> None:
    status, lines, said = play(data, *options)
    failed = [line for line in lines if line.get("ok") is False]
    assert failed == [], said
    assert lines, said
    assert lines[-1] == {"expectations": sum("expectation" in line for line in lines), "failed": 0}
    assert status == 0


@pytest.mark.timeout(PLAYED_S + 20)
def test_the_day_on_the_embedded_broker_and_sqlite(tmp_path: Path) -> None:
    check(tmp_path / "demo")


@pytest.mark.timeout(PLAYED_S + 20)
def test_the_day_on_mosquitto_and_postgresql(tmp_path: Path, mosquitto_url: str, postgres_url: str) -> None:
    check(tmp_path / "demo", "--bus", mosquitto_url, "--store", postgres_url)


def test_nothing_starts_on_a_broken_site_file(tmp_path: Path) -> None:
    broken = tmp_path / "broken.site.toml"
    broken.write_text('[site]\nid = "x"\ntimezone = "Mars/Base"\n')
    status, lines, said = play(tmp_path / "demo", "--site", str(broken))
    assert (status, lines) == (2, [])
    assert "nothing was started" in said
    assert "Mars/Base" in said
    assert not (tmp_path / "demo").exists()
