"""An event of the log as a line for a guard: a sentence, every reason, an icon and how it looks.

Nothing is decided here. An event of which this version knows no sentence is shown by its type.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gate.client import Happening
from gate.domain import events as e
from gate.domain.decision import Decision, Result
from gate.domain.door_state import DoorState
from gate.domain.text import Text
from web.words import states
from web.words.causes import cause
from web.words.events import COMMANDS, EVENTS, OUTCOMES, REFUSALS
from web.words.kinds import kind_name
from web.words.names import Names
from web.words.reasons import reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """``text`` is the sentence, ``details`` reasons and notes; ``tone`` as in :mod:`web.words.states`."""

    text: str
    icon: str
    tone: str = "calm"
    details: tuple[str, ...] = ()


SHOWN = (
    "AccessDecided", "PassageEnded", "PortalChanged", "AlarmRaised", "AlarmReturned", "AlarmAcknowledged",
    "AlarmClosed", "CommandRecorded", "DoorCommandAnswered", "VisitChanged", "PersonDeparted", "RevocationTaken",
    "RevocationProved", "CredentialStateChanged", "LockdownChanged", "CameraSaw", "DeviceHealthChanged",
    "ModeChanged", "EventsDropped", "EngineStarted",
)  # fmt: skip
"""What the live feed shows: what a guard can make use of. The audit page has everything."""


_ABOUT_A_PERSON = (
    e.PersonDeparted, e.VisitChanged, e.PersonChanged, e.CredentialStateChanged, e.RevocationProved,
)  # fmt: skip


OWN_EVENTS = frozenset(
    {
        "AcknowledgeAlarm", "CloseAlarm", "RegisterVisit", "CheckInVisit", "CheckOutVisit", "DepartPerson", "LockDown",
        "LiftLockdown", "SetCredentialState",
    }
)  # fmt: skip
"""Commands that make an event of their own when they are done: the feed tells them once."""


def tells(row: Happening) -> bool:
    """Whether the live feed shows it: not what the doors beside it show, and nothing twice."""
    match row.body:
        case e.PortalChanged(state=DoorState.SECURE | DoorState.RELEASED | DoorState.OPEN):
            return False
        case e.DoorCommandAnswered(outcome="done"):
            return False
        case e.CommandRecorded(outcome="done", command=command):
            return command not in OWN_EVENTS
        case _:
            return True


def alarms_in(rows: Iterable[Happening]) -> set[str]:
    """Ids of alarms that sentences about these events will name."""
    kinds = e.AlarmReturned | e.AlarmAcknowledged | e.AlarmClosed
    return {row.body.alarm for row in rows if isinstance(row.body, kinds)}


def people_in(rows: Iterable[Happening]) -> set[str]:
    """Ids of people that sentences about these events will name."""
    found: set[str] = set()
    for row in rows:
        if row.person:
            found.add(row.person)
        body = row.body
        if isinstance(body, e.PassageEnded):
            found.update(body.persons)
        elif isinstance(body, e.AccessDecided):
            found.update(body.decision.persons)
            found.update([body.decision.person] if body.decision.person else [])
        elif isinstance(body, _ABOUT_A_PERSON):
            found.add(body.person)
        elif isinstance(body, e.AlarmRaised | e.CommandRecorded):
            found.add(body.subject)
    return found


def line(row: Happening, names: Names) -> Line:
    """The event in words."""
    said = _said(row.body, names) if row.body is not None else None
    if said is not None:
        return said
    heading = EVENTS.get(row.type)
    what = heading.in_language(names.language) if heading else row.type
    about = row.portal or row.subject or row.src
    return Line(text=f"{what} · {names.anything(about)}", icon="note", tone="quiet")


def _said(body: e.Event | None, names: Names) -> Line | None:
    match body:
        case e.AccessDecided():
            return _access(body, names)
        case e.PassageEnded():
            return _passage(body, names)
        case e.PortalChanged():
            return _portal(body, names)
        case e.AlarmRaised() | e.AlarmReturned() | e.AlarmAcknowledged() | e.AlarmClosed():
            return _alarm(body, names)
        case e.CommandRecorded():
            return _command(body, names)
        case e.VisitChanged():
            return _visit(body, names)
        case e.PersonDeparted() | e.RevocationTaken() | e.RevocationProved() | e.CredentialStateChanged():
            return _departure(body, names)
        case e.DoorCommandAnswered() | e.LockdownChanged():
            return _door(body, names)
        case _:
            return _machinery(body, names)


def _access(body: e.AccessDecided, names: Names) -> Line:
    decision = body.decision
    who = names.person(decision.person) if decision.person else _t(names, "Unknown card", "未知卡")
    icon, tone, verb = _ANSWERS[decision.result]
    details = [reason(code, names.language) for code in (*decision.reasons, *decision.notes)]
    if body.by_agent:
        details.append(_t(names, "decided by the agent alone", "由控制器独立判定"))
    door = names.portal(decision.portal)
    way = f"{names.zone(decision.source)} → {names.zone(decision.target)}" if decision.target else ""
    text = " · ".join(
        part for part in (f"{who}{_colon(names)}{verb.in_language(names.language)}", door, way) if part
    )
    return Line(text=text, icon=icon, tone=tone, details=tuple(details))


_ANSWERS = {
    Result.GRANTED: ("check", "ok", Text("granted", "允许通行")),
    Result.DENIED: ("cross", "deny", Text("denied", "拒绝通行")),
    Result.PENDING: ("clock", "info", Text("waits", "等待中")),
}


def decision_tone(decision: Decision) -> str:
    """How a decision looks."""
    return _ANSWERS[decision.result][1]


def _passage(body: e.PassageEnded, names: Names) -> Line:
    who = _list(names, [names.person(person) for person in body.persons])
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


def _portal(body: e.PortalChanged, names: Names) -> Line:
    look = states.DOORS[body.state]
    details = (cause(body.cause, names),) if body.cause and look.tone != "calm" else ()
    tone = "quiet" if look.tone in ("calm", "info") else look.tone
    text = f"{names.portal(body.portal)}{_colon(names)}{_low(names, look.text)}"
    return Line(text=text, icon=look.icon, tone=tone, details=details)


def _alarm(body: e.AlarmRaised | e.AlarmReturned | e.AlarmAcknowledged | e.AlarmClosed, names: Names) -> Line:
    match body:
        case e.AlarmRaised():
            text = f"{kind_name(body.kind, names.language)} · {names.anything(body.subject)}"
            details = [cause(body.cause, names)] if body.cause else []
            if body.revision > 1:
                details.append(_t(names, f"occurrence {body.revision}", f"第 {body.revision} 次发生"))
            return Line(text=text, icon="bell", tone="alarm", details=tuple(details))
        case e.AlarmReturned():
            return Line(
                text=_t(names, "Alarm over", "报警恢复") + f" · {body.alarm}", icon="check", tone="quiet"
            )
        case e.AlarmAcknowledged():
            said = _t(names, "acknowledged an alarm", "确认了报警")
            text = _about(f"{body.actor.user} {said}", names.alarm(body.alarm))
            return Line(text=text, icon="eye", details=_some(body.note))
        case e.AlarmClosed():
            said = _t(names, "closed an alarm", "关闭了报警")
            return Line(
                text=f"{body.actor.user} {said} · {body.alarm}", icon="check", details=_some(body.note)
            )


def _command(body: e.CommandRecorded, names: Names) -> Line:
    what = COMMANDS.get(body.command, Text(body.command)).in_language(names.language)
    done = body.outcome == "done" and body.command != "RecordRefusal"
    outcome = (
        "" if done else " · " + OUTCOMES.get(body.outcome, Text(body.outcome)).in_language(names.language)
    )
    text = _about(f"{body.actor.user}{_colon(names)}{what}", names.anything(body.subject)) + outcome
    details = _some(REFUSALS.get(body.why, Text(body.why)).in_language(names.language), body.reason)
    return Line(text=text, icon="hand", tone="calm" if done else "warn", details=details)


def _visit(body: e.VisitChanged, names: Names) -> Line:
    look = next((look for state, look in states.VISITS.items() if state == body.state), None)
    said = _low(names, look.text) if look else body.state
    who = names.person(body.person)
    return Line(
        text=f"{_t(names, 'Visitor', '来访者')} {who}{_colon(names)}{said}",
        icon=look.icon if look else "badge",
    )


def _departure(
    body: e.PersonDeparted | e.RevocationTaken | e.RevocationProved | e.CredentialStateChanged, names: Names
) -> Line:
    match body:
        case e.PersonDeparted():
            text = _t(names, "left the company; every door is told", "已离职，正在通知所有门")
            return Line(text=f"{names.person(body.person)} {text}", icon="exit", tone="info")
        case e.RevocationTaken():
            count = len(body.credentials)
            text = _t(
                names,
                f"An agent swore: {count} revoked credentials open nothing",
                f"控制器确认：{count} 张注销卡已失效",
            )
            return Line(text=text, icon="check", tone="quiet")
        case e.RevocationProved():
            text = _t(names, "proved: no card opens any door", "已证明：所有卡均无法开门")
            return Line(text=f"{names.person(body.person)}{_colon(names)}{text}", icon="shield", tone="ok")
        case e.CredentialStateChanged():
            look = next((look for state, look in states.CREDENTIALS.items() if state == body.state), None)
            said = _low(names, look.text) if look else body.state
            text = f"{names.person(body.person)} · {_t(names, 'card', '卡')} {body.credential}{_colon(names)}{said}"
            return Line(text=text, icon="card", details=_some(body.reason))


def _door(body: e.DoorCommandAnswered | e.LockdownChanged, names: Names) -> Line:
    if isinstance(body, e.DoorCommandAnswered):
        look = states.DOOR_ANSWERS.get(body.outcome)
        said = _low(names, look.text) if look else body.outcome
        tone = "quiet" if body.outcome == "done" else look.tone if look else "warn"
        text = f"{names.portal(body.portal)} {_t(names, 'answers', '应答')}{_colon(names)}{said}"
        return Line(text=text, icon="lock", tone=tone, details=_some(body.detail))
    where = _list(names, [names.anything(target) for target in body.targets])
    if body.active:
        return Line(
            text=f"{_t(names, 'Locked down', '已封锁')}{_colon(names)}{where}", icon="shield", tone="alarm"
        )
    return Line(
        text=f"{_t(names, 'Lockdown lifted', '已解除封锁')}{_colon(names)}{where}", icon="unlock", tone="info"
    )


def _machinery(body: e.Event | None, names: Names) -> Line | None:
    match body:
        case e.DeviceHealthChanged():
            said = _t(names, "online", "在线") if body.online else _t(names, "offline", "离线")
            icon, tone = ("check", "quiet") if body.online else ("offline", "warn")
            return Line(
                text=f"{body.device}{_colon(names)}{said}", icon=icon, tone=tone, details=_some(body.why)
            )
        case e.ModeChanged():
            said = states.MODES.get(body.mode, Text(body.mode)).in_language(names.language)
            tone = "warn" if body.mode == "alone" else "calm"
            text = f"{_t(names, 'Agent', '控制器')}{_colon(names)}{said}"
            return Line(text=text, icon="agent", tone=tone, details=_some(body.why))
        case e.CameraSaw():
            return _camera(body, names)
        case e.EngineStarted():
            text = _t(names, f"The engine started (epoch {body.epoch})", f"引擎已启动（第 {body.epoch} 任）")
            return Line(text=text, icon="agent", tone="info")
        case e.EventsDropped():
            text = _t(names, f"{body.count} events were dropped", f"丢弃了 {body.count} 条事件")
            return Line(text=text, icon="cross", tone="warn", details=_some(body.why))
        case _:
            return None


def _camera(body: e.CameraSaw, names: Names) -> Line:
    what = cause(body.kind or body.rule, names)
    where = f" · {names.zone(body.zone)}" if body.zone else ""
    over = "" if body.active else " · " + _t(names, "over", "结束")
    return Line(
        text=f"{body.camera}{_colon(names)}{what}{where}{over}",
        icon="camera",
        tone="warn" if body.active else "quiet",
    )


def _t(names: Names, en: str, zh: str) -> str:
    return Text(en, zh).in_language(names.language)


def _low(names: Names, text: Text) -> str:
    said = text.in_language(names.language)
    return said[:1].lower() + said[1:]


def _colon(names: Names) -> str:
    return "：" if names.language.startswith("zh") else ": "


def _list(names: Names, parts: list[str]) -> str:
    return ("、" if names.language.startswith("zh") else ", ").join(parts)


def _about(text: str, subject: str) -> str:
    return f"{text} · {subject}" if subject else text


def _some(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)
