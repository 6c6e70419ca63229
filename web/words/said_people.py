"""People and operators in sentences: commands, alarms taken and closed, visits, departures."""

from __future__ import annotations

from gate.domain import events as e
from gate.domain.text import Text
from web.words import states
from web.words.causes import cause
from web.words.events import COMMANDS, OUTCOMES, REFUSALS
from web.words.kinds import kind_name
from web.words.names import Names
from web.words.saying import Line, about, both, colon, lower, some
from web.words.why import why


def said_alarm(
    body: e.AlarmRaised | e.AlarmReturned | e.AlarmAcknowledged | e.AlarmClosed, names: Names
) -> Line:
    """An alarm's life."""
    match body:
        case e.AlarmRaised():
            text = about(kind_name(body.kind, names.language), names.anything(body.subject))
            details = [cause(body.cause, names)] if body.cause else []
            if body.revision > 1:
                details.append(both(names, f"occurrence {body.revision}", f"第 {body.revision} 次发生"))
            return Line(text=text, icon="bell", tone="alarm", details=tuple(details))
        case e.AlarmReturned():
            text = about(both(names, "Alarm over", "报警恢复"), names.alarm(body.alarm))
            return Line(text=text, icon="check", tone="quiet")
        case e.AlarmAcknowledged():
            said = both(names, "acknowledged an alarm", "确认了报警")
            text = about(f"{body.actor.user} {said}", names.alarm(body.alarm))
            return Line(text=text, icon="eye", details=some(body.note))
        case e.AlarmClosed():
            said = both(names, "closed an alarm", "关闭了报警")
            text = about(f"{body.actor.user} {said}", names.alarm(body.alarm))
            return Line(text=text, icon="check", details=some(body.note))


def said_command(body: e.CommandRecorded, names: Names) -> Line:
    """An operator's command and what came of it."""
    known = COMMANDS.get(body.command) or REFUSALS.get(body.command) or Text(body.command)
    what, done = known.in_language(names.language), body.outcome == "done"
    outcome = (
        "" if done else " · " + OUTCOMES.get(body.outcome, Text(body.outcome)).in_language(names.language)
    )
    text = about(f"{body.actor.user}{colon(names)}{what}", names.anything(body.subject)) + outcome
    details = some(why(body.why, names.language), body.reason)
    return Line(text=text, icon="hand", tone="calm" if done else "warn", details=details)


def said_visit(body: e.VisitChanged | e.VisitReminded | e.VisitorDayClosed, names: Names) -> Line:
    """A visit's state, an overstay, a day of visitors."""
    if not isinstance(body, e.VisitChanged):
        return _said_late(body, names)
    look = next((look for state, look in states.VISITS.items() if state == body.state), None)
    said = lower(names, look.text) if look else body.state
    who = names.person(body.person)
    return Line(
        text=f"{both(names, 'Visitor', '来访者')} {who}{colon(names)}{said}",
        icon=look.icon if look else "badge",
    )


def _said_late(body: e.VisitReminded | e.VisitorDayClosed, names: Names) -> Line:
    """Somebody overstays; a day of visitors was closed."""
    match body:
        case e.VisitReminded():
            who = {
                "host": both(names, "the host is reminded", "已提醒被访人"),
                "desk": both(names, "the desk is reminded", "已提醒前台"),
            }.get(body.who, both(names, "alarm", "报警"))
            late = both(names, "is past the end of the visit", "已超过来访时间")
            return Line(
                text=f"{names.person(body.person)} {late}{colon(names)}{who}", icon="clock", tone="warn"
            )
        case e.VisitorDayClosed():
            text = both(names, "Visitors' day closed", "来访日结")
            counts = both(
                names,
                f"{body.closed} closed, {body.absent} did not come, {body.unknown} exits unknown",
                f"签离 {body.closed}，未到访 {body.absent}，去向不明 {body.unknown}",
            )
            return Line(
                text=f"{text} · {counts}", icon="badge", tone="warn" if body.unknown else "calm",
                details=some(body.note),
            )  # fmt: skip


def said_departure(
    body: e.PersonDeparted | e.RevocationTaken | e.RevocationProved | e.CredentialStateChanged, names: Names
) -> Line:
    """A departure and its proof, a card's state."""
    match body:
        case e.PersonDeparted():
            text = both(names, "left the company; every door is told", "已离职，正在通知所有门")
            return Line(text=f"{names.person(body.person)} {text}", icon="exit", tone="info")
        case e.RevocationTaken():
            count = len(body.credentials)
            text = both(
                names,
                f"An agent swore: {count} revoked credentials open nothing",
                f"代理确认：{count} 张注销卡已失效",
            )
            return Line(text=text, icon="check", tone="quiet")
        case e.RevocationProved():
            text = both(names, "proved: no card opens any door", "已证明：所有卡均无法开门")
            return Line(text=f"{names.person(body.person)}{colon(names)}{text}", icon="shield", tone="ok")
        case e.CredentialStateChanged():
            look = next((look for state, look in states.CREDENTIALS.items() if state == body.state), None)
            said = lower(names, look.text) if look else body.state
            text = f"{names.person(body.person)} · {both(names, 'card', '卡')} {body.credential}{colon(names)}{said}"
            return Line(text=text, icon="card", details=some(body.reason))
