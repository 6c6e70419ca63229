"""What must be seen, done or said for each point of a walk-test. Data only: the guide carries it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gate.domain.door_state import Contact
from gate.domain.events import ContactChanged, CredentialPresented, InputChanged, LockSensed, RexPressed
from gate.domain.portal import Egress, Portal
from gate.domain.site import Site
from gate.domain.text import Text
from gate.domain.walk import WalkPart, WalkPoint

Shows = Callable[[object], bool]
"""Whether an event's body shows what is waited for."""

Near = Callable[[object], Text | None]
"""What an event says that is like it but is not it: a card at another reader. None for all else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Await:
    """Tell the person ``say``, and wait until an event shows it."""

    say: Text
    shows: Shows
    near: Near


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Have the engine release the portal once, when its lock is not released already."""

    portal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """Ask the person, who alone can know. ``no``: what it means when he says no."""

    ask: Text
    no: Text


Step = Await | Release | Confirm


def steps_of(site: Site, point: WalkPoint, *, reads_back: bool) -> tuple[Step, ...]:
    """The steps of a point, in order. ``reads_back``: the lock's output can be read back."""
    match point.part:
        case WalkPart.READER:
            return (_card(site, point.subject, keys=False),)
        case WalkPart.KEYPAD:
            return (_card(site, point.subject, keys=True),)
        case WalkPart.CONTACT:
            return _contact(site.portals[point.subject])
        case WalkPart.LOCK:
            return _lock(site.portals[point.subject], reads_back=reads_back)
        case WalkPart.REX:
            return _rex(site.portals[point.subject], extended=point.name == "accessible")
        case WalkPart.INPUT:
            return _input(point)


def _card(site: Site, reader: str, *, keys: bool) -> Await:
    where = _side(site, reader)
    say = Text(
        f"Hold a card to {reader}, {where.en}.", f"请在{where.in_language('zh')}读卡器 {reader} 刷卡。"
    )
    if keys:
        say = Text(
            f"Hold a card that is nobody's to {reader}, {where.en}, and type 1234#.",
            f"请在{where.in_language('zh')}读卡器 {reader} 刷一张未发放的卡，并输入 1234#。",
        )

    def shows(body: object) -> bool:
        if not isinstance(body, CredentialPresented) or body.reader != reader:
            return False
        return body.pin is not None if keys else body.card is not None

    def near(body: object) -> Text | None:
        if not isinstance(body, CredentialPresented):
            return None
        if body.reader != reader:
            return Text(
                f"a card was read at {body.reader}, not at {reader}: are they swapped?",
                f"{body.reader} 读到卡，而不是 {reader}：是否接反？",
            )
        if body.card is None:
            return Text(f"read, but no card format fits: {body.why}", f"已读到，但卡格式不符：{body.why}")
        return Text("the card came without keys", "读到卡，但没有按键")

    return Await(say=say, shows=shows, near=near)


def _side(site: Site, reader: str) -> Text:
    for portal in site.portals.values():
        for at, zone in ((portal.reader_in, portal.between[0]), (portal.reader_out, portal.between[1])):
            if at == reader:
                door, stands = portal.name, site.zones[zone].name
                return Text(
                    f"at {door.en} on the side of {stands.en}",
                    f"{door.in_language('zh')}（{stands.in_language('zh')}侧）",
                )
    raise KeyError(f"no portal has the reader {reader!r}")


def _contact(portal: Portal) -> tuple[Step, ...]:
    """Released first, so that nobody is alarmed by a door that a tester opens."""
    door, zh = portal.name.en, portal.name.in_language("zh")
    return (
        Release(portal=portal.id),
        _moves(portal, Contact.OPEN, Text(f"Open {door}: it is released.", f"请打开{zh}：锁已释放。")),
        _moves(portal, Contact.CLOSED, Text(f"Close {door}.", f"请关上{zh}。")),
    )


def _moves(portal: Portal, wanted: Contact, say: Text) -> Await:
    def near(body: object) -> Text | None:
        if not isinstance(body, ContactChanged) or (body.contact is wanted and body.portal == portal.id):
            return None
        if body.portal != portal.id:
            return Text(
                f"the contact of {body.portal} moved, not that of {portal.id}: are they swapped?",
                f"动作的是 {body.portal} 的门磁，而不是 {portal.id}：是否接反？",
            )
        return Text(f"the contact says {body.contact}", f"门磁状态：{body.contact}")

    return Await(
        say=say,
        shows=lambda body: (
            isinstance(body, ContactChanged) and (body.portal, body.contact) == (portal.id, wanted)
        ),
        near=near,
    )


