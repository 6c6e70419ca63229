"""``gate report`` on a store that an engine has written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from gate.cli import main
from gate.store import open_store
from tests.peopled import Peopled
from tests.service.rig import CHEN, LI, MORNING, Rig, StillClock, make_rig

FROM, TO = "2026-11-23T08:00", "2026-11-23T18:00"  # the site's time: Shanghai


@pytest.fixture(scope="module")
def url(peopled_example: Peopled, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Chen and Li come at nine; Chen goes to the office for an hour, Li after half of it."""
    folder = tmp_path_factory.mktemp("report")
    url = peopled_example.copied(folder)
    store = open_store(url)
    _day(make_rig(store, peopled_example.ring))
    yield url
    store.close()


def _day(rig: Rig) -> None:
    for card in (CHEN, LI):
        rig.walk(card, "rdr-front-in", "front-door")
    rig.walk(CHEN, "rdr-office-in", "office-door")
    rig.wait(minutes=30)
    rig.walk(LI, "rdr-office-in", "office-door")
    rig.wait(minutes=30)
    rig.walk(CHEN, "rdr-office-out", "office-door")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["report", *words])
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def rows(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    code, out, err = run(capsys, *words, "--json")
    assert (code, err) == (0, "")
    return [json.loads(line) for line in out.splitlines()]


@pytest.mark.regime("A4")
def test_who_was_in_a_zone(capsys: pytest.CaptureFixture[str], url: str) -> None:
    found = rows(capsys, "in-zone", "office", "--from", FROM, "--to", TO, "--store", url)
    assert [(row["person"], row["from"], row["to"], row["certain"]) for row in found] == [
        ("p1001", "2026-11-23T09:00:00+08:00", "2026-11-23T10:00:00+08:00", True),
        ("p1002", "2026-11-23T09:30:00+08:00", "", True),
    ]
    assert rows(capsys, "in-zone", "office", "--from", FROM, "--to", "2026-11-23T09:00", "--store", url) == []


def test_who_was_there_already_when_the_time_began(capsys: pytest.CaptureFixture[str], url: str) -> None:
    late = ("--from", "2026-11-25T09:00", "--to", "2026-11-25T10:00", "--store", url)
    assert [row["person"] for row in rows(capsys, "in-zone", "office", *late)] == ["p1002"]
    assert rows(capsys, "in-zone", "office", *late, "--back", "1") == []


def test_who_met_whom(capsys: pytest.CaptureFixture[str], url: str) -> None:
    code, out, _ = run(capsys, "met", "p1001", "--from", FROM, "--to", TO, "--store", url)
    assert code == 0
    heading, *lines = out.splitlines()
    assert heading.split() == ["person", "name", "zone", "from", "to", "minutes", "certain"]
    assert [line.split()[0] for line in lines] == ["p1002"]
    assert "office" in lines[0]
    assert " 30.0 " in lines[0]


@pytest.mark.regime("B2")
def test_rights_that_nobody_used(
    capsys: pytest.CaptureFixture[str], url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gate.roots.report.site_clock", lambda: StillClock(MORNING + timedelta(days=1)))
    found = rows(capsys, "unused-rights", "--days", "30", "--store", url)
    assert [(row["person"], row["group"], row["zones"], row["whole"]) for row in found] == [
        (person, group, zone, True)
        for person in ("p1001", "p1002")
        for group, zone in (("archivists", "archive"), ("lab-team", "lab"))
    ], "they came by the grant of staff"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("in-zone", "cellar", "--from", FROM), "expected a zone of the site"),
        (("in-zone", "office", "--from", "yesterday"), "--from: expected a time as"),
        (("in-zone", "office", "--from", TO, "--to", FROM), "expected --from before --to"),
        (("met", "p9", "--from", FROM), "no person 'p9'"),
    ],
)
def test_what_cannot_be_asked(
    capsys: pytest.CaptureFixture[str], url: str, words: tuple[str, ...], said: str
) -> None:
    code, out, err = run(capsys, *words, "--store", url)
    assert (code, out) == (2, "")
    assert said in err


def test_a_store_must_be_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, err = run(capsys, "unused-rights")
    assert (code, "expected --data DIR or --store URL" in err) == (2, True)
    code, _, err = run(capsys, "unused-rights", "--data", str(tmp_path))
    assert (code, "found no gate.db" in err) == (2, True)


@pytest.mark.regime("A5")
def test_the_handover_sheet_has_room_for_two_signatures(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["report", "handover", "--store", url])
    said = capsys.readouterr().out
    assert said.startswith("Handover, Headquarters, ")
    assert "In the house, as far as is known: 2\n  Chen Wei: " in said
    assert "Doors to look at: " in said
    assert "no head was signed yet" in said
    assert said.count("_" * 40) == 2
