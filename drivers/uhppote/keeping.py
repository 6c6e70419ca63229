"""How a controller must be set up so that it decides nothing by itself. ``ask`` is the conversation's; no I/O here.

The site's rule is that the engine decides. So: PC control on (while it hears from a host at least every 30 s it opens
for no card by itself), and for when it does not hear: no card in its table, no passcode, no keypad, no task that could
hold a door open. Cards are never erased on the way: who stored them must say so (``gate panel erase``).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from drivers.panel.errors import Refused, Unsafe
from drivers.uhppote.codec import Message
from drivers.uhppote.fields import Value
from drivers.uhppote.orders import CONTROLLED

Ask = Callable[[str, dict[str, Value]], Awaitable[Message]]
"""A request by its function's name and values; the answer."""


async def take_control(ask: Ask, doors: int) -> str:
    """All of it, once for each time that the controller is found; a detail for people."""
    found = await ask("get-controller", {})
    await no_cards(ask)
    for door in range(1, doors + 1):
        await _set(ask, "set-door-passcodes", {"door": door})
    await _set(ask, "activate-keypads", {})
    await _set(ask, "clear-tasks", {})
    await _set(ask, "refresh-tasks", {})
    await _set(ask, "set-pc-control", {"enable": True})
    return f"firmware {found.values['version']} of {found.values['date']}"


async def no_cards(ask: Ask) -> None:
    """Raises ``Unsafe`` where the controller's own table holds a card."""
    count = (await ask("get-cards", {})).number("count")
    if count:
        raise Unsafe(
            f"{count} cards are stored in the controller: it would open for them by itself when it does not hear from "
            "Gate; expected none (gate panel erase)"
        )


async def controlled(ask: Ask, doors: int) -> dict[int, int]:
    """The delay of each door in seconds; a door that is held open or shut by its mode is put under control."""
    delays = {}
    for door in range(1, doors + 1):
        control = await ask("get-door-control", {"door": door})
        if control.number("mode") != CONTROLLED:
            await set_control(ask, door, CONTROLLED, control.number("delay"))
        delays[door] = control.number("delay")
    return delays


async def set_control(ask: Ask, door: int, mode: int, delay: int) -> None:
    """Set a door's mode and delay. Raises ``Refused`` where the controller says that it has others."""
    wanted: dict[str, Value] = {"door": door, "mode": mode, "delay": delay}
    came = await ask("set-door-control", wanted)
    if dict(came.values) != wanted:
        raise Refused(f"door control: expected {wanted}, came {dict(came.values)}")


async def _set(ask: Ask, function: str, values: dict[str, Value]) -> None:
    if (await ask(function, values)).values.get("ok") is not True:
        raise Refused(f"the controller refuses {function}")
