"""From an order to the coil writes that carry it out on a given controller.

A pulse is always ended by the device: where a device cannot, the order is refused and not imitated by the
host, since a host that dies in between would leave the door open.
"""

from __future__ import annotations

from datetime import timedelta

from drivers.modbus.pdu import OFF, ON, CoilWrite
from firmware_profiles.modbus import ModbusFacts, Pulse
from firmware_profiles.schema import Profile
from gate.domain.signals import OutputOrder


class OrderRefused(ValueError):
    """The device cannot do this safely or at all; the message says why."""


def writes_for(order: OutputOrder, profile: Profile) -> tuple[CoilWrite, ...]:
    """The writes, in order. Raises :class:`OrderRefused`."""
    facts = profile.modbus
    if facts is None or not 1 <= order.output <= profile.outputs:
        raise OrderRefused(f"{order.device}: expected output 1 to {profile.outputs}, came {order.output}")
    at = order.output - 1
    if order.pulse is not None:
        return (_pulse(order, facts, at, order.pulse),)
    if order.on:
        if facts.hold == "none":
            raise OrderRefused(f"{order.device}: a {profile.model} cannot end a hold when the host dies")
        return (CoilWrite(address=facts.outputs.first + at, value=ON),)
    return (*_stop_pulse(facts.pulse, at), CoilWrite(address=facts.outputs.first + at, value=OFF))


def _pulse(order: OutputOrder, facts: ModbusFacts, at: int, length: timedelta) -> CoilWrite:
    pulse = facts.pulse
    if pulse is None:
        raise OrderRefused(f"{order.device}: the device cannot time a pulse")
    first = pulse.on_first if order.on else pulse.off_first
    if first is None:
        raise OrderRefused(f"{order.device}: the device cannot time an off pulse")
    units = -(-length // timedelta(milliseconds=pulse.unit_ms))
    if not 1 <= units <= pulse.most_units:
        most = timedelta(milliseconds=pulse.unit_ms) * pulse.most_units
        raise OrderRefused(f"{order.device}: expected a pulse of up to {most}, came {length}")
    return CoilWrite(address=first + at, value=units if pulse.method == "flash-value" else ON)


def _stop_pulse(pulse: Pulse | None, at: int) -> tuple[CoilWrite, ...]:
    if pulse is None or pulse.method != "start-coil":
        return ()
    return (CoilWrite(address=pulse.on_first + at, value=OFF),)
