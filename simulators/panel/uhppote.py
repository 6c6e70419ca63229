"""A UHPPOTE controller: its table of cards, its doors, its events. Times are parameters, the wire is the caller's.

As the real one it decides by its own table when PC control is off, or when it has heard nothing for 30 seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from drivers.uhppote.codec import Message, decode_request, encode_reply
from drivers.uhppote.errors import UhppoteError
from drivers.uhppote.fields import Value
from drivers.uhppote.status import DOOR, IN, OUT, SWIPE
from simulators.panel.doors import FOR_EVER, PanelDoor

PC_CONTROL_S = 30.0
"""Without a word from the host for so long the controller decides by itself (uhppoted-lib, set-pc-control)."""
NORMALLY_OPEN, NORMALLY_CLOSED, CONTROLLED = 1, 2, 3
NOBODY = ("", 0)
"""The listener of a controller that was told of none."""
_SWIPE_PASS, _PC_CONTROL, _NO_CARD, _NORMALLY_CLOSED, _BUTTON = 0x01, 0x05, 0x12, 0x0B, 0x14


@dataclass(slots=True)
class SimulatedUhppote:
    """``wall``: the controller's own clock."""

    serial: int
    doors: int
    wall: Callable[[], datetime]
    cards: dict[int, Mapping[str, Value]] = field(default_factory=dict)
    events: list[Mapping[str, Value]] = field(default_factory=list)
    pc_control: bool = False
    keypads: bool = True
    tasks: int = 1
    passcodes: dict[int, tuple[int, ...]] = field(default_factory=dict)
    listener: tuple[str, int] = NOBODY
    opened: list[int] = field(default_factory=list)
    """Doors that were opened by a command, in order."""
    boxes: list[PanelDoor] = field(init=False)
    control: dict[int, tuple[int, int]] = field(init=False)
    _heard: float = field(default=float("-inf"), init=False)

    def __post_init__(self) -> None:
        self.boxes = [PanelDoor() for _ in range(self.doors)]
        self.control = dict.fromkeys(range(1, self.doors + 1), (CONTROLLED, 3))

    def answer(self, packet: bytes, now: float) -> bytes:
        """The answer to a datagram; none to what is no request, and to another controller's."""
        try:
            request = decode_request(packet)
        except UhppoteError:
            return b""
        if request.serial not in {self.serial, 0} or (
            not request.serial and request.function != "get-controller"
        ):
            return b""
        self._heard = now
        values = _ANSWERS[request.function](self, request, now) if request.function in _ANSWERS else None
        return b"" if values is None else encode_reply(request.function, self.serial, **values)

    def swipe(self, reader: int, card: int, now: float) -> bytes:
        """A card at a reader; what is pushed for it, if anybody listens."""
        door, direction = (reader + 1) // 2, IN if reader % 2 else OUT
        granted, reason = self._judge(door, card, now)
        if granted:
            self.release(door, now)
        return self._happened(
            SWIPE, door, now, granted=granted, direction=direction, card=card, reason=reason
        )

    def press(self, door: int, now: float) -> bytes:
        """The button: the controller opens by itself, whoever has the say of cards."""
        self.release(door, now)
        return self._happened(DOOR, door, now, granted=True, reason=_BUTTON)

    def release(self, door: int, now: float) -> bool:
        """Open a door for its delay; not one that is normally closed."""
        mode, delay = self.control[door]
        if mode == NORMALLY_CLOSED:
            return False
        self.boxes[door - 1].release(now, delay)
        return True

    def power_cycle(self) -> None:
        """Relays fall, the listener stays; PC control is a setting and stays."""
        for box in self.boxes:
            box.release(0, 0)

    def _judge(self, door: int, card: int, now: float) -> tuple[bool, int]:
        if self.control[door][0] == NORMALLY_CLOSED:
            return False, _NORMALLY_CLOSED
        if self.pc_control and now - self._heard < PC_CONTROL_S:
            return False, _PC_CONTROL
        stored = self.cards.get(card)
        allowed = stored is not None and bool(stored[f"door{door}"])
        return allowed, _SWIPE_PASS if allowed else _NO_CARD

    def _happened(self, kind: int, door: int, now: float, **values: Value) -> bytes:
        at = self.wall().strftime("%Y-%m-%dT%H:%M:%S")
        event: dict[str, Value] = {"index": len(self.events) + 1, "type": kind, "door": door, "at": at}
        self.events.append({**event, **values})
        if self.listener[1] == 0:
            return b""
        return encode_reply("get-status", self.serial, **_status(self, None, now))


def _status(panel: SimulatedUhppote, _request: Message | None, now: float) -> dict[str, Value]:
    wall = panel.wall()
    relays = sum(1 << at for at, box in enumerate(panel.boxes) if box.relay(now))
    doors = {f"open{at}": box.open for at, box in enumerate(panel.boxes, 1)}
    buttons = {f"button{at}": box.pressed for at, box in enumerate(panel.boxes, 1)}
    clock: dict[str, Value] = {"time": wall.strftime("%H:%M:%S"), "date": wall.strftime("%Y-%m-%d")}
    newest = panel.events[-1] if panel.events else {}
    return {**newest, **doors, **buttons, **clock, "relays": relays}


