"""What the terminal shows of a walk-test: words for a person, or one JSON object a line for a machine."""

from __future__ import annotations

import json
from collections.abc import Callable

from gate.domain.text import Text
from gate.domain.walk import WalkItem, WalkPoint, WalkResult

HELP = Text(
    "Answers: y yes · n no · s REASON skip · f REASON failed · r again · q leave, and go on later.",
    "回答：y 是 · n 否 · s 原因（跳过）· f 原因（失败）· r 重试 · q 退出，稍后继续",
)
PARTS = {
    "reader": Text("reader", "读卡器"),
    "keypad": Text("keypad", "键盘"),
    "contact": Text("door contact", "门磁"),
    "lock": Text("lock", "锁"),
    "rex": Text("exit button", "出门按钮"),
    "input": Text("input", "输入"),
}
RESULTS = {
    WalkResult.PASSED: Text("passed", "通过"),
    WalkResult.FAILED: Text("FAILED", "失败"),
    WalkResult.SKIPPED: Text("skipped", "跳过"),
}
UNTRIED = Text("not tried", "未测试")


class Teller:
    """``echo`` writes a line. ``language``: ``en`` or ``zh``."""

    def __init__(self, echo: Callable[[str], None], language: str, *, as_json: bool) -> None:
        self.language = language
        self._echo = echo
        self._json = as_json

    def point(self, number: int, total: int, point: WalkPoint) -> None:
        """The next point."""
        doors = ", ".join(point.portals)
        what = " ".join(filter(None, (self.word(PARTS[point.part.value]), point.subject, point.name)))
        text = f"\n{number}/{total}  {what}" + (f"  ({doors})" if doors and doors != point.subject else "")
        self._tell(text, point=point.id, number=number, of=total, doors=list(point.portals))

    def help(self) -> None:
        """What can be answered."""
        self._tell(f"      {self.word(HELP)}", help=HELP.en)

    def do(self, text: Text) -> None:
        """What the person should do now."""
        self._tell(f"  →   {self.word(text)}", do=self.word(text))

    def ask(self, text: Text) -> None:
        """A question."""
        self._tell(f"  ?   {self.word(text)} (y/n)", ask=self.word(text))

    def hint(self, text: Text) -> None:
        """Something beside what was waited for."""
        self._tell(f"  !   {self.word(text)}", hint=self.word(text))

    def seen(self, seconds: float, event: str) -> None:
        """What was waited for was seen."""
        seen = self.word(Text("seen", "已收到"))
        self._tell(f"  ✓   {seen}, {seconds:.1f} s", seen=event, seconds=round(seconds, 1))

    def result(self, item: WalkItem) -> None:
        """How a point ended."""
        note = f": {item.note}" if item.note else ""
        self._tell(
            f"  =   {self.word(RESULTS[item.result])}{note}",
            point=item.point,
            result=item.result.value,
            seconds=round(item.seconds, 1),
            note=item.note,
        )

    def end(self, text: str, **data: object) -> None:
        """The last words."""
        self._tell(text, **data)

    def word(self, text: Text) -> str:
        """A text in the language chosen."""
        return text.in_language(self.language)

    def _tell(self, text: str, **data: object) -> None:
        self._echo(json.dumps(data, ensure_ascii=False) if self._json else text)
