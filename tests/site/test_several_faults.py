"""Several faults at once, faults that take two changes, and warnings."""

# ruff: noqa: E501 - a change a line
from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gate.site.faults import SiteFaults
from gate.site.finding import Severity
from gate.site.load import check_files, check_site, load_site
from tests.site.altered import EXAMPLES, HQ, TODAY, Change, altered, check_text, line_of, told

OFFICE_DOOR = 'id = "office-door"\n'
LAB_DOOR = 'id = "lab-door"\n'
ARCHIVE_DOOR = 'id = "archive-door"\n'
HOLIDAY = '[[schedules]]\nid = "nights"\n'


@pytest.mark.regime("A1")
def test_example_is_clean() -> None:
    site, findings = check_site(EXAMPLES / "hq.site.toml", EXAMPLES / "people.json", TODAY)
    assert findings == ()
    assert site is not None
    assert (len(site.zones), len(site.portals), len(site.devices)) == (5, 5, 12)


def test_five_different_faults_make_five_findings_in_the_order_of_lines(tmp_path: Path) -> None:
    changes = (
        Change('level = "internal"', 'level = "internal', 'id = "office"'),
        Change("min_clearance", "min_clearanse", 'id = "lab"\n'),
        Change('["lab"]', '["labb"]', 'id = "lab-team"'),
        Change('egress = "mechanical"', 'egress = "reader"', ARCHIVE_DOOR),
        Change("address = 5", "address = 4", 'id = "rdr-lab-out"'),
    )
    lines = [change.line(altered(HQ, *changes[:number])) for number, change in enumerate(changes)]
    checked = check_text(tmp_path, altered(HQ, *changes))
    assert checked.site is None
    assert [finding.line for finding in checked.findings] == lines, told(checked.findings)
    assert lines == sorted(lines)


def test_load_site_raises_with_all_findings(tmp_path: Path) -> None:
    path = tmp_path / "x.site.toml"
    path.write_text(
        altered(HQ, Change("[site]", "[sight]"), Change("address = 5", "address = 4")), encoding="utf-8"
    )
    with pytest.raises(SiteFaults) as raised:
        load_site(path, today=TODAY)
    assert len(raised.value.findings) == 2
    assert "x.site.toml:4: sight: expected a known key; got \"sight\"; did you mean 'site'?" in str(
        raised.value
    )


def test_several_ways_out_that_all_need_the_system(tmp_path: Path) -> None:
    front = Change('egress = "rex-hardwired"', 'egress = "rex-software"', 'id = "front-door"')
    bike = Change(
        'egress = "mechanical"',
        'egress = "rex-software"\nrex = { device = "io-lab", input = 5, wiring = "NO" }',
        "bike-door",
    )
    checked = check_text(tmp_path, altered(HQ, front, bike))
    (finding,) = [finding for finding in checked.findings if "a way out" in finding.expected]
    # office and its door: fail-safe, so that lobby and office are left together or not at all
    assert finding.path == "zones[1]"
    assert finding.got == "only fail-secure portals: front-door (rex-software), bike-door (rex-software)"


def test_a_zone_that_leads_nowhere(tmp_path: Path) -> None:
    turned = Change('["lab", "archive"]', '["archive", "lab"]', ARCHIVE_DOOR)
    by_reader = Change('egress = "mechanical"', 'egress = "reader"', ARCHIVE_DOOR)
    checked = check_text(tmp_path, altered(HQ, turned, by_reader))
    assert ("zones[4]", "no portal that leads out") in {
        (finding.path, finding.got) for finding in checked.findings
    }


def test_fail_safe_lock_is_a_way_out(tmp_path: Path) -> None:
    by_reader = Change('egress = "rex-hardwired"', 'egress = "reader"', OFFICE_DOOR)
    assert check_text(tmp_path, altered(HQ, by_reader)).findings == ()


def test_cards_that_the_exit_reader_cannot_read(tmp_path: Path) -> None:
    text = altered(
        HQ,
        Change('egress = "rex-hardwired"', 'egress = "reader"', OFFICE_DOOR),
        Change('"rdr-office-out"', '"rdr-desk"', OFFICE_DOOR),
    )
    checked = check_text(tmp_path, text)
    (finding,) = checked.findings
    assert (finding.path, finding.line) == ("portals[2].readers.out", line_of(text, '"rdr-desk" }'))
    assert "H10301" in finding.expected
    assert "which rdr-office-in lets into office" in finding.expected
    assert finding.got == "rdr-desk, which reads EM4100"


def test_cards_do_not_matter_where_one_leaves_by_hand(tmp_path: Path) -> None:
    swapped = Change('"rdr-office-out"', '"rdr-desk"', OFFICE_DOOR)  # egress stays rex-hardwired
    assert check_text(tmp_path, altered(HQ, swapped)).findings == ()


def test_fire_contact_is_shared_only_as_one_contact(tmp_path: Path) -> None:
    other = Change(
        'fire = { device = "io-lobby", input = 6, wiring = "NC" }',
        'fire = { device = "io-lobby", input = 6, wiring = "NO" }',
        OFFICE_DOOR,
    )
    (finding,) = check_text(tmp_path, altered(HQ, other)).findings
    assert finding.path == "portals[2].fire.wiring"


def test_door_of_two_cabinets(tmp_path: Path) -> None:
    text = altered(
        HQ,
        Change('[[lines]]\nid = "osdp-1"', '[[agents]]\nid = "cabinet-2"\n\n[[lines]]\nid = "osdp-1"'),
        Change('agent = "cabinet-1"', 'agent = "cabinet-2"', 'id = "modbus-rtu"'),
        Change('device = "io-lab"', 'device = "io-lobby"', 'id = "cabinet-1"'),
        Change("input = 8", "input = 5", 'id = "cabinet-1"'),
    )
    found = check_text(tmp_path, text).findings
    assert {finding.path for finding in found if "which drives the lock" in finding.expected} == {
        "portals[1].readers.in",
        "portals[3].readers.in",
        "portals[3].readers.out",
        "portals[4].readers.in",
        "portals[4].readers.out",
    }


