"""Machinery in sentences: devices, agents, cameras, wires."""

from __future__ import annotations

from gate.domain import events as e
from gate.domain.camera_events import VERIFY
from gate.domain.seal_events import HeadRefused
from gate.domain.text import Text
from gate.domain.verification import Verdict
from gate.domain.walk import WalkResult
from web.words import states
from web.words.causes import cause
from web.words.names import Names
from web.words.saying import Line, both, colon, machine


def said_machinery(body: e.Event | None, names: Names) -> Line | None:
    """A device, agent or camera; None for what has no sentence."""
    match body:
        case e.DeviceHealthChanged():
            said = both(names, "online", "在线") if body.online else both(names, "offline", "离线")
            icon, tone = ("check", "quiet") if body.online else ("offline", "warn")
            return Line(
                text=f"{names.device(body.device)}{colon(names)}{said}",
                icon=icon,
                tone=tone,
                details=() if body.online else machine(names, body.why),
            )
        case e.ModeChanged():
            said = states.MODES.get(body.mode, Text(body.mode)).in_language(names.language)
            tone = "warn" if body.mode == "alone" else "quiet"
            text = f"{both(names, 'Agent', '代理')}{colon(names)}{said}"
            return Line(text=text, icon="agent", tone=tone, details=machine(names, body.why))
        case e.CameraSaw():
            return _camera(body, names)
        case e.ClipKept():
            what = both(names, "clip kept", "已保存录像片段")
            return Line(text=f"{names.device(body.camera)}{colon(names)}{what}", icon="camera", tone="quiet")
        case e.CredentialPresented() | e.WireFaulted():
            return _wire(body, names)
        case e.EngineStarted():
            text = both(
                names, f"The engine started (epoch {body.epoch})", f"引擎已启动（第 {body.epoch} 任）"
            )
            return Line(text=text, icon="agent", tone="info")
        case e.ConfigurationPublished():
            version = body.configuration[:16]
            text = both(names, f"Configuration {version} is in force", f"配置 {version} 已生效")
            return Line(text=text, icon="agent", tone="info", details=body.overridden)
        case e.WalkTested():
            return _walk_test(body, names)
        case e.EventsDropped() | HeadRefused() | e.RecordVerified():
            return _record(body, names)
        case _:
            return None


def _camera(body: e.CameraSaw, names: Names) -> Line:
    if body.rule == VERIFY:  # its kind names the read: an answer to it, and no cause for worry
        where = f" · {names.portal(body.portal)}" if body.portal else ""
        return Line(
            text=f"{names.device(body.camera)}{colon(names)}{cause(VERIFY, names)}{where}",
            icon="camera",
            tone="quiet",
        )
    word = f"line_{body.kind}" if body.kind in ("in", "out") else body.kind or body.rule
    what = cause(word, names)
    where = f" · {names.zone(body.zone)}" if body.zone else ""
    over = "" if body.active else " · " + both(names, "over", "结束")
    return Line(
        text=f"{names.device(body.camera)}{colon(names)}{what}{where}{over}",
        icon="camera",
        tone="warn" if body.active else "quiet",
    )


def _walk_test(body: e.WalkTested, names: Names) -> Line:
    """What was tried at a cabinet, who signed, and every point that did not pass."""
    passed, all_ = sum(item.result is WalkResult.PASSED for item in body.items), len(body.items)
    text = both(
        names,
        f"Walk-test of {body.agent}: {passed} of {all_ + len(body.untried)} points passed",
        f"{body.agent} 现场走查：{all_ + len(body.untried)} 项中 {passed} 项通过",
    )
    signed = both(
        names,
        f"tested by {body.tester}, with {body.at_door} at the doors, signed by {body.signed_by}",
        f"测试：{body.tester}；现场：{body.at_door}；签字：{body.signed_by}",
    )
    odd = [
        f"{item.point}{colon(names)}{item.note}"
        for item in body.items
        if item.result is not WalkResult.PASSED
    ]
    untried = both(names, "not tried", "未测试")
    odd += [f"{point}{colon(names)}{untried}" for point in body.untried]
    tone = "ok" if body.passed else "warn"
    return Line(text=text, icon="shield" if body.passed else "note", tone=tone, details=(signed, *odd))


def _verified(body: e.RecordVerified, names: Names) -> Line:
    """What came of verifying the record, with the verifier's own words where it does not hold."""
    found = body.found
    text, icon, tone = {
        Verdict.HOLDS: (
            both(
                names,
                f"Record verified: {found.sealed} events hold",
                f"记录已校验：{found.sealed} 个事件与封存时一致",
            ),
            "check",
            "ok",
        ),
        Verdict.BROKEN: (
            both(names, "The record is not what was sealed", "记录与封存时不一致"),
            "warning",
            "alarm",
        ),
        Verdict.UNREADABLE: (
            both(names, "The record could not be verified", "记录无法校验"),
            "warning",
            "warn",
        ),
    }[found.verdict]
    return Line(text=text, icon=icon, tone=tone, details=(found.why,) if found.why else ())


def _wire(body: e.CredentialPresented | e.WireFaulted, names: Names) -> Line:
    """A card at a reader, faults on a wire."""
    if isinstance(body, e.CredentialPresented):
        text = f"{both(names, 'Card held to', '刷卡')} · {names.reader(body.reader)}"
        return Line(text=text, icon="card", tone="quiet", details=machine(names, body.why))
    which = names.device(body.device)
    text = both(names, f"{which}: {body.count} wire faults", f"{which}：{body.count} 次线路故障")
    return Line(text=text, icon="bolt", tone="warn", details=machine(names, body.why))


def _record(body: e.EventsDropped | HeadRefused | e.RecordVerified, names: Names) -> Line:
    """What an agent could not keep, or would not believe of the record; what came of verifying it."""
    if isinstance(body, e.RecordVerified):
        return _verified(body, names)
    if isinstance(body, e.EventsDropped):
        text = both(names, f"{body.count} events were dropped", f"丢弃了 {body.count} 条事件")
        return Line(text=text, icon="cross", tone="warn", details=machine(names, body.why))
    text = both(
        names,
        f"The record was refused: a head of {body.size} events, {body.kept} are known",
        f"记录被拒认：记录头为 {body.size} 条，已知 {body.kept} 条",
    )
    return Line(text=text, icon="shield", tone="alarm", details=machine(names, body.why))
