"""What is asked of a panel: numbers and data of the commands (vwout/zkaccess-c3-py@48c9b292)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

from drivers.panel.errors import OrderRefused
from gate.domain.signals import OutputOrder

CONNECT, DISCONNECT, GET_PARAMETERS, CONTROL, LOG, CONNECT_SESSION = 0x01, 0x02, 0x04, 0x05, 0x0B, 0x76
NEW_SESSION = 0xFEFE
FIRST_REQUEST = 0x10000 - 258
"""The running number of the request that opens a session."""
MOST_PULSE_S = 254
"""255 would stand for ever."""
_OUTPUT, _DOOR = 0x01, 0x01
_PAIR = re.compile(rb"([\w~]+)=([^,\t\r\n]*)")
_SECOND = timedelta(seconds=1)


def release(order: OutputOrder, doors: int) -> bytes:
    """The data of ``CONTROL`` for an order: operation, door, kind of output, seconds (0: off). ``OrderRefused``."""
    if not 1 <= order.output <= doors:
        raise OrderRefused(f"expected output 1 to {doors}, came {order.output}")
    return bytes([_OUTPUT, order.output, _DOOR, _seconds(order), 0])


def _seconds(order: OutputOrder) -> int:
    if order.pulse is None:
        if order.on:
            raise OrderRefused("the panel cannot end a hold when the host dies; a pulse it can")
        return 0
    if not order.on:
        raise OrderRefused("the panel's pulse switches its relay on; an off pulse it cannot time")
    seconds = -(-order.pulse // _SECOND)
    if not 1 <= seconds <= MOST_PULSE_S:
        raise OrderRefused(
            f"expected a pulse of up to {MOST_PULSE_S} s, came {order.pulse.total_seconds():g} s"
        )
    return seconds


def parameters(data: bytes) -> Mapping[str, str]:
    """``name=value`` pairs of an answer to ``GET_PARAMETERS``."""
    return {name.decode(): value.decode("ascii", "replace") for name, value in _PAIR.findall(data)}
