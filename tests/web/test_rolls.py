"""Roll calls on pages: who is on the sheet, what a press says, what another warden's press changes, and how it ends."""

import re
from collections.abc import Iterator

import pytest

from gate.domain.commands import CheckInVisit
from gate.domain.door_state import Contact
from gate.domain.events import InputChanged
from gate.domain.roll import Mark, Occasion
from gate.domain.roll_commands import CallRoll, EndRoll, MarkPerson
from gate.domain.visit import Items
from tests.service.rig import CHEN, GUARD, LI, POOL, Rig
from tests.web import visiting
from tests.web.desk import Desk
from web.stream import REGIONS


@pytest.fixture
def hosts(desk: Desk) -> Iterator[Desk]:
    """Chen is in the lobby, Li in the office, and a visitor of hers is checked in."""
    visiting.hosts(desk)
    desk.engine.act(_arrive)
    visit = visiting.invite(desk)
    assert desk.engine.send(CheckInVisit(visit=visit, card=POOL, agreement=True, items=Items.NONE), GUARD)
    yield desk
    desk.console.told.close()


def _arrive(rig: Rig) -> None:
    for card, doors in ((CHEN, ("front",)), (LI, ("front", "office"))):
        for door in doors:
            rig.walk(card, f"rdr-{door}-in", f"{door}-door")
            rig.door(f"{door}-door", Contact.CLOSED)


def called(hosts: Desk) -> str:
    receipt = hosts.engine.send(CallRoll(occasion=Occasion.DRILL), GUARD)
    return f"/muster/rolls/{receipt.subject}"


def row(page: str, person: str) -> str:
    """The person's row as text, with its state in front."""
    found = re.search(rf'<li class="roll-row is-(\w+)" id="r-{person}">(.*?)</li>', page, re.DOTALL)
    assert found is not None, f"no row of {person}"
    return f"{found[1]}: " + " ".join(re.sub(r"<[^>]+>", " ", found[2]).split())


def count(page: str) -> dict[str, int]:
    [line] = re.findall(r'<p class="roll-counts">(.*?)</p>', page, re.DOTALL)
    numbers = [int(each) for each in re.findall(r"<strong>(\d+)</strong>", line)]
    return dict(zip(("missing", "seen", "left"), numbers, strict=True))


def test_a_warden_calls_a_roll_and_marks_who_stands_before_him(hosts: Desk) -> None:
    warden, other = hosts.browser("wang.fang"), hosts.browser("chen.wei")
    assert "What for?" in warden.get("/muster/rolls").text
    assert warden.post("/muster/rolls").status_code == 400
    answer = warden.post("/muster/rolls", occasion="evacuation")
    path = answer.location
    assert (answer.status_code, path.startswith("/muster/rolls/")) == (302, True)
    page = warden.get(path).text
    assert count(page) == {"missing": 3, "seen": 0, "left": 0}
    assert row(page, "p1002").startswith("open: ")
    assert "passed · Office door" in row(page, "p1002")
    marked = warden.post(f"{path}/mark", mark="seen p1002")
    assert (marked.status_code, marked.location) == (302, path)
    page = other.get(path).text
    assert count(page) == {"missing": 2, "seen": 1, "left": 0}
    assert row(page, "p1002").startswith("seen: ")
    assert "wang.fang, 09:00:00" in row(page, "p1002")
    assert "Take back" in row(page, "p1002")


def test_the_same_press_sent_twice_is_one_mark_and_each_button_is_its_own(hosts: Desk) -> None:
    path, warden = called(hosts), hosts.browser("wang.fang")
    key = "0" * 32
    for _ in range(2):
        warden.post(f"{path}/mark", mark="seen p1001", key=key)
    warden.post(f"{path}/mark", mark="seen p1002", key=key)
    lines = next(iter(hosts.rig.facts.desk.roll_lines.values()))
    assert [who for who, line in lines.items() if line.mark is Mark.SEEN] == ["p1001", "p1002"]


def test_what_another_has_seen_is_not_undone_by_a_look_elsewhere(hosts: Desk) -> None:
    path = called(hosts)
    hosts.browser("chen.wei").post(f"{path}/mark", mark="seen p1001")
    guard = hosts.browser("wang.fang")
    plain = guard.post(f"{path}/mark", mark="not_here p1001")
    assert (plain.status_code, "chen.wei has seen this person already" in plain.text) == (409, True)
    scripted = guard.http.post(
        f"{path}/mark",
        data={"mark": "not_here p1001", "csrf_token": guard.token()},
        headers={"HX-Request": "true"},
    )
    assert scripted.status_code == 200, "scripts take no list that comes with an error's status"
    assert "chen.wei has seen this person already" in scripted.text


def test_the_list_is_narrowed_to_ones_own_part_and_stays_so(hosts: Desk) -> None:
    path, guard = called(hosts), hosts.browser("wang.fang")
    page = guard.get(f"{path}?place=office").text
    assert 'id="r-p1002"' in page
    assert 'id="r-p1001"' not in page
    assert f'hx-get="{path}?place=office"' in page, "what renews itself stays narrow"
    assert guard.post(f"{path}/mark", mark="seen p1002", place="office").location == f"{path}?place=office"
    by_initials = guard.get(f"{path}?q=cw").text
    assert 'id="r-p1001"' in by_initials
    assert 'id="r-p1002"' not in by_initials
    assert "Nobody on the roll fits" in guard.get(f"{path}?q=nobody").text


