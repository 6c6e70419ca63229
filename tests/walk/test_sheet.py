"""What is kept of a walk-test, and the report that is printed and signed."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from gate.bus.plain import from_json
from gate.domain.commands import RecordWalkTest
from gate.domain.walk import WalkItem, WalkResult, points_of
from gate.roots.shape import UserError
from gate.roots.walk.finish import Desk
from gate.roots.walk.inbox import HungUp, Inbox, Typed
from gate.roots.walk.pdf import pdf
from gate.roots.walk.report import report
from gate.roots.walk.sheet import Sheet, keep, kept
from gate.roots.walk.telling import Teller
from gate.roots.walktest import app
from tests.edge.bench import AGENT, EXAMPLES, MORNING, example_site

SITE = example_site()
POINTS = points_of(SITE, AGENT)
SHEET = Sheet(
    site=SITE.id,
    configuration=SITE.version,
    agent=AGENT,
    tester="zhao.lei",
    at_door="孙丽",
    started_at=MORNING,
)


def item(index: int, result: WalkResult = WalkResult.PASSED, note: str = "") -> WalkItem:
    return WalkItem(point=POINTS[index].id, result=result, seconds=2.5, note=note, seen=("cabinet-1/1/9",))


def test_a_sheet_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    path = tmp_path / "walktests" / "cabinet-1.json"
    assert kept(path) is None
    sheet = SHEET.with_item(item(0)).with_item(item(1, WalkResult.SKIPPED, "no card here"))
    keep(path, sheet)
    assert kept(path) == sheet
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"", b"{}", b'{"site":"hq"}', b"\xff\xfe"])
def test_a_file_that_is_no_sheet_is_said_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "cabinet-1.json"
    path.write_bytes(content)
    with pytest.raises(UserError, match="--afresh"):
        kept(path)
    assert path.read_bytes() == content


def test_a_point_tried_again_counts_as_it_ended_last() -> None:
    sheet = SHEET.with_item(item(0, WalkResult.FAILED, "dead")).with_item(item(1)).with_item(item(0))
    assert [each.result for each in sheet.items] == [WalkResult.PASSED, WalkResult.PASSED]


def test_what_is_left_is_what_was_not_tried_and_on_request_what_did_not_pass() -> None:
    sheet = SHEET.with_item(item(0)).with_item(item(1, WalkResult.FAILED, "dead"))
    assert sheet.left(POINTS, again=False) == POINTS[2:]
    assert sheet.left(POINTS, again=True) == POINTS[1:]


def signed(*items: WalkItem) -> RecordWalkTest:
    return RecordWalkTest(
        agent=AGENT,
        tester=SHEET.tester,
        at_door=SHEET.at_door,
        signed_by="wang.fang",
        started_at=MORNING,
        ended_at=MORNING + timedelta(minutes=25),
        configuration=SITE.version,
        items=items,
    )


def test_the_report_has_every_point_the_times_of_the_site_and_three_lines_to_sign() -> None:
    text = report(SITE, signed(item(0), item(1, WalkResult.FAILED, "switch missing")), "en")
    rows = [line for line in text.splitlines() if line.startswith("[")]
    assert len(rows) == len(POINTS)
    assert rows[0] == "[x] reader rdr-front-in: passed, 2 s [cabinet-1/1/9]"
    assert "FAILED" in rows[1]
    assert "switch missing" in rows[1]
    assert all(row.startswith("[ ] ") for row in rows[2:])
    assert "2026-03-02 10:00 – 2026-03-02 10:25 (Asia/Shanghai)" in text
    assert SITE.version in text
    assert f"passed 1 · FAILED 1 · skipped 0 · not tried {len(POINTS) - 2}" in text
    assert [line.split(":")[0] for line in text.splitlines() if "Signature ___" in line] == [
        "Tested by",
        "At the doors",
        "Signed off by",
    ]


def test_the_report_in_chinese() -> None:
    text = report(SITE, signed(item(0)), "zh")
    assert "门禁系统现场走查报告" in text
    assert "总部" in text
    assert "未测试" in text
    assert "验收签字: wang.fang" in text


class Signing:
    """A desk with one line typed, and a record that answers ``why``."""

    def __init__(self, folder: Path, *typed: str, why: str = "") -> None:
        self.path = folder / "cabinet-1.json"
        self.recorded: list[RecordWalkTest] = []
        self.said: list[str] = []
        self.why = why
        inbox = Inbox(lambda: 0.0)
        for line in typed:
            inbox.put(Typed(line))
        inbox.put(HungUp())
        self.desk = Desk(
            site=SITE,
            inbox=inbox,
            tell=Teller(self.said.append, "en", as_json=False),
            now=lambda: MORNING + timedelta(hours=1),
            record=self._record,
            path=self.path,
        )

    def _record(self, record: RecordWalkTest) -> str:
        self.recorded.append(record)
        return self.why

    def files(self) -> list[str]:
        return sorted(path.name for path in self.path.parent.iterdir())


WHOLE = replace(SHEET, items=tuple(item(index) for index in range(len(POINTS))))


def text_of(paper: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)


def test_the_paper_has_every_point_and_who_signed_it_off_in_both_languages() -> None:
    record = signed(item(0), item(1, WalkResult.FAILED, "switch missing 开关缺失"))
    text = text_of(pdf(SITE, record, b"recorded"))
    for words in (
        *("Commissioning walk-test", "Headquarters (hq)", "FAILED", "Signed off by: wang.fang"),
        *("门禁系统现场走查报告", "总部 (hq)", "失败", "验收签字: wang.fang", "现场人员: 孙丽"),
    ):
        assert words in text
    counted = [text.count(mark) for mark in ("[x]", "[!]", "[ ]")]
    assert counted == [2, 2, 2 * (len(POINTS) - 2)]
    assert " ".join(text.split()).count("switch missing 开关缺失; cabinet-1/1/9") == 2
    assert "□" not in text


def test_signed_and_recorded_the_sheet_gives_way_to_the_report(tmp_path: Path) -> None:
    signing = Signing(tmp_path, " wang.fang \n")
    keep(signing.path, WHOLE)
    assert signing.desk.sign(WHOLE, "") is True
    assert [record.signed_by for record in signing.recorded] == ["wang.fang"]
    name = "cabinet-1-20260302T030000Z"
    assert signing.files() == [f"{name}.json", f"{name}.pdf", f"{name}.txt"]
    recorded = (tmp_path / f"{name}.json").read_bytes()
    assert text_of((tmp_path / f"{name}.pdf").read_bytes()).count(sha256(recorded).hexdigest()) == 2
    assert from_json(RecordWalkTest, (tmp_path / f"{name}.json").read_bytes()) == signing.recorded[0]


def test_what_did_not_all_pass_is_signed_and_is_not_passed(tmp_path: Path) -> None:
    signing = Signing(tmp_path)
    assert signing.desk.sign(SHEET.with_item(item(0)), "wang.fang") is False
    assert len(signing.recorded) == 1


@pytest.mark.parametrize("typed", [(), ("\n",), ("   \n",)])
def test_without_a_name_nothing_is_recorded_and_the_sheet_stays(
    tmp_path: Path, typed: tuple[str, ...]
) -> None:
    signing = Signing(tmp_path, *typed)
    keep(signing.path, WHOLE)
    assert signing.desk.sign(WHOLE, "") is False
    assert signing.recorded == []
    assert signing.files() == ["cabinet-1.json"]


def test_what_the_engine_does_not_record_is_kept_for_another_time(tmp_path: Path) -> None:
    signing = Signing(tmp_path, why="the engine does not answer")
    keep(signing.path, WHOLE)
    assert signing.desk.sign(WHOLE, "wang.fang") is False
    assert signing.files() == ["cabinet-1.json"]
    assert "not recorded: the engine does not answer" in "".join(signing.said)


SITE_FILE = str(EXAMPLES / "hq.site.toml")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["cabinet-9"], "expected an agent of the site (cabinet-1)"),
        ([AGENT, "--door", "no-door"], "expected a door of cabinet-1"),
        ([AGENT, "--bus", "mqtt://127.0.0.1:1"], "no broker answers"),
    ],
)
def test_what_cannot_be_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str
) -> None:
    monkeypatch.setattr("gate.roots.walktest.CONNECT_S", 0.2)
    people = ["--by", "zhao.lei", "--at-door", "sun.li"]
    done = CliRunner().invoke(app, [*words, *people, "--site", SITE_FILE, "--data", str(tmp_path)])
    assert isinstance(done.exception, UserError)
    assert said in str(done.exception)


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        (replace(SHEET, configuration="older"), "another site file"),
        (replace(SHEET, tester="somebody"), "begun by somebody"),
    ],
)
def test_another_persons_or_another_sites_sheet_is_not_gone_on_with(
    tmp_path: Path, sheet: Sheet, said: str
) -> None:
    keep(tmp_path / "walktests" / f"{AGENT}.json", sheet)
    words = [AGENT, "--by", "zhao.lei", "--at-door", "孙丽", "--site", SITE_FILE, "--data", str(tmp_path)]
    done = CliRunner().invoke(app, words)
    assert said in str(done.exception)
