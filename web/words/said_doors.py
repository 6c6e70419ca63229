"""Doors in sentences: who was let through and why not, what the door did."""

from __future__ import annotations

from gate.domain import events as e
from gate.domain.decision import Result
from gate.domain.text import Text
from web.words import states
from web.words.causes import cause
from web.words.names import Names
from web.words.reasons import reason
from web.words.saying import Line, both, colon, listed, lower, machine, some

_ANSWERS = {
    Result.GRANTED: ("check", "ok", Text("granted", "允许通行")),
    Result.DENIED: ("cross", "deny", Text("denied", "拒绝通行")),
    Result.PENDING: ("clock", "info", Text("waits", "等待中")),
}
_UNKNOWN, _ACTIVE, _REST = Text("unknown", "未知"), Text("active", "动作"), Text("at rest", "正常")
_RELEASED, _LOCKED = Text("released", "已开"), Text("locked", "锁定")


def said_access(body: e.AccessDecided, names: Names) -> Line:
    """The answer to a read, with every reason."""
    decision = body.decision
    who = names.person(decision.person) if decision.person else both(names, "Unknown card", "未知卡")
    icon, tone, verb = _ANSWERS[decision.result]
    details = [reason(code, names.language) for code in (*decision.reasons, *decision.notes)]
    if body.by_agent:
        details.append(both(names, "decided by the agent alone", "由代理独立判定"))
    door = names.portal(decision.portal)
    way = f"{names.zone(decision.source)} → {names.zone(decision.target)}" if decision.target else ""
    text = " · ".join(
        part for part in (f"{who}{colon(names)}{verb.in_language(names.language)}", door, way) if part
    )
    return Line(text=text, icon=icon, tone=tone, details=tuple(details))


def said_passage(body: e.PassageEnded, names: Names) -> Line:
    """What came of a grant."""
    who = listed(names, [names.person(person) for person in body.persons])
    what = states.PASSAGES.get(body.outcome, Text(body.outcome)).in_language(names.language)
    icon = {"entered": "enter", "exited": "exit"}.get(body.outcome, "question")
    tone = (
        "quiet"
        if body.outcome in ("entered", "exited")
        else "warn"
        if body.outcome == "uncertain"
        else "calm"
    )
    text = f"{who} {what} · {names.portal(body.portal)} · {names.zone(body.zone)}"
    return Line(text=text, icon=icon, tone=tone)


def said_portal(body: e.PortalChanged, names: Names) -> Line:
    """The door's state."""
    look = states.DOORS[body.state]
    details = (cause(body.cause, names),) if body.cause and look.tone != "calm" else ()
    tone = "quiet" if look.tone in ("calm", "info") else look.tone
    text = f"{names.portal(body.portal)}{colon(names)}{lower(names, look.text)}"
    return Line(text=text, icon=look.icon, tone=tone, details=details)


def said_door(body: e.DoorCommandAnswered | e.LockdownChanged, names: Names) -> Line:
    """A door's answer to a command, a lockdown."""
    if isinstance(body, e.DoorCommandAnswered):
        look = states.DOOR_ANSWERS.get(body.outcome)
        said = lower(names, look.text) if look else body.outcome
        tone = "quiet" if body.outcome == "done" else look.tone if look else "warn"
        text = f"{names.portal(body.portal)} {both(names, 'answers', '应答')}{colon(names)}{said}"
        return Line(text=text, icon="lock", tone=tone, details=machine(names, body.detail))
    where = listed(names, [names.anything(target) for target in body.targets])
    if body.active:
        return Line(
            text=f"{both(names, 'Locked down', '已封锁')}{colon(names)}{where}", icon="shield", tone="alarm"
        )
    return Line(
        text=f"{both(names, 'Lockdown lifted', '已解除封锁')}{colon(names)}{where}",
        icon="unlock",
        tone="info",
    )


def _brief(names: Names) -> str:
    return both(names, "for less than 400 ms", "不足 400 毫秒")


def said_sensed(body: e.ContactChanged | e.RexPressed | e.LockSensed | e.InputChanged, names: Names) -> Line:
    """A contact, button, lock or input."""
    match body:
        case e.ContactChanged():
            said = states.CONTACTS[body.contact].in_language(names.language)
            text = f"{names.portal(body.portal)} · {both(names, 'contact', '门磁')}{colon(names)}{said}"
            wire = cause(f"contact_{body.wire}", names) if body.wire else ""
            brief = _brief(names) if body.brief else ""
            return Line(
                text=text, icon="door-open", tone="warn" if wire else "quiet", details=some(wire, brief)
            )
        case e.RexPressed():
            text = f"{names.portal(body.portal)} · {both(names, 'exit button pressed', '按下出门按钮')}"
            return Line(text=text, icon="exit", tone="quiet")
        case e.LockSensed():
            read = _UNKNOWN if body.released is None else _RELEASED if body.released else _LOCKED
            lock = both(names, "lock", "门锁") + colon(names) + read.in_language(names.language)
            text = f"{names.portal(body.portal)} · {lock}"
            return Line(text=text, icon="lock", tone="quiet")
        case e.InputChanged():
            level = _UNKNOWN if body.active is None else _ACTIVE if body.active else _REST
            what = cause(body.name, names)
            text = f"{names.anything(body.owner)} · {what}{colon(names)}{level.in_language(names.language)}"
            wire = cause(f"wire_{body.wire}", names) if body.wire else ""
            brief = _brief(names) if body.brief else ""
            tone = "warn" if body.active or body.wire else "quiet"
            return Line(text=text, icon="bolt", tone=tone, details=some(wire, brief))