WARNINGS = {
    "a zone without a level": (Change('level = "internal"\n', ""), ["zones[2]"]),
    "a deny that ends on holidays": (
        Change('on_holiday = "as-usual"', 'on_holiday = "closed"', HOLIDAY),
        ["zones[4].armed", "groups[4].denies[0].schedule"],
    ),
    "a deny that is shorter on holidays": (
        Change('on_holiday = "as-usual"', 'on_holiday = [{ from = "22:00", to = "05:00" }]', HOLIDAY),
        ["zones[4].armed", "groups[4].denies[0].schedule"],
    ),
    "OSDP in clear text": (Change("secure = true", "secure = false", 'id = "rdr-lab-in"'), ["devices[4]"]),
    "fail-safe on NO": (Change('wiring = "NC", release', 'wiring = "NO", release', OFFICE_DOOR), ["portals[2].lock.wiring"]),
    "a password": (Change('# url = "mqtts://broker.internal:8883"', 'url = "mqtt://me:secret@broker"'), ["bus.url"]),
    "a speed that the device does not have": (Change("ttyUSB1?baud=9600", "ttyUSB1?baud=19200"), ["lines[1].url"]),
    "a zone without a door": (Change("[[zones]]\nid = \"lobby\"", '[[zones]]\nid = "shed"\nlevel = "public"\n\n[[zones]]\nid = "lobby"'), ["zones[1]"]),
}  # fmt: skip


@pytest.mark.parametrize(("change", "paths"), WARNINGS.values(), ids=list(WARNINGS))
def test_warnings_do_not_keep_a_site_from_starting(tmp_path: Path, change: Change, paths: list[str]) -> None:
    checked = check_text(tmp_path, altered(HQ, change))
    assert checked.site is not None
    assert [finding.path for finding in checked.findings] == paths, told(checked.findings)
    assert {finding.severity for finding in checked.findings} == {Severity.WARNING}
    assert "secret" not in told(checked.findings)


def test_holiday_windows_that_cover_the_usual_ones_take_nothing(tmp_path: Path) -> None:
    longer = Change('on_holiday = "as-usual"', 'on_holiday = [{ from = "21:00", to = "06:00" }]', HOLIDAY)
    assert check_text(tmp_path, altered(HQ, longer)).findings == ()


def test_a_year_without_published_holidays_is_told(tmp_path: Path) -> None:
    path = tmp_path / "hq.site.toml"
    path.write_text(HQ, encoding="utf-8")
    (finding,) = check_files(path, today=date(2050, 1, 1)).findings
    assert finding.path == "site.holidays"
    assert finding.severity is Severity.WARNING


def test_all_optional_keys_are_read(tmp_path: Path) -> None:
    text = altered(
        HQ,
        Change('# url = "mqtts://broker.internal:8883"', 'url = "mqtts://broker.internal:8883"'),
        Change('# url = "postgresql+psycopg://gate@db.internal/gate"', 'url = "postgresql+psycopg://gate@db.internal/gate"'),
        Change("# unlock", "unlock"),
        Change('decision_timeout = "300ms"', 'decision_timeout = "250ms"\npin_tries = 3\npin_block = "30m"'),
        Change('escort_window = "5s"', 'escort_window = "7s"\nescort_ratio = 3'),
        Change("max_occupancy = 12", 'max_occupancy = 12\noccupancy = "soft"\ninstructions = { en = "Call the owner", zh = "联系负责人" }'),
        Change("escort = true", "escort = true\npassback_exempt = true"),
        Change("unescorted", "unescorted") if "unescorted" in HQ else Change('reaches = "archive" }', 'reaches = "archive", unescorted = true }', "[[invariants]]"),
        Change('schedule = "office-hours" }]', 'schedule = "office-hours", from = "2026-01-01T00:00:00+08:00", until = 2027-01-01T00:00:00Z, reason = "post", approved_by = "p1002" }]', 'id = "staff"'),
        Change('tamper = { device = "io-lab", input = 8, wiring = "NC" }', 'tamper = { device = "io-lab", input = 8, wiring = "NC" }\nmains = { device = "io-lab", input = 7, wiring = "NC" }\nbattery = { device = "io-lab", input = 6, wiring = "NC" }'),
    )  # fmt: skip
    checked = check_text(tmp_path, text)
    assert checked.findings == ()
    site = checked.site
    assert site is not None
    assert (site.pin_tries, site.pin_block.total_seconds(), site.decision_timeout.total_seconds()) == (
        3,
        1800,
        0.25,
    )
    assert (site.bus_url, site.store_url) == (
        "mqtts://broker.internal:8883",
        "postgresql+psycopg://gate@db.internal/gate",
    )
    assert site.zones["office"].escort_ratio == 3
    assert site.zones["lab"].occupancy_soft
    assert site.groups["guards"].passback_exempt
    assert set(site.agents["cabinet-1"].inputs) == {"tamper", "mains", "battery"}
    unlock = site.portals["office-door"].unlock
    assert unlock is not None
    assert (unlock.schedule, unlock.first_person) == ("office-hours", "guards")
    (grant,) = site.groups["staff"].grants
    assert str(grant.starts) == "2025-12-31 16:00:00+00:00"
    assert str(grant.ends) == "2027-01-01 00:00:00+00:00"
