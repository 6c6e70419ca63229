"""The desk's steps before a badge: whom a list holds, what is carried, what a scan finds, what stands in the way."""

import io

import pytest
from pypdf import PdfReader

from gate.domain.desk_record import Identified
from gate.domain.visit import Items, VisitState
from tests.web.desk import Desk
from tests.web.steps import PASSPORT, file_of, guard, record, revision, step, watch
from tests.web.test_desk import CHECK_IN, VISITOR, registered


def test_a_held_visitor_is_explained_and_only_the_keeper_lets_him_go(desk: Desk) -> None:
    watch(desk, "Kowalska Marta")
    browser = guard(desk)
    path = registered(browser)
    page = browser.get(path).text
    assert "Held: Kowalska Marta (the same words in another order)" in page
    assert f"{path}/check-in" not in page
    entry = record(desk, path).hits[0].entry
    refused = step(desk, browser, path, f"hits/{entry}", same="no", reason="another person")
    assert refused.status_code == 409
    assert "whoever keeps the lists" in refused.text
    assert browser.post(f"{path}/check-in", **CHECK_IN).status_code == 409


def test_a_possible_hit_is_judged_by_the_guard_with_a_reason(desk: Desk) -> None:
    watch(desk, "Martha Kovalska")
    browser = guard(desk)
    path = registered(browser)
    assert "Perhaps on a watchlist" in browser.get(path).text
    entry = record(desk, path).hits[0].entry
    missing = step(desk, browser, path, f"hits/{entry}")
    assert missing.status_code == 400
    assert "Say whether it is the same person." in missing.text
    assert "Say how you know." in missing.text
    assert step(desk, browser, path, f"hits/{entry}", same="no", reason="other photo").status_code == 302
    assert browser.post(f"{path}/check-in", **CHECK_IN).status_code == 302


def test_a_banned_phone_goes_into_a_locker_and_back(desk: Desk) -> None:
    browser = guard(desk)
    path = registered(browser, zones=["lobby", "office"])
    assert step(desk, browser, path, "items", kind="laptop", serial="SN-1").status_code == 302
    assert file_of(desk, path).visit.items is Items.NONE, "nothing is banned in the office"
    assert browser.post(f"{path}/check-in", **CHECK_IN).status_code == 302
    page = browser.get(path).text
    assert "Things to be reconciled" in page
    item = next(iter(desk.rig.facts.desk.items[path.rsplit("/", 1)[1]]))
    wrong = step(desk, browser, path, f"items/{item}/out", state="taken_out", serial="SN-2")
    assert wrong.status_code == 409
    assert "serial number differs" in wrong.text
    browser.post(f"{path}/check-out", returned="yes", evidence="seen_leaving")
    assert file_of(desk, path).visit.state is VisitState.CHECKED_OUT, "a thing is not accounted for"
    assert step(desk, browser, path, f"items/{item}/out", state="taken_out", serial="sn1").status_code == 302
    assert file_of(desk, path).visit.state is VisitState.CLOSED


def test_a_visit_is_found_as_it_is_typed(desk: Desk) -> None:
    browser = guard(desk)
    path = registered(browser)
    for words in ("Marta", "mk", "Łódź", "Chen Wei", "陈伟", "optics kowal", path.rsplit("/", 1)[1]):
        assert path in browser.get("/desk/found", query_string={"q": words}).text, words
    assert path not in browser.get("/desk/found", query_string={"q": "nobody at all"}).text


