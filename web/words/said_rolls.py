"""Roll calls in sentences: called, somebody marked, ended."""

from __future__ import annotations

from collections.abc import Mapping

from gate.domain import events as e
from gate.domain.roll import Mark, Occasion
from gate.domain.text import Text
from web.words.names import Names
from web.words.saying import Line, both, colon, some

OCCASIONS: Mapping[Occasion, Text] = {
    Occasion.FIRE: Text("Fire", "火警"),
    Occasion.EVACUATION: Text("Evacuation", "疏散"),
    Occasion.DRILL: Text("Drill", "演练"),
    Occasion.COUNT: Text("Count", "人数清点"),
}


def said_roll(body: e.RollCalled | e.PersonMarked | e.RollEnded, names: Names) -> Line:
    """A roll and what was said on it."""
    match body:
        case e.RollCalled():
            return _called(body, names)
        case e.PersonMarked():
            return _marked(body, names)
        case e.RollEnded():
            return _ended(body, names)


def _called(body: e.RollCalled, names: Names) -> Line:
    what = OCCASIONS[body.occasion].in_language(names.language)
    by = body.by or both(names, "by the fire alarm", "由火警自动发起")
    text = both(names, f"Roll call: {body.expected} people expected", f"点名：应到 {body.expected} 人")
    return Line(text=f"{text} · {what}", icon="people", tone="warn", details=(by,))


def _marked(body: e.PersonMarked, names: Names) -> Line:
    said = {
        Mark.SEEN: both(names, f"seen by {body.by}", f"{body.by} 已见到"),
        Mark.NOT_HERE: both(names, f"{body.by} looked and did not find them", f"{body.by} 查找未见"),
        Mark.OPEN: both(names, f"{body.by} took back what was said", f"{body.by} 撤回标记"),
    }[body.mark]
    if not body.by:
        said = both(names, "came in by a door: to be seen again", "经门进入，须重新确认")
    tone = "ok" if body.mark is Mark.SEEN else "warn"
    return Line(text=f"{names.person(body.person)}{colon(names)}{said}", icon="people", tone=tone)


def _ended(body: e.RollEnded, names: Names) -> Line:
    missing = len(body.missing)
    text = both(
        names,
        f"Roll call ended by {body.by}: {body.seen} seen, {body.left} left by a door, {missing} missing",
        f"{body.by} 结束点名：见到 {body.seen} 人，经门离开 {body.left} 人，未找到 {missing} 人",
    )
    return Line(text=text, icon="people", tone="alarm" if missing else "ok", details=some(body.note))
