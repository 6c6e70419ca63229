"""Each kind of fault makes one finding, on its own line, with its path and what was expected."""

# ruff: noqa: E501 - a fault a line
from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from gate.site.finding import Severity
from tests.site.altered import HQ, Change, altered, check_text, line_of, told


class Case(NamedTuple):
    """A change of the example, and the one finding that it makes. ``mark`` names the line if not the new text."""

    old: str
    new: str
    after: str
    path: str
    expected: str
    got: str = ""
    meant: str | None = None
    mark: str | None = None


ZONES = '[[zones]]\nid = "lobby"'
LAB = 'id = "lab"\n'
ARCHIVE = 'id = "archive"\n'
OFFICE = 'id = "office"\n'
FRONT = 'id = "front-door"\n'
BIKE = 'id = "bike-door"\n'
OFFICE_DOOR = 'id = "office-door"\n'
LAB_DOOR = 'id = "lab-door"\n'
ARCHIVE_DOOR = 'id = "archive-door"\n'
NIGHTS = 'id = "nights"\n'

ERRORS = {
    # keys
    "unknown key": Case('level = "internal"', 'colour = "red"\nlevel = "internal"', OFFICE, "zones[2].colour", "one of the keys"),
    "misspelt key": Case("min_clearance", "min_clearence", LAB, "zones[3].min_clearence", "a known key", meant="min_clearance"),
    "misspelt key in an inline table": Case("output = 1", "outptu = 1", LAB_DOOR, "portals[3].lock.outptu", "a known key", meant="output"),
    "misspelt required key": Case("profile =", "profil =", 'id = "rdr-desk"', "devices[9].profil", "a known key", meant="profile"),
    "missing key": Case('egress = "mechanical"\n', "", LAB_DOOR, "portals[3]", "the key 'egress'", mark='[[portals]]\nid = "lab-door"'),
    "missing key in an inline table": Case(", release = \"4s\"", "", LAB_DOOR, "portals[3].lock", "the key 'release'", mark='lock = { device = "io-lab", output = 1'),
    "unknown section": Case("[retention]", "[colours]\nred = 1\n[retention]", "", "colours", "one of the keys"),
    # ids
    "duplicate zone": Case('id = "lab"', 'id = "office"', '[[zones]]\nid = "lab"', "zones[3].id", "an id of its own", "taken in line 35"),
    "id with a slash": Case('id = "elevated"', 'id = "ele/vated"', "", "threat_levels[0].id", "an id of letters"),
    "portal named as a zone": Case('id = "bike-door"', 'id = "office"', "", "portals[1].id", "an id that no zone has"),
    "duplicate grant": Case('id = "lab-1"', 'id = "staff-1"', "", "groups[1].grants[0].id", "an id that no other grant"),
    # references
    "zone": Case('["lobby", "office"]', '["lobby", "ofice"]', 'id = "staff"', "groups[0].grants[0].zones[1]", "a zone", '"ofice"', "office"),
    "zone with no near name": Case('["lobby", "office"]', '["lobby", "xyz"]', 'id = "staff"', "groups[0].grants[0].zones[1]", "a zone (outside, lobby"),
    "between": Case('["office", "lab"]', '["ofice", "lab"]', LAB_DOOR, "portals[3].between[0]", "a zone", '"ofice"', "office"),
    "between unknown": Case('["office", "lab"]', '["zzzz", "lab"]', LAB_DOOR, "portals[3].between[0]", "a zone", '"zzzz"'),
    "between one": Case('["office", "lab"]', '["lab"]', LAB_DOOR, "portals[3].between", "two zones", "a list of 1"),
    "between the same": Case('["office", "lab"]', '["lab", "lab"]', LAB_DOOR, "portals[3].between", "two different zones"),
    "schedule": Case('"office-hours"', '"office-hour"', 'id = "staff"', "groups[0].grants[0].schedule", "a schedule", meant="office-hours"),
    "group": Case('groups = ["guards"]', 'groups = ["guard"]', 'id = "high"', "threat_levels[1].groups[0]", "a group", meant="guards"),
    "device of another kind": Case('out = "rdr-lab-out"', 'out = "lab-door"', LAB_DOOR, "portals[3].readers.out", "a device, not a portal"),
    "device": Case('device = "io-lab"', 'device = "io-labb"', LAB_DOOR, "portals[3].lock.device", "a device", meant="io-lab"),
    "line": Case('line = "uart-2"', 'line = "uart-9"', "", "devices[9].line", "a line (", meant="uart-2"),
    "agent": Case('agent = "cabinet-1"', 'agent = "cabinet-7"', 'id = "uart-1"', "lines[1].agent", "an agent", meant="cabinet-1"),
    "profile": Case('profile = "rdm6300"', 'profile = "rdm6301"', 'id = "rdr-desk"', "devices[9].profile", "a firmware profile", meant="rdm6300"),
    "camera": Case('cameras = ["cam-lobby"]', 'cameras = ["cam-loby"]', "", "portals[0].cameras[0]", "a camera", meant="cam-lobby"),
    "portal of an interlock": Case('"archive-door"]', '"archiv-door"]', "[[interlocks]]", "interlocks[0].portals[1]", "a portal", meant="archive-door"),
    "portal of a camera rule": Case('portal = "front-door"', 'portal = "front-dor"', "[[cameras]]", "cameras[0].rules[1].portal", "a portal", meant="front-door"),
    "zone of an invariant": Case('reaches = "archive"', 'reaches = "archives"', "", "invariants[0].never.reaches", "a zone", meant="archive"),
    "schedule of an armed zone": Case('schedule = "nights"', 'schedule = "night"', ARCHIVE, "zones[4].armed.schedule", "a schedule", meant="nights"),
    "parent": Case('parent = "office"', 'parent = "ofice"', LAB, "zones[3].parent", "a zone", meant="office"),
    "parents in a circle": Case('parent = "lobby"', 'parent = "archive"', OFFICE, "zones[2].parent", "a zone around it", "a circle: office in archive in lab in office"),
    # values
    "level": Case('level = "confidential"', 'level = "confidental"', LAB, "zones[3].level", "one of", meant="confidential"),
    "duration": Case('lease = "8h"', 'lease = "8 hours"', LAB, "zones[3].lease", "a duration such as"),
    "number as text": Case("max_occupancy = 12", 'max_occupancy = "12"', LAB, "zones[3].max_occupancy", "a whole number"),
    "yes for true": Case("escort = true", 'escort = "yes"', 'id = "guards"', "groups[3].escort", "true or false"),
    "name without English": Case('{ en = "Lobby", zh = "大厅" }', '{ zh = "大厅" }', ZONES, "zones[1].name", "a name"),
    "from equals to": Case('to = "19:00"', 'to = "07:30"', 'id = "office-hours"', "schedules[0].windows[0].to", "a time other than the window's start"),
    "24:00 as a start": Case('from = "22:00"', 'from = "24:00"', NIGHTS, "schedules[2].windows[0].from", "a time from"),
    "days": Case('days = "mon-fri"', 'days = "mon-fry"', "", "schedules[0].windows[0].days", "days such as", meant="fri"),
    "on_holiday": Case('on_holiday = "closed"', 'on_holiday = "shut"', "", "schedules[0].on_holiday", 'one of "closed"'),
    "swapped workday": Case('on_swapped_workday = "mon"', 'on_swapped_workday = "monday"', "", "schedules[0].on_swapped_workday", "one of", meant="mon"),
    "time zone": Case('"Asia/Shanghai"', '"Asia/Shangai"', "", "site.timezone", "a time zone", meant="Asia/Shanghai"),
    "country": Case('"CN"', '"XQ"', "", "site.holidays[0]", "the code of a country"),
    "date": Case('"2026-12-31"', '"2026-12-32"', "", "site.holidays[1]", "a country code"),
    "iCalendar file": Case('"2026-12-31"', '"closed.ics"', "", "site.holidays[1]", "a file beside the site file", "which is not there"),
    "iCalendar file elsewhere": Case('"2026-12-31"', '"../closed.ics"', "", "site.holidays[1]", "a file beside the site file"),
    "decision timeout": Case('"300ms"', '"30s"', "", "site.decision_timeout", 'at most "10s"'),
    "broker's address": Case('# url = "mqtts://broker.internal:8883"', 'url = "http://broker"', "", "bus.url", "an address mqtt://"),
    "store's address": Case('# url = "postgresql+psycopg://gate@db.internal/gate"', 'url = "mysql://db/gate"', "", "store.url", "an address sqlite://"),
    "line's address": Case('"tcp://192.0.2.10:502"', '"192.0.2.10:502"', "", "lines[3].url", "serial:///path"),
    "line's baud": Case("ttyUSB2?baud=9600", "ttyUSB2?baud=fast", "", "lines[4].url", "baud from 300"),
    "egress": Case('egress = "mechanical"', 'egress = "mechanic"', LAB_DOOR, "portals[3].egress", "one of", meant="mechanical"),
    "warning before nothing": Case('warn_before = "5s"', 'warn_before = "20s"', LAB_DOOR, "portals[3].held_open.warn_before", "less than after"),
    "camera rule": Case('"tamper"', '"tampre"', "[[cameras]]", "cameras[0].rules[0]", "one of", meant="tamper"),
    "camera rule without its line": Case(", line = [[0.2, 0.6], [0.8, 0.6]]", "", "[[cameras]]", "cameras[0].rules[1]", "a rule 'tailgate' with portal and line", mark="rules ="),
    "camera rule's point": Case("[0.8, 0.6]", "[8, 0.6]", "[[cameras]]", "cameras[0].rules[1].line[1]", "a point [x, y]"),
    "bare camera rule": Case('"tamper"', '"tailgate"', "[[cameras]]", "cameras[0].rules[0]", "a rule 'tailgate' with"),
    "camera's address": Case('"rtsp://192.0.2.20/stream1"', '"ftp://192.0.2.20/stream1"', "", "cameras[0].url", "rtsp://"),
    "invariant of two": Case('{ who = "visitor", reaches = "archive" }', '{ who = "visitor", reaches = "archive" }\nalways = { who = "anyone", from = "*", reaches = "outside", by = "egress" }', "", "invariants[0]", "either never or always", mark='[[invariants]]\nid = "no-visitor'),
    "who": Case('{ lacks = "agreement" }', '{ lacks = "agreement", below = "core" }', "", "invariants[1].never.who", "exactly one of"),
    "below none": Case('{ lacks = "agreement" }', '{ below = "none" }', "", "invariants[1].never.who.below", "a tier above none"),
    # zones
    "no owner": Case('owner = "p1001"', "", LAB, "zones[3]", "an owner who answers", mark='[[zones]]\nid = "lab"'),
    "lease too long": Case('lease = "8h"', 'lease = "8d"', LAB, "zones[3].lease", "at most 7d", "8d"),
    "nobody alone, three": Case("min_occupancy = 2", "min_occupancy = 3", ARCHIVE, "zones[4].min_occupancy", "2"),
    "timed without after": Case('anti_passback_after = "10m"\n', "", LAB, "zones[3].anti_passback", "anti_passback_after", mark='anti_passback = "timed"'),
    "after without timed": Case('anti_passback = "timed"', 'anti_passback = "hard"', LAB, "zones[3].anti_passback_after", "anti_passback = \"timed\"", mark="anti_passback_after"),
    "soft without a number": Case("max_occupancy = 12", 'occupancy = "soft"', LAB, "zones[3].occupancy", "max_occupancy with it"),
    "retention": Case('audit = "5y"', 'audit = "1y"', "", "retention.audit", "at least as long as alarms"),
    "images": Case('images = "30d"', 'images = "3y"', "", "retention.images", "at most as long as"),
    # egress
    "trap by reader": Case('egress = "mechanical"', 'egress = "reader"', ARCHIVE_DOOR, "portals[4].egress", "a way out of archive", '"reader" at a fail-secure lock'),
    "trap by a button of ours": Case('egress = "mechanical"', 'egress = "rex-software"\nrex = { device = "io-lab", input = 5, wiring = "NO" }', LAB_DOOR, "portals[3].egress", "a way out of lab"),
    "button that is not there": Case('egress = "mechanical"', 'egress = "rex-software"', BIKE, "portals[1].egress", "rex with egress"),
    "no outside": Case("outside = true", "outside = false", "", "zones", "a zone with outside = true", mark="[[zones]]"),
    "egress that leads in": Case('["outside", "lobby"]', '["lobby", "outside"]', BIKE, "portals[1].between", '["outside", "lobby"]'),
    # entry
    "PIN without keypad": Case("keypad = true", "", 'id = "rdr-archive-in"', "portals[4].readers.in", "a reader with keypad", mark='readers = { in = "rdr-archive-in"'),
    "reader twice": Case('"rdr-lab-out"', '"rdr-office-out"', LAB_DOOR, "portals[3].readers.out", "a reader of its own"),
    "bare numbers into secrecy": Case("secure = true\nkeypad", "secure = false\nkeypad", 'id = "rdr-archive-in"', "portals[4].readers.in", "a reader that can tell a protected", mark='readers = { in = "rdr-archive-in"'),
    "unlocked into secrecy": Case('egress = "mechanical"', 'egress = "mechanical"\nunlock = { schedule = "office-hours" }', LAB_DOOR, "portals[3].unlock", "no unlock schedule into lab", mark='unlock = { schedule = "office-hours" }\n'),
    # wiring
    "output beyond": Case("output = 1", "output = 9", LAB_DOOR, "portals[3].lock.output", "an output from 1 to 8", "9"),
    "output twice": Case("output = 2", "output = 1", ARCHIVE_DOOR, "portals[4].lock.output", "an output of its own", "the lock of lab-door"),
    "input beyond": Case("input = 3", "input = 7", OFFICE_DOOR, "portals[2].contact.input", "an input from 1 to 6"),
    "input twice": Case("input = 3", "input = 8", BIKE, "agents[0].tamper.input", "an input of its own", "the contact of line", mark="tamper ="),
    "open when dead": Case('wiring = "NO", release', 'wiring = "NC", release', LAB_DOOR, "portals[3].lock.wiring", '"NO" with fail-secure'),
    "controller as reader": Case('"rdr-lab-out"', '"io-lab"', LAB_DOOR, "portals[3].readers.out", "a reader", "a waveshare"),
    "reader as controller": Case('lock = { device = "io-lab"', 'lock = { device = "rdr-lab-in"', LAB_DOOR, "portals[3].lock.device", "a controller on the safe side"),
    # lines
    "protocol": Case('line = "osdp-1"', 'line = "modbus-rtu"', 'id = "rdr-lab-out"', "devices[5].line", "a line with protocol osdp"),
    "address twice": Case("address = 5", "address = 4", 'id = "rdr-lab-out"', "devices[5].address", "an address of its own", "which rdr-lab-in has"),
    "address missing": Case("address = 5\n", "", 'id = "rdr-lab-out"', "devices[5]", "an address from 0 to 126", mark='[[devices]]\nid = "rdr-lab-out"'),
    "address beyond": Case("address = 5", "address = 127", 'id = "rdr-lab-out"', "devices[5].address", "an address from 0 to 126"),
    "two on a line without addresses": Case('line = "uart-2"', 'line = "uart-1"', "", "devices[9].line", "a line of its own"),
    "two lines at a place": Case("ttyUSB3?baud=9600", "ttyUSB1?baud=9600", "", "lines[2].url", "a place of its own"),
    "keypad that is not there": Case('line = "uart-2"', 'line = "uart-2"\nkeypad = true', "", "devices[9].keypad", "no keypad", mark="keypad = true\n\n[[devices]]\nid = \"io-lobby\""),
    "secure UART": Case('line = "uart-2"', 'line = "uart-2"\nsecure = true', "", "devices[9].secure", "no secure channel", mark='secure = true\n\n[[devices]]\nid = "io-lobby"'),
    # syntax
    "quote that is not closed": Case('level = "internal"', 'level = "internal', OFFICE, "", "valid TOML"),
    "bracket that is not closed": Case('prerequisites = ["agreement", "training:secrecy"]', 'prerequisites = ["agreement", "training:secrecy"', LAB, "", "valid TOML"),
    "key twice": Case('level = "internal"', 'level = "internal"\nlevel = "secret"', OFFICE, "", "valid TOML", mark='level = "secret"'),
    "header that is not closed": Case("[[interlocks]]", "[[interlocks]", "", "", "valid TOML"),
}  # fmt: skip


@pytest.mark.parametrize("case", ERRORS.values(), ids=list(ERRORS))
@pytest.mark.regime("A2")
def test_one_fault_makes_one_finding(tmp_path: Path, case: Case) -> None:
    change = Change(case.old, case.new, case.after)
    text = altered(HQ, change)
    checked = check_text(tmp_path, text)
    assert checked.site is None
    assert len(checked.findings) == 1, told(checked.findings)
    finding = checked.findings[0]
    line = change.line(HQ) if case.mark is None else line_of(text, case.mark)
    assert (finding.path, finding.line) == (case.path, line), told(checked.findings)
    assert finding.severity is Severity.ERROR
    assert finding.file == "hq.site.toml"
    assert case.expected in finding.expected
    assert case.got in finding.got
    assert finding.meant == case.meant
