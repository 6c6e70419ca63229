"""From an order to the messages that carry it out. Sans-IO.

The pulse is the controller's: ``open-door`` releases a door for the delay of its door control, in whole seconds.
"""

from __future__ import annotations

from datetime import timedelta

from drivers.panel.errors import OrderRefused
from gate.domain.signals import OutputOrder

NORMALLY_OPEN, NORMALLY_CLOSED, CONTROLLED = 1, 2, 3
"""Modes of door control."""
MOST_DELAY_S = 255
_SECOND = timedelta(seconds=1)


def delay_of(order: OutputOrder, doors: int) -> int | None:
    """The delay in seconds with which the order is carried out; None: lock now. Raises ``OrderRefused``.

    Rounded up: a person who needs the whole of it must have it.
    """
    if not 1 <= order.output <= doors:
        raise OrderRefused(f"expected output 1 to {doors}, came {order.output}")
    if order.pulse is None:
        if order.on:
            raise OrderRefused("the controller cannot end a hold when the host dies; a pulse it can")
        return None
    if not order.on:
        raise OrderRefused("the controller's pulse switches its relay on; an off pulse it cannot time")
    seconds = -(-order.pulse // _SECOND)
    if not 1 <= seconds <= MOST_DELAY_S:
        raise OrderRefused(
            f"expected a pulse of up to {MOST_DELAY_S} s, came {order.pulse.total_seconds():g} s"
        )
    return seconds