def _controller(panel: SimulatedUhppote, _request: Message, _now: float) -> dict[str, Value]:
    return {"address": "192.0.2.1", "mask": "255.255.255.0", "version": "8.92", "date": "2018-11-05"}


def _open(panel: SimulatedUhppote, request: Message, now: float) -> dict[str, Value]:
    door = request.number("door")
    ok = 1 <= door <= panel.doors and panel.release(door, now)
    panel.opened += [door] if ok else []
    return {"ok": ok}


def _put(panel: SimulatedUhppote, request: Message, _now: float) -> dict[str, Value]:
    panel.cards[request.number("card")] = request.values
    return {"ok": True}


def _delete(panel: SimulatedUhppote, request: Message, _now: float) -> dict[str, Value]:
    return {"ok": panel.cards.pop(request.number("card"), None) is not None}


def _erase(panel: SimulatedUhppote, _request: Message, _now: float) -> dict[str, Value]:
    panel.cards.clear()
    return {"ok": True}


def _count(panel: SimulatedUhppote, _request: Message, _now: float) -> dict[str, Value]:
    return {"count": len(panel.cards)}


def _card(panel: SimulatedUhppote, request: Message, _now: float) -> dict[str, Value]:
    return dict(panel.cards.get(request.number("card"), {}))


def _set_control(panel: SimulatedUhppote, request: Message, now: float) -> dict[str, Value]:
    door, mode, delay = (request.number(name) for name in ("door", "mode", "delay"))
    panel.control[door] = mode, delay
    if mode == NORMALLY_OPEN:
        panel.boxes[door - 1].release(now, FOR_EVER)
    if mode == NORMALLY_CLOSED:
        panel.boxes[door - 1].release(now, 0)
    return dict(request.values)


def _get_control(panel: SimulatedUhppote, request: Message, _now: float) -> dict[str, Value]:
    door = request.number("door")
    mode, delay = panel.control.get(door, (0, 0))
    return {"door": door, "mode": mode, "delay": delay}


def _set_pc_control(panel: SimulatedUhppote, request: Message, _now: float) -> dict[str, Value]:
    panel.pc_control = request.values["enable"] is True
    return {"ok": True}


def _set_keypads(panel: SimulatedUhppote, request: Message, _now: float) -> dict[str, Value]:
    panel.keypads = any(request.values.values())
    return {"ok": True}


def _set_passcodes(panel: SimulatedUhppote, request: Message, _now: float) -> dict[str, Value]:
    codes = tuple(request.number(f"code{at}") for at in range(1, 5))
    panel.passcodes[request.number("door")] = codes
    return {"ok": True}


def _clear_tasks(panel: SimulatedUhppote, _request: Message, _now: float) -> dict[str, Value]:
    panel.tasks = 0
    return {"ok": True}


def _refresh_tasks(panel: SimulatedUhppote, _request: Message, _now: float) -> dict[str, Value]:
    return {"ok": True}


def _set_listener(panel: SimulatedUhppote, request: Message, _now: float) -> dict[str, Value]:
    panel.listener = str(request.values["address"]), request.number("port")
    return {"ok": True}


def _get_listener(panel: SimulatedUhppote, _request: Message, _now: float) -> dict[str, Value]:
    return {"address": panel.listener[0] or "0.0.0.0", "port": panel.listener[1]}  # noqa: S104 - told, not bound


def _event(panel: SimulatedUhppote, request: Message, _now: float) -> dict[str, Value]:
    index = request.number("index")
    return dict(panel.events[index - 1]) if 1 <= index <= len(panel.events) else {}


def _event_index(panel: SimulatedUhppote, _request: Message, _now: float) -> dict[str, Value]:
    return {"index": len(panel.events)}


def _time(panel: SimulatedUhppote, _request: Message, _now: float) -> dict[str, Value]:
    return {"at": panel.wall().strftime("%Y-%m-%dT%H:%M:%S")}


_ANSWERS: Mapping[str, Callable[[SimulatedUhppote, Message, float], dict[str, Any]]] = {
    "get-status": _status,
    "get-controller": _controller,
    "open-door": _open,
    "put-card": _put,
    "delete-card": _delete,
    "delete-cards": _erase,
    "get-cards": _count,
    "get-card": _card,
    "set-door-control": _set_control,
    "get-door-control": _get_control,
    "set-pc-control": _set_pc_control,
    "activate-keypads": _set_keypads,
    "set-door-passcodes": _set_passcodes,
    "clear-tasks": _clear_tasks,
    "refresh-tasks": _refresh_tasks,
    "set-listener": _set_listener,
    "get-listener": _get_listener,
    "get-event": _event,
    "get-event-index": _event_index,
    "get-time": _time,
}
"""What the simulator knows; other functions stay unanswered."""
