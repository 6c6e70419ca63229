"""People files: what is read, what is found, and that PINs stay apart."""

# ruff: noqa: E501 - a fault a line
from __future__ import annotations

import pickle
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from gate.domain.card import card_number
from gate.domain.decision import PinVerdict
from gate.domain.level import Assurance, Clearance
from gate.domain.person import PersonKind
from gate.domain.visit import Items, VisitState
from gate.site.faults import SiteFaults
from gate.site.finding import Severity
from gate.site.load import check_files, load_people, load_pins, load_site
from gate.site.pins import Pin, pin_judge
from tests.site.altered import EXAMPLES, HQ, PEOPLE, TODAY, Change, altered, check_text, line_of, told

SITE = EXAMPLES / "hq.site.toml"
FILE = EXAMPLES / "people.json"
LI_NA = '"id": "p1002"'
VISITOR = '"id": "v2001"'


def test_the_example_is_read_whole() -> None:
    chen, li, ana = load_people(FILE, load_site(SITE, today=TODAY))
    assert (chen.name, chen.name_zh, chen.kind, chen.clearance) == (
        "Chen Wei",
        "陈伟",
        PersonKind.EMPLOYEE,
        Clearance.CORE,
    )
    assert [membership.group for membership in chen.memberships] == ["staff", "lab-team", "archivists"]
    archivists = chen.memberships[2]
    assert (archivists.reason, archivists.approved_by) == ("project 17", "p1002")
    assert archivists.ends == datetime(2027, 1, 1, tzinfo=UTC)
    assert chen.prerequisites["vetting"] == date(2028, 12, 31)
    assert [credential.card for credential in chen.credentials] == [
        card_number("H10301", 4567, 123),
        card_number("EM4100", "62e3086ced"),
    ]
    assert chen.credentials[0].assurance is Assurance.PROTECTED
    assert chen.starts == datetime(2024, 1, 1, tzinfo=UTC)
    assert chen.ends is None
    assert ana.credentials[0].assurance is Assurance.COPYABLE
    (visit,) = ana.visits
    assert (visit.zones, visit.host, visit.escorts) == (("lobby", "office"), "p1001", ("p1001",))
    assert (visit.state, visit.items) == (VisitState.APPROVED, Items.OPEN)
    assert li.pin is None


def test_pins_stay_apart_and_are_not_shown() -> None:
    loaded = check_files(SITE, FILE, TODAY)
    pins = load_pins(FILE, load_site(SITE, today=TODAY))
    assert set(pins) == {"p1001", "p1002"}
    assert pins["p1001"].reveal() == "4821"
    for shown in (repr(loaded), str(pins), repr(loaded.people), f"{pins['p1001']}"):
        assert "4821" not in shown
        assert "7719" not in shown
    with pytest.raises(TypeError):
        pickle.dumps(Pin("4821"))


def test_the_judge_of_pins() -> None:
    judge = pin_judge({"p1": Pin("4821"), "p9": Pin("7719")})
    assert judge("p1", "4821") is PinVerdict.RIGHT
    assert judge("p1", "4822") is PinVerdict.DURESS
    assert judge("p9", "7710") is PinVerdict.DURESS
    assert judge("p1", "4823") is PinVerdict.WRONG
    assert judge("p1", "7719") is PinVerdict.WRONG
    assert judge("p1", "") is PinVerdict.WRONG
    assert judge("p1", "四八二一") is PinVerdict.WRONG
    assert judge("p2", "4821") is PinVerdict.UNSET


class Case(NamedTuple):
    """A change of the people file, and the one finding that it makes on the line of the change."""

    old: str
    new: str
    after: str
    path: str
    expected: str
    got: str = ""
    meant: str | None = None
    mark: str | None = None