def _lock(portal: Portal, *, reads_back: bool) -> tuple[Step, ...]:
    door, zh = portal.name.en, portal.name.in_language("zh")
    seconds = f"{portal.lock.release.total_seconds():g}"
    sensed: tuple[Step, ...] = (
        _lock_is(portal, True, Text("The relay is switched: wait.", "继电器动作：请稍候。")),
        _lock_is(
            portal,
            False,
            Text(f"It locks by itself after {seconds} s: wait.", f"{seconds} 秒后自动上锁：请稍候。"),
        ),
    )
    released = Confirm(
        ask=Text(
            f"Did the lock of {door} let go, and lock again by itself?", f"{zh}的锁是否释放后又自动锁上？"
        ),
        no=Text("the lock does not let go or does not lock again", "锁未释放或未自动锁上"),
    )
    shut = Confirm(
        ask=Text(f"Pull at {door}: does it stay shut?", f"请拉{zh}：是否拉不开？"),
        no=Text("the door opens although it is locked", "上锁后仍能拉开"),
    )
    return (Release(portal=portal.id), *(sensed if reads_back else ()), released, shut)


def _lock_is(portal: Portal, wanted: bool, say: Text) -> Await:
    def near(body: object) -> Text | None:
        if not isinstance(body, LockSensed) or body.portal == portal.id:
            return None
        return Text(
            f"the lock of {body.portal} moved, not that of {portal.id}: are the relays swapped?",
            f"动作的是 {body.portal} 的锁，而不是 {portal.id}：继电器是否接反？",
        )

    return Await(
        say=say,
        shows=lambda body: (
            isinstance(body, LockSensed) and (body.portal, body.released) == (portal.id, wanted)
        ),
        near=near,
    )


def _rex(portal: Portal, *, extended: bool) -> tuple[Step, ...]:
    door, zh = portal.name.en, portal.name.in_language("zh")

    def near(body: object) -> Text | None:
        if not isinstance(body, RexPressed):
            return None
        if body.portal == portal.id:
            return Text("it was the other button of this door", "按下的是此门的另一个按钮")
        return Text(
            f"the button of {body.portal} was pressed, not that of {portal.id}: are they swapped?",
            f"按下的是 {body.portal} 的按钮，而不是 {portal.id}：是否接反？",
        )

    button = Text("accessible exit button", "无障碍出门按钮") if extended else Text("exit button", "出门按钮")
    press = Await(
        say=Text(f"Press the {button.en} of {door}.", f"请按{zh}的{button.zh}。"),
        shows=lambda body: (
            isinstance(body, RexPressed) and (body.portal, body.extended) == (portal.id, extended)
        ),
        near=near,
    )
    if portal.egress not in (Egress.REX_HARDWIRED, Egress.REX_SOFTWARE):
        return (press,)
    out = Confirm(
        ask=Text(f"Does the button let you out of {door}?", f"按下按钮后能否从{zh}出去？"),
        no=Text("the button does not open the way out", "按钮不能打开出口"),
    )
    return (press, out)


NAMES = {
    "fire": Text("the contact of the fire panel", "消防联动触点"),
    "tamper": Text("the tamper switch of the case", "防拆开关"),
    "mains": Text("the mains failure contact", "市电故障触点"),
    "battery": Text("the low battery contact", "电池低压触点"),
    "key": Text("the contact of the mechanical key", "机械钥匙触点"),
    "reader_tamper": Text("the tamper loop of the readers", "读卡器防拆线"),
}


def _input(point: WalkPoint) -> tuple[Step, ...]:
    name = NAMES.get(point.name, Text(point.name))
    about = ", ".join(point.portals) if point.name == "fire" else point.subject
    zh = name.in_language("zh")
    start = Text(f"Make {name.en} ({about}) active.", f"请触发{zh}（{about}）。")
    if point.name == "fire":
        start = Text(
            f"{start.en} It raises the fire alarm: warn the guards first.",
            f"{start.zh}将引发火警，请先通知警卫。",
        )
    return (
        _becomes(point, True, start),
        _becomes(point, False, Text(f"Put {name.en} back to rest.", f"请将{zh}复位。")),
    )


def _becomes(point: WalkPoint, wanted: bool, say: Text) -> Await:
    owners = set(point.portals) if point.name == "fire" else {point.subject}

    def shows(body: object) -> bool:
        return (
            isinstance(body, InputChanged)
            and (body.name, body.active) == (point.name, wanted)
            and body.owner in owners
        )

    def near(body: object) -> Text | None:
        if not isinstance(body, InputChanged) or shows(body):
            return None
        state = {True: "active", False: "at rest", None: "unknown"}[body.active]
        if body.owner in owners and body.name == point.name and body.active is not None:
            return None
        return Text(f"{body.name} of {body.owner} is {state}", f"{body.owner} 的 {body.name}：{state}")

    return Await(say=say, shows=shows, near=near)
