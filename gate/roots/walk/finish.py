"""The end of a walk-test: signed off, written into the record and onto paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gate.bus.plain import to_json
from gate.domain.commands import RecordWalkTest
from gate.domain.site import Site
from gate.domain.text import Text
from gate.domain.walk import WalkPoint, points_of
from gate.edge.memory import write_durably
from gate.roots.shape import unreadable
from gate.roots.walk.inbox import HungUp, Inbox, Typed
from gate.roots.walk.pdf import pdf
from gate.roots.walk.report import report
from gate.roots.walk.sheet import Sheet
from gate.roots.walk.telling import Teller

Record = Callable[[RecordWalkTest], str]
"""Puts the walk-test into the record; why it was not, "" where it was."""

WHO = Text(
    "Who signs this off? (empty: nobody yet; it can be gone on with)",
    "由谁验收签字？（留空：暂不签字，可稍后继续）",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where a walk-test is signed. ``path``: the sheet's file; reports come to stand beside it."""

    site: Site
    inbox: Inbox
    tell: Teller
    now: Callable[[], datetime]
    record: Record
    path: Path

    def sign(self, sheet: Sheet, signed_by: str) -> bool:
        """Sign and record what was tried. True where every point passed and the record has it."""
        left = sheet.left(points_of(self.site, sheet.agent), again=True)
        signed = (signed_by.strip() or self._asked()) if sheet.items else ""
        if not signed:
            said = f"\nnot signed off; {len(left)} points to go. It is kept in {self.path}"
            self.tell.end(said, signed=False, to_go=len(left))
            return False
        command = _command(sheet, self.now(), signed)
        why = self.record(command)
        if why:
            said = f"\nnot recorded: {why}. It is kept in {self.path}: run this again to sign"
            self.tell.end(said, signed=False, why=why)
            return False
        self._told(sheet, left, signed, self._write(sheet, command))
        return not left

    def _asked(self) -> str:
        self.tell.do(WHO)
        while True:
            match self.inbox.next(None):
                case Typed(line):
                    return line.strip()
                case HungUp():
                    return ""

    def _told(self, sheet: Sheet, left: tuple[WalkPoint, ...], signed: str, paper: Path) -> None:
        tried = {item.point for item in sheet.items}
        self.tell.end(
            f"\nsigned by {signed} and recorded; to print: {paper}",
            signed=True,
            passed=not left,
            not_passed=[point.id for point in left if point.id in tried],
            untried=[point.id for point in left if point.id not in tried],
            report=str(paper),
        )

    def _write(self, sheet: Sheet, signed: RecordWalkTest) -> Path:
        """JSON and papers, named by when; the sheet that was gone on with is done with."""
        name = self.path.with_name(f"{sheet.agent}-{signed.ended_at:%Y%m%dT%H%M%SZ}")
        paper = name.with_suffix(".txt")
        try:
            recorded = to_json(signed)
            write_durably(name.with_suffix(".json"), recorded)
            write_durably(paper, report(self.site, signed, self.tell.language).encode())
            write_durably(name.with_suffix(".pdf"), pdf(self.site, signed, recorded))
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise unreadable(self.path, error) from error
        return paper


def _command(sheet: Sheet, ended_at: datetime, signed_by: str) -> RecordWalkTest:
    return RecordWalkTest(
        agent=sheet.agent,
        tester=sheet.tester,
        at_door=sheet.at_door,
        signed_by=signed_by,
        started_at=sheet.started_at,
        ended_at=ended_at,
        configuration=sheet.configuration,
        items=sheet.items,
    )
