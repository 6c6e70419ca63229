"""The record verified in a process of its own, as the console asks for it."""

from __future__ import annotations

import errno
import os
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gate.domain.commands import Actor
from gate.domain.rights import Role
from gate.roots.folders import DataFolder
from gate.roots.record_checks import RecordChecks, _by_tree, _read, verified
from gate.store import open_store
from tests.seal.log import SealedLog
from web.record.checking import Check, Verdict

NOON = datetime(2026, 4, 7, 4, 0, tzinfo=UTC)
PATIENCE_S = 120.0
QIAN = Actor(user="qian.hui", role=Role.AUDITOR, origin="10.0.0.7")


class Ticking:
    """A clock that is a second further at each look."""

    def __init__(self) -> None:
        self._instant = NOON

    def now(self) -> datetime:
        self._instant += timedelta(seconds=1)
        return self._instant


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a sealed record of twenty events and newer ones."""
    url = DataFolder(tmp_path).store_url
    store = open_store(url)
    log = SealedLog(store, tmp_path, seed=5)
    log.grow(20)
    log.head()
    log.grow(3)
    store.close()
    return tmp_path


def alter(data: Path, seq: int) -> None:
    """As somebody with the file could."""
    with sqlite3.connect(data / "gate.db") as line:
        for (name,) in line.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            line.execute(f"DROP TRIGGER {name}")
        line.execute("UPDATE events SET at = at + 1 WHERE seq = ?", (seq,))
    line.close()


def checked(checks: RecordChecks) -> Check:
    assert checks.begin(QIAN)
    assert checks.settled(PATIENCE_S)
    newest = checks.newest()
    assert newest is not None
    return newest


def test_a_good_record_holds_and_an_altered_one_is_named(data: Path) -> None:
    told: list[tuple[Check, Actor]] = []
    checks = RecordChecks(
        DataFolder(data).store_url, data, Ticking().now, lambda check, by: told.append((check, by))
    )
    assert checks.newest() is None
    good = checked(checks)
    assert good.found is not None
    assert (good.found.verdict, good.found.checkpoints, good.found.why) == (Verdict.HOLDS, 1, "")
    assert good.found.sealed >= 20
    assert good.found.newer >= 3
    assert (good.by, good.begun, good.ended) == (
        "qian.hui",
        NOON + timedelta(seconds=1),
        NOON + timedelta(seconds=2),
    )
    assert told == [(good, QIAN)]
    alter(data, 7)
    bad = verified(DataFolder(data).store_url, data)
    assert (bad.verdict, bad.event) == (Verdict.BROKEN, 7)
    assert "event 7" in bad.why


def test_once_a_week_the_daily_check_makes_the_whole_tree_anew() -> None:
    week = [Check(by="", begun=NOON + timedelta(days=day)) for day in range(7)]
    assert [_by_tree(check) for check in week].count(True) == 1
    assert not any(_by_tree(replace(check, by="qian.hui")) for check in week)


def test_one_check_at_a_time_and_an_ended_one_says_nothing(data: Path) -> None:
    heads = DataFolder(data).heads
    heads.mkdir(exist_ok=True)
    os.mkfifo(heads / "2026-05.heads")  # nobody writes: whoever reads it waits
    told: list[Check] = []
    checks = RecordChecks(
        DataFolder(data).store_url, data, Ticking().now, lambda check, _by: told.append(check)
    )
    assert checks.begin(QIAN)
    assert not checks.begin(QIAN)
    checks.stop()
    assert checks.settled(PATIENCE_S)
    newest = checks.newest()
    assert newest is not None
    assert newest.by == "qian.hui"
    assert newest.found is not None
    assert newest.found.verdict is Verdict.UNREADABLE
    assert "ended early" in newest.found.why
    assert told == []  # nobody was waited for


def test_no_record_is_no_verdict(tmp_path: Path) -> None:
    found = verified(f"sqlite:///{tmp_path / 'none.db'}", tmp_path)
    assert found.verdict is Verdict.UNREADABLE
    assert "there is none" in found.why


def test_a_verifier_that_cannot_be_started_is_told_and_the_next_one_runs(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Check] = []
    checks = RecordChecks(
        DataFolder(data).store_url, data, Ticking().now, lambda check, _by: told.append(check)
    )

    def refuses(*_command: object, **_pipes: object) -> None:
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    with monkeypatch.context() as patched:
        patched.setattr("gate.roots.record_checks.subprocess.Popen", refuses)
        ended = checked(checks)
    assert ended.found is not None
    assert ended.found.verdict is Verdict.UNREADABLE
    assert "could not be started" in ended.found.why
    assert ended.ended is not None
    assert told == [ended]
    again = checked(checks)
    assert again.found is not None
    assert again.found.verdict is Verdict.HOLDS


@pytest.mark.parametrize(
    "answer", [b"", b"[]", b"{}", b'{"verdict": "fine"}', b'{"verdict": "holds", "size": 1}']
)
def test_an_answer_that_is_none_is_no_verdict(answer: bytes) -> None:
    assert _read(answer, 0).verdict is Verdict.UNREADABLE