ERRORS = {
    "unknown key": Case('"kind": "visitor"', '"colour": "red", "kind": "visitor"', VISITOR, "people[2].colour", "one of the keys"),
    "misspelt key": Case('"clearance"', '"clearence"', VISITOR, "people[2].clearence", "a known key", meant="clearance"),
    "key twice": Case('"kind": "visitor"', '"kind": "visitor", "kind": "visitor"', VISITOR, "people[2].kind", "each key once"),
    "missing number": Case(', "number": 17', "", VISITOR, "people[2].credentials[0]", "the key 'number'", mark='"id": "c2"'),
    "person twice": Case('"id": "v2001"', '"id": "p1002"', "", "people[2].id", "an id of its own among people", "taken in line 23"),
    "credential twice": Case('"id": "c2"', '"id": "c1"', "", "people[2].credentials[0].id", "an id of its own among credentials"),
    "cards that match alike": Case('"facility": 200, "number": 17', '"facility": 123, "number": 4568', "", "people[2].credentials[0].number", "a card that no other active credential matches", "which c4 in line"),
    "group": Case('"id": "archivists"', '"id": "archivist"', LI_NA, "people[1].groups[2].id", "a group", meant="archivists"),
    "zone": Case('"zones": ["lobby", "office"]', '"zones": ["lobby", "offices"]', "", "people[2].visits[0].zones[1]", "a zone", meant="office"),
    "host": Case('"host": "p1001"', '"host": "p1009"', "", "people[2].visits[0].host", "a person of the people file", meant="p1002"),
    "escort": Case('"escorts": ["p1001"]', '"escorts": ["nobody"]', "", "people[2].visits[0].escorts[0]", "a person of the people file (p1001, p1002, v2001)"),
    "naive instant": Case('"from": "2023-05-01T00:00:00Z"', '"from": "2023-05-01T00:00:00"', LI_NA, "people[1].from", "an instant with offset", "without an offset"),
    "a date for an instant": Case('"from": "2023-05-01T00:00:00Z"', '"from": "2023-05-01"', LI_NA, "people[1].from", "an instant with offset"),
    "an instant for a date": Case('"agreement": "2026-11-23"', '"agreement": "2026-11-23T00:00:00Z"', VISITOR, "people[2].prerequisites.agreement", "a date such as"),
    "until before from": Case('"until": "2026-11-23T09:00:00Z",\n', '"until": "2026-11-23T01:00:00Z",\n', VISITOR, "people[2].until", "an instant after"),
    "kind": Case('"kind": "visitor"', '"kind": "visiter"', VISITOR, "people[2].kind", "one of", meant="visitor"),
    "state": Case('"state": "active" }]', '"state": "activ" }]', VISITOR, "people[2].credentials[0].state", "one of", meant="active"),
    "number": Case('"number": 17', '"number": -17', VISITOR, "people[2].credentials[0].number", "a card number"),
    "PIN": Case('"pin": "7719"', '"pin": 7719', LI_NA, "people[1].pin", "a PIN of 4 to 12 digits", "not shown"),
    "PIN with a letter": Case('"pin": "7719"', '"pin": "771a"', LI_NA, "people[1].pin", "a PIN of 4 to 12 digits", "not shown"),
    "visit named as a grant": Case('"id": "w1"', '"id": "lab-1"', "", "people[2].visits[0].id", "an id that no grant or deny has"),
    "syntax": Case('"kind": "visitor",', '"kind": "visitor"', VISITOR, "", "valid JSON", mark='      "clearance": "none"'),
}  # fmt: skip


@pytest.mark.parametrize("case", ERRORS.values(), ids=list(ERRORS))
def test_one_fault_makes_one_finding(tmp_path: Path, case: Case) -> None:
    change = Change(case.old, case.new, case.after)
    text = altered(PEOPLE, change)
    checked = check_text(tmp_path, HQ, text)
    assert checked.site is None
    assert len(checked.findings) == 1, told(checked.findings)
    finding = checked.findings[0]
    line = change.line(PEOPLE) if case.mark is None else line_of(text, case.mark)
    assert (finding.file, finding.path, finding.line) == ("people.json", case.path, line), told(
        checked.findings
    )
    assert finding.severity is Severity.ERROR
    assert case.expected in finding.expected
    assert case.got in finding.got
    assert finding.meant == case.meant
    assert "771" not in str(finding)


def test_a_person_may_have_no_name_yet(tmp_path: Path) -> None:
    checked = check_text(tmp_path, HQ, altered(PEOPLE, Change('"name": "Ana Souza",', "")))
    assert checked.findings == ()
    assert checked.people[2].name == "v2001"


def test_owners_are_people_if_people_are_given(tmp_path: Path) -> None:
    text = altered(HQ, Change('owner = "p1001"', 'owner = "p1003"'))
    assert check_text(tmp_path, text).findings == ()
    (finding,) = check_text(tmp_path, text, PEOPLE).findings
    assert (finding.path, finding.meant) == ("zones[3].owner", "p1002")
    refused = check_text(tmp_path, text, PEOPLE)
    assert refused.site is None
    assert refused.refused is not None
    assert len(refused.people) == 3


def test_two_cards_alike_are_fine_while_one_is_not_active(tmp_path: Path) -> None:
    same = Change(
        '"facility": 200, "number": 17, "state": "active"', '"facility": 123, "number": 4568, "state": "lost"'
    )
    assert check_text(tmp_path, HQ, altered(PEOPLE, same)).findings == ()


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (Change('"approved_by": "p1002"', '"approved_by": "p0001"'), "people[0].groups[0].approved_by"),
        (Change('"format": "EM4100"', '"format": "EM4200"'), "people[0].credentials[1].format"),
    ],
)
def test_warnings(tmp_path: Path, change: Change, path: str) -> None:
    checked = check_text(tmp_path, HQ, altered(PEOPLE, change))
    assert checked.site is not None
    assert [(finding.path, finding.severity) for finding in checked.findings] == [(path, Severity.WARNING)]


def test_faults_of_both_files_come_together(tmp_path: Path) -> None:
    site = altered(HQ, Change('level = "internal"', 'level = "intern"'))
    people = altered(PEOPLE, Change('"kind": "visitor"', '"kind": "guest"'))
    found = check_text(tmp_path, site, people).findings
    assert [(finding.file, finding.path) for finding in found] == [
        ("hq.site.toml", "zones[2].level"),
        ("people.json", "people[2].kind"),
    ]


def test_load_people_raises(tmp_path: Path) -> None:
    path = tmp_path / "people.json"
    path.write_text('{"people": [{"name": "Nobody"}]}', encoding="utf-8")
    with pytest.raises(SiteFaults, match="the key 'id'"):
        load_people(path, load_site(SITE, today=TODAY))
    path.write_bytes(b'{"people": [\n\xff]}')
    with pytest.raises(SiteFaults, match="people.json:2: expected text in UTF-8; got byte 0xff"):
        load_people(path, load_site(SITE, today=TODAY))
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(SiteFaults, match="an object"):
        load_people(path, load_site(SITE, today=TODAY))
