"""``[site] verify_record_at``: when the record is verified each day."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.altered import HQ, Change, altered, check_text

TIMEZONE = 'timezone = "Asia/Shanghai"'


def with_line(line: str) -> str:
    return altered(HQ, Change(TIMEZONE, f"{TIMEZONE}\n{line}"))


def test_it_is_three_in_the_night_unless_said(tmp_path: Path) -> None:
    silent, said = (
        check_text(tmp_path, HQ).site,
        check_text(tmp_path, with_line('verify_record_at = "22:05"')).site,
    )
    assert silent is not None
    assert said is not None
    assert (silent.verify_record_minute, said.verify_record_minute) == (180, 22 * 60 + 5)
    assert silent.version == said.version  # nothing is decided by it


@pytest.mark.parametrize("value", ['"24:00"', '"3:00"', "180", "03:00:00"])
def test_no_time_of_day_is_a_fault(tmp_path: Path, value: str) -> None:
    checked = check_text(tmp_path, with_line(f"verify_record_at = {value}"))
    assert checked.site is None
    assert [finding.expected for finding in checked.findings] == ['a time from "00:00" to "23:59"']