def test_the_pass_on_the_label_finds_the_visit_and_an_older_one_does_not(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from web.desk import passes

    codes = ["GV" + letter * 26 for letter in "AB"]
    given = iter(codes)
    monkeypatch.setattr(passes, "new_code", lambda: next(given))
    browser = guard(desk)
    path = registered(browser, name="尉迟恭 Łódź 🫠", company="مرحبا")
    label = browser.post(f"{path}/label")
    text = PdfReader(io.BytesIO(label.data)).pages[0].extract_text()
    assert "尉迟恭" in text
    assert "Łódź □" in text, "what no font has is marked, not dropped"
    assert browser.post("/desk/scan", text=codes[0].lower()).headers["Location"] == path
    browser.post(f"{path}/label")
    assert browser.post("/desk/scan", text=codes[0]).status_code == 404
    assert browser.post("/desk/scan", text=codes[1]).headers["Location"] == path
    assert codes[1] not in str(desk.rig.outcomes[-1])


def test_a_scan_of_a_badge_or_a_passport_jumps_to_the_visit(desk: Desk) -> None:
    browser = guard(desk)
    path = registered(browser, name="Anna Maria Eriksson")
    bare = "".join(PASSPORT.split())
    assert browser.post("/desk/scan", text=bare).headers["Location"] == path
    browser.post(f"{path}/check-in", **CHECK_IN)
    assert browser.post("/desk/scan", text="200:31").headers["Location"] == path
    other = registered(browser, id_kind="", id_number="")
    visit = other.rsplit("/", 1)[1]
    answer = browser.post(
        "/desk/scan", text=bare, zone=bare, visit=visit, revision=str(revision(desk, other))
    )
    assert answer.status_code == 302, answer.text
    assert record(desk, other).identified is Identified.MRZ


def test_two_guards_and_one_visit(desk: Desk) -> None:
    first, second = guard(desk), guard(desk)
    path = registered(first)
    seen = revision(desk, path)
    assert first.post(f"{path}/items", revision=seen, kind="phone").status_code == 302
    late = second.post(f"{path}/items", revision=seen, kind="phone")
    assert late.status_code == 409
    assert "somebody else changed the visit meanwhile" in late.text
    late = second.post(f"{path}/check-in", **CHECK_IN, revision=seen)
    assert late.status_code == 409
    assert len(desk.rig.facts.desk.items[path.rsplit("/", 1)[1]]) == 1


def test_a_form_sent_twice_is_one_thing(desk: Desk) -> None:
    browser = guard(desk)
    path = registered(browser)
    key = "a" * 32
    for _ in range(2):
        assert browser.post(f"{path}/items", revision=0, kind="phone", key=key).status_code == 302
    assert len(desk.rig.facts.desk.items[path.rsplit("/", 1)[1]]) == 1


@pytest.mark.parametrize("name", ["陈" * 100, "😀 שלום مرحبا"], ids=["long", "odd"])
def test_names_of_all_kinds_come_through_whole(desk: Desk, name: str) -> None:
    browser = guard(desk)
    path = registered(browser, name=name)
    assert name in browser.get(path).text
    assert browser.post(f"{path}/check-in", **CHECK_IN).status_code == 302


def test_a_host_who_left_stands_in_the_way(desk: Desk) -> None:
    from gate.domain.commands import DepartPerson
    from tests.service.rig import HR

    browser = guard(desk)
    path = registered(browser, host="p1004", host_escorts="no")
    desk.rig.command(DepartPerson(person="p1004", reason="end"), HR)
    page = browser.get(path).text
    assert "has left the company: the visit needs another host" in page
    assert f"{path}/check-in" not in page
    assert browser.post(f"{path}/check-in", **CHECK_IN).status_code == 409
    assert VISITOR["host"] == "p1001"


def test_watchlist_rows_from_a_file_are_taken_or_named(desk: Desk) -> None:
    keeper = desk.browser("chen.wei")
    answer = keeper.post("/watchlists", name="Banned", action="block", owner="p1001", review_on="2027-06-01")
    path = str(answer.headers["Location"])
    rows = "name,name_zh,born,id_kind,id_number,note\n李雷,李雷,1980-01-31,,,theft\n,,,,,x\nBob,,31.1.80,,,\n"
    for encoding in ("utf-8-sig", "gb18030"):
        file = (io.BytesIO(rows.encode(encoding)), "list.csv")
        page = keeper.post(f"{path}/import", file=file).text
        assert "Line 3: A name is needed." in page
        assert "Line 4: The birth date must be written" in page
    assert [entry.name for entry in desk.rig.facts.desk.entries.values()] == ["李雷"]
    bad = keeper.post(f"{path}/import", file=(io.BytesIO(b"\xff\xfe\xff\x00"), "list.csv"))
    assert bad.status_code == 400
    assert "neither UTF-8 nor GB 18030" in bad.text or "must name the columns" in bad.text
    assert desk.browser("wang.fang").get("/watchlists").status_code == 403
