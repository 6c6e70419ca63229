"""The desk's printer queue on pages: sent without waiting, shown with its state, tried again."""

from datetime import timedelta

from gate.notify import prints
from tests.web.desk import Desk
from tests.web.steps import guard
from tests.web.test_desk import registered


def test_a_label_goes_into_the_queue_and_is_tried_again(desk: Desk) -> None:
    browser, told = guard(desk), desk.console.told
    path = registered(browser)
    assert browser.post(f"{path}/label/print").status_code == 302
    row = prints.listed(told)[0]
    assert (row.visit, row.by) == (path.rsplit("/", 1)[1], "wang.fang")
    paper = desk.console.files.get(row.paper)
    assert paper is not None
    assert paper[:5] == b"%PDF-"
    assert "Waits for the printer" in browser.get("/prints").text
    for _ in range(9):
        prints.failed(told, prints.listed(told)[0], desk.rig.clock.now(), "out of labels")
    page = browser.get("/prints").text
    assert "Not printed" in page
    assert "out of labels" in page
    assert browser.post(f"/prints/{row.id}/again").status_code == 302
    assert prints.due(told, desk.rig.clock.now() + timedelta(seconds=1))
    assert browser.post("/prints/999/again").status_code == 404
    assert "未能打印" not in guard(desk, "zh-CN").get("/prints").text
    assert "等待打印" in guard(desk, "zh-CN").get("/prints").text


def test_a_new_label_takes_the_place_of_the_one_that_waits(desk: Desk) -> None:
    browser = guard(desk)
    path = registered(browser)
    browser.post(f"{path}/label/print")
    first = prints.listed(desk.console.told)[0].paper
    browser.post(f"{path}/label/print")
    assert len(prints.listed(desk.console.told)) == 1
    assert desk.console.files.get(first) is None
