"""The install window: two people, an end, and a record of each step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gate.keys.install_window import FILE, InstallWindows, WindowError

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_two_people_open_it_and_it_ends_by_itself(tmp_path: Path) -> None:
    windows = InstallWindows(tmp_path)
    windows.ask("Li Wei", "li", "new reader at the lobby", 10, NOW)
    assert windows.open_at(NOW) is None, "one person is not enough"
    window = windows.confirm("Anna Berg", "berg", NOW + MINUTE)
    assert (window.asked_by, window.confirmed_by, window.reason) == (
        "Li Wei",
        "Anna Berg",
        "new reader at the lobby",
    )
    assert not window.same_account
    assert window.ends_at == NOW + 11 * MINUTE
    assert windows.open_at(NOW + MINUTE) == window
    assert windows.open_at(window.ends_at - timedelta(microseconds=1)) == window
    assert windows.open_at(window.ends_at) is None
    assert windows.open_at(NOW) is None, "a clock that went back closes it"


@pytest.mark.parametrize("second", ["Li Wei", "  li wei ", "LI WEI"])
def test_the_same_person_cannot_confirm(tmp_path: Path, second: str) -> None:
    windows = InstallWindows(tmp_path)
    windows.ask("Li Wei", "li", "new reader", 10, NOW)
    with pytest.raises(WindowError, match="another person"):
        windows.confirm(second, "other", NOW)
    assert windows.open_at(NOW) is None


@pytest.mark.parametrize("late", [timedelta(minutes=15), timedelta(days=1), timedelta(seconds=-1)])
def test_a_request_is_confirmed_soon_or_not_at_all(tmp_path: Path, late: timedelta) -> None:
    windows = InstallWindows(tmp_path)
    windows.ask("Li Wei", "li", "new reader", 10, NOW)
    with pytest.raises(WindowError, match="within 15 minutes"):
        windows.confirm("Anna Berg", "berg", NOW + late)


def test_nothing_to_confirm_and_nothing_twice(tmp_path: Path) -> None:
    windows = InstallWindows(tmp_path)
    with pytest.raises(WindowError):
        windows.confirm("Anna Berg", "berg", NOW)
    windows.ask("Li Wei", "li", "new reader", 10, NOW)
    windows.confirm("Anna Berg", "berg", NOW)
    with pytest.raises(WindowError):
        windows.confirm("Anna Berg", "berg", NOW + MINUTE)


def test_closing_counts_at_once_and_all_steps_stay(tmp_path: Path) -> None:
    windows = InstallWindows(tmp_path)
    windows.ask("Li Wei", "li", "new reader", 10, NOW)
    windows.confirm("Anna Berg", "li", NOW)
    windows.used("Li Wei", "li", "rdr-lobby-in", NOW + MINUTE)
    assert windows.open_at(NOW + MINUTE) is not None
    windows.close("Li Wei", "li", NOW + MINUTE)
    assert windows.open_at(NOW + MINUTE) is None
    assert [step.what for step in windows.steps()] == ["asked", "confirmed", "used", "closed"]
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("minutes", [0, -5, 61])
def test_it_is_never_long(tmp_path: Path, minutes: int) -> None:
    with pytest.raises(WindowError, match="minutes"):
        InstallWindows(tmp_path).ask("Li Wei", "li", "new reader", minutes, NOW)


@pytest.mark.parametrize(("who", "reason"), [("", "why"), ("Li", " ")])
def test_who_and_why_are_said(tmp_path: Path, who: str, reason: str) -> None:
    with pytest.raises(WindowError):
        InstallWindows(tmp_path).ask(who, "li", reason, 5, NOW)


def test_a_file_that_was_changed_by_hand_opens_nothing(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"what": "confirmed"}\n')
    with pytest.raises(WindowError, match=f"{FILE}:1"):
        InstallWindows(tmp_path).open_at(NOW)
    (tmp_path / FILE).write_text(
        '{"what": "confirmed", "who": "x", "account": "x", "at": "2026-11-22T09:00:00+00:00", "minutes": 10}\n'
    )
    assert InstallWindows(tmp_path).open_at(NOW) is None, "confirmed, and nobody asked"
