"""Heads of the record for auditors, and the sheet that one shift hands to the next."""

from __future__ import annotations

from datetime import datetime
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
from tests.web.desk import Desk


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