def test_who_left_by_a_door_is_accounted_for_and_who_comes_back_is_not(hosts: Desk) -> None:
    path, guard = called(hosts), hosts.browser("wang.fang")

    def out(rig: Rig) -> None:
        rig.walk(CHEN, "rdr-front-out", "front-door")
        rig.door("front-door", Contact.CLOSED)

    hosts.engine.act(out)
    page = guard.get(path).text
    assert count(page) == {"missing": 2, "seen": 0, "left": 1}
    assert row(page, "p1001").startswith("left: ")
    guard.post(f"{path}/mark", mark="seen p1001")
    hosts.engine.act(lambda rig: rig.walk(CHEN, "rdr-front-in", "front-door"))
    page = guard.get(path).text
    assert "came in again at 09:00:00" in row(page, "p1001")
    assert count(page)["missing"] == 3


def test_a_fire_calls_it_and_every_page_says_so(hosts: Desk) -> None:
    guard = hosts.browser("wang.fang")
    assert "roll call open" not in guard.get("/live").text
    hosts.engine.event(InputChanged(owner="front-door", name="fire", active=True))
    for page in ("/live", "/visits", "/alarms"):
        assert "roll call open" in guard.get(page).text
    assert "called by the fire alarm" in guard.get("/muster/rolls").text
    assert "/muster/rolls/m-" in guard.get("/muster").text
    assert "roll" in REGIONS["PersonMarked"]


def test_the_missing_are_read_out_and_the_end_is_owed_a_word(hosts: Desk) -> None:
    path, guard = called(hosts), hosts.browser("wang.fang")
    for person in ("p1001", "p1002"):
        guard.post(f"{path}/mark", mark=f"seen {person}")
    visitor = next(file.person for file in hosts.rig.facts.visits.values())
    missing = guard.get(f"{path}/missing").text
    assert "Marta Kowalska" in missing
    assert "Li Na" not in missing.split('id="missing"')[1].replace("visits Li Na", "")
    assert "<button" not in missing.split('id="missing"')[1].split("</main>")[0]
    short = guard.post(f"{path}/end", note=" ")
    assert (short.status_code, "somebody is missing" in short.text) == (409, True)
    assert guard.post(f"{path}/end", note="went to the station, her host says").status_code == 302
    page = guard.get(path).text
    assert count(page) == {"missing": 1, "seen": 2, "left": 0}
    assert "Take back" not in page
    assert guard.post(f"{path}/mark", mark=f"seen {visitor}").status_code == 409
    assert "3" in guard.get("/muster/rolls").text.split("Ended", 1)[1]


@pytest.mark.parametrize("mark", ["", "seen", "gone p1001", "open"])
def test_a_press_that_is_none_is_refused(hosts: Desk, mark: str) -> None:
    assert hosts.browser("wang.fang").post(f"{called(hosts)}/mark", mark=mark).status_code == 400


def test_a_roll_that_is_not_there_is_not_found(hosts: Desk) -> None:
    guard = hosts.browser("wang.fang")
    assert guard.get("/muster/rolls/m-none").status_code == 404
    assert guard.post("/muster/rolls/m-none/mark", mark="seen p1001").status_code == 404
    assert guard.post("/muster/rolls/m-none/end", note="x").status_code == 404


def test_a_silent_engine_marks_nobody_and_says_so(hosts: Desk) -> None:
    path, guard = called(hosts), hosts.browser("wang.fang")
    hosts.engine.silent = True
    answer = guard.post(f"{path}/mark", mark="seen p1001")
    assert (answer.status_code, "The engine does not answer" in answer.text) == (503, True)
    assert row(answer.text, "p1001").startswith("open: ")


def test_an_auditor_looks_and_presses_nothing(hosts: Desk) -> None:
    path, auditor = called(hosts), hosts.browser("qian.hui")
    page = auditor.get(path).text
    assert count(page)["missing"] == 3
    assert 'name="mark"' not in page
    assert "Call the roll" not in auditor.get("/muster/rolls").text
    assert auditor.post(f"{path}/mark", mark="seen p1001").status_code == 403
    assert auditor.post(f"{path}/end", note="x").status_code == 403


def test_every_word_is_there_in_chinese(hosts: Desk) -> None:
    path, guard = called(hosts), hosts.browser("wang.fang")
    guard.language = "zh"
    for page, word in ((path, "点名"), (f"{path}/missing", "未找到"), ("/muster/rolls", "发起点名")):
        assert word in guard.get(page).text


def test_commands_of_rolls_are_told_in_the_audit(hosts: Desk) -> None:
    roll = called(hosts).rsplit("/", 1)[1]
    hosts.engine.send(MarkPerson(roll=roll, person="p1001", mark=Mark.NOT_HERE), GUARD)
    hosts.engine.send(EndRoll(roll=roll, note="a drill"), GUARD)
    page = hosts.browser("qian.hui").get("/audit").text
    for said in ("Roll call: 3 people expected", "looked and did not find them", "Roll call ended by"):
        assert said in page
