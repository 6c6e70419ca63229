"""Heads of the record for auditors, and the sheet that one shift hands to the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gate.domain.door_state import Contact
from gate.keys.ring import KeyRing
from gate.roots.audit_sources import heads_of_file
from gate.seal.checkpoint import Checkpoint
from gate.seal.note import Note, NoteKey
from gate.store import Batch
from gate.store.seal.order import HeadOrder
from tests.service.rig import CHEN
from tests.web.desk import Desk, DeskChecks
from web.record.checking import Check, Found, Verdict


def sign_head(desk: Desk, folder: Path, at: datetime) -> HeadOrder:
    ring = KeyRing(folder / "seal-keys")
    ring.ensure([], [])
    seal = ring.seal()
    key = NoteKey(name="gate/hq/seal/1", public=seal.public(1))

    def sign(checkpoint: Checkpoint) -> Note:
        return Note(text=checkpoint.text()).signed(key, lambda content: seal.sign(1, content))

    order = HeadOrder(origin="gate/hq", at=at, sign=sign)
    with desk.rig.store.work() as work:
        work.write(Batch(heads=[order]))
    return order


@pytest.fixture
def head(desk: Desk, tmp_path: Path) -> HeadOrder:
    """A head over a morning in which Chen came in and forced a door on his way."""
    desk.rig.walk(CHEN, "rdr-front-in", "front-door")
    desk.rig.door("office-door", Contact.OPEN)
    return sign_head(desk, tmp_path, desk.rig.clock.now())


def test_an_auditor_takes_a_head_along(desk: Desk, head: HeadOrder, tmp_path: Path) -> None:
    assert head.made is not None
    size = head.made.checkpoint.size
    browser = desk.browser("qian.hui")
    page = browser.get("/record").text
    assert f"<code>{size}</code>" in page
    assert "gate/hq/seal/1+" in page
    answer = browser.get(f"/record/{size}.head")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="hq-{size}.head"'
    (tmp_path / "kept.head").write_text(answer.text)
    (kept,) = heads_of_file(tmp_path / "kept.head")
    assert (kept.size, kept.note) == (size, str(head.made.note))
    assert browser.get(f"/record/{size + 1}.head").status_code == 404
    assert browser.get("/record/99999999999999999999.head").status_code == 404


def test_heads_are_paged(desk: Desk, tmp_path: Path) -> None:
    for _ in range(51):
        desk.rig.door("office-door", Contact.CLOSED)
        desk.rig.clock.forward(seconds=60)
        sign_head(desk, tmp_path, desk.rig.clock.now())
    browser = desk.browser("qian.hui")
    sizes = [head.size for head in desk.console.queries.heads(limit=60)]
    first = browser.get("/record").text
    assert f"?before={sizes[49]}" in first
    second = browser.get(f"/record?before={sizes[49]}").text
    assert f"<code>{sizes[50]}</code>" in second
    assert f"<code>{sizes[49]}</code>" not in second


def test_the_sheet_says_what_is_open_and_how_far_the_record_is(desk: Desk, head: HeadOrder) -> None:
    page = desk.browser("wang.fang").get("/handover").text
    assert "Chen Wei" in page
    assert "Door forced" in page
    assert head.made is not None
    (line,) = desk.console.queries.heads()
    assert line.root in page
    assert line.key in page
    assert "Handed over by" in page


def test_the_sheet_in_chinese(desk: Desk, head: HeadOrder) -> None:
    page = desk.browser("wang.fang", language="zh").get("/handover").text
    assert "交接班" in page
    assert "交班人" in page
    assert "Handed over" not in page


def test_before_the_first_head_the_pages_say_so(desk: Desk) -> None:
    assert "No head was signed yet." in desk.browser("qian.hui").get("/record").text
    assert "No head was signed yet." in desk.browser("wang.fang").get("/handover").text


def test_heads_are_for_auditors(desk: Desk) -> None:
    assert desk.browser("wang.fang").get("/record").status_code == 403


# ── verifying ────────────────────────────────────────────────────────────────

NOON = datetime(2026, 4, 7, 4, 0, tzinfo=UTC)
RUNS = Check(by="qian.hui", begun=NOON)
HOLDS = Found(verdict=Verdict.HOLDS, sealed=1200, checkpoints=7, newer=3, outside=2, erased=1)
BROKEN = Found(verdict=Verdict.BROKEN, why="event 17 (Alarm<Raised>) altered", event=17)
UNREADABLE = Found(verdict=Verdict.UNREADABLE, why="expected a database at gate.db; there is none")


def checks_of(desk: Desk) -> DeskChecks:
    checks = desk.console.checks
    assert isinstance(checks, DeskChecks)
    return checks


def ended(found: Found) -> Check:
    return replace(RUNS, ended=NOON, found=found)


def test_an_auditor_has_the_record_verified(desk: Desk) -> None:
    browser = desk.browser("qian.hui")
    assert "Not verified since this console started." in browser.get("/record").text
    assert browser.post("/record/check").headers["Location"] == "/record"
    assert checks_of(desk).asked == ["qian.hui"]


def test_nobody_else_does(desk: Desk) -> None:
    assert desk.browser("wang.fang").post("/record/check").status_code == 403
    assert checks_of(desk).asked == []


@pytest.mark.parametrize(
    ("check", "said", "unsaid"),
    [
        (replace(RUNS, by=""), ["as it is every day", 'hx-trigger="every 2s"'], ["asked by", "Verify now"]),
        (replace(ended(HOLDS), by=""), ["as every day; ended at", "Verify now"], ["Asked by"]),
        (RUNS, ["Being verified since", 'hx-trigger="every 2s"'], ["Verify now", "It holds"]),
        (ended(HOLDS), ["It holds: 1200 events under 7 heads.", "3 newer", "2 heads", "Verify now"], ["hx-trigger"]),
        (ended(BROKEN), ["from event 17 on", "(Alarm&lt;Raised&gt;)", "Change nothing."], ["It holds", "every 2s"]),
        (ended(replace(BROKEN, event=None)), ["It is not what was sealed."], ["from event", "It holds"]),
        (ended(UNREADABLE), ["It could not be verified", "gate.db"], ["It holds", "It is not what was sealed"]),
    ],
)  # fmt: skip
def test_the_page_says_what_came_of_it(desk: Desk, check: Check, said: list[str], unsaid: list[str]) -> None:
    checks_of(desk).said = check
    page = desk.browser("qian.hui").get("/record/check").text
    assert [each for each in said if each not in page] == []
    assert [each for each in unsaid if each in page] == []


def test_it_says_so_in_chinese(desk: Desk) -> None:
    checks_of(desk).said = ended(BROKEN)
    page = desk.browser("qian.hui", language="zh").get("/record").text
    assert "与封存时不一致，始于事件 17。" in page
    assert "立即校验" in page
    assert "Change nothing" not in page


@pytest.mark.parametrize(
    ("language", "yet", "gone"), [("en", "nobody yet", "no longer kept"), ("zh", "暂无", "不再保留")]
)
def test_an_old_head_without_countersignatures_may_have_had_some(
    desk: Desk, tmp_path: Path, language: str, yet: str, gone: str
) -> None:
    now = desk.rig.clock.now()
    for ago in (timedelta(hours=1, microseconds=1), timedelta(hours=1), timedelta()):
        desk.rig.walk(CHEN, "rdr-front-in", "front-door")
        desk.rig.door("office-door", Contact.OPEN)
        sign_head(desk, tmp_path, now - ago)
    page = desk.browser("qian.hui", language).get("/record").text
    assert (page.count(f">{yet}<"), page.count(f">{gone}<")) == (2, 1)
