"""From an order to the writes that carry it out on a given controller.

A pulse is ended by the device, by its timer or by its watchdog: where a device can do neither, the order is refused and
not imitated by the host, since a host that dies in between would leave the door open.
"""

from __future__ import annotations

from datetime import timedelta

from drivers.modbus.pdu import OFF, ON, CoilWrite, RegisterWrite, Write
from firmware_profiles.modbus import ModbusFacts, Pulse
from firmware_profiles.schema import Profile
from gate.domain.signals import OutputOrder


class OrderRefused(ValueError):
    """The device cannot do this safely or at all; the message says why."""


def writes_for(order: OutputOrder, profile: Profile) -> tuple[Write, ...]:
    """The writes, in order. Raises :class:`OrderRefused`."""
    facts = profile.modbus
    if facts is None or not 1 <= order.output <= profile.outputs:
        raise OrderRefused(f"{order.device}: expected output 1 to {profile.outputs}, came {order.output}")
    at = order.output - 1
    if order.pulse is not None:
        return _pulse(order, facts, at, order.pulse)
    if order.on:
        if facts.hold == "none":
            raise OrderRefused(f"{order.device}: a {profile.model} cannot end a hold when the host dies")
        return (*_timer_mode(facts.pulse, at, held=True), _switch(facts, at, on=True))
    return (*_stop_pulse(facts.pulse, at), _switch(facts, at, on=False))


def _pulse(order: OutputOrder, facts: ModbusFacts, at: int, length: timedelta) -> tuple[Write, ...]:
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
    return _pulse_writes(facts, pulse, at, first + at, units)


def _pulse_writes(facts: ModbusFacts, pulse: Pulse, at: int, address: int, units: int) -> tuple[Write, ...]:
    match pulse.method:
        case "flash-value":
            return (CoilWrite(address=address, value=units),)
        case "start-coil":
            return (CoilWrite(address=address, value=ON),)
        case "value-register":
            return (RegisterWrite(address=address, value=pulse.base + units),)
        case "timer-registers":
            length = RegisterWrite(address=address, value=units)
            return (*_timer_mode(pulse, at, held=False), length, _switch(facts, at, on=True))
        case "host":
            return (_switch(facts, at, on=True),)


def _timer_mode(pulse: Pulse | None, at: int, *, held: bool) -> tuple[Write, ...]:
    if pulse is None or pulse.mode_first is None:
        return ()
    return (
        RegisterWrite(address=pulse.mode_first + at, value=pulse.mode_hold if held else pulse.mode_pulse),
    )


def _switch(facts: ModbusFacts, at: int, *, on: bool) -> Write:
    if facts.commands is not None:
        value = facts.commands.on if on else facts.commands.off
        return RegisterWrite(address=facts.commands.first + at, value=value)
    if facts.outputs is None:
        raise OrderRefused("the device has no outputs")
    return CoilWrite(address=facts.outputs.first + at, value=ON if on else OFF)


def _stop_pulse(pulse: Pulse | None, at: int) -> tuple[Write, ...]:
    if pulse is None or pulse.method != "start-coil":
        return ()
    return (CoilWrite(address=pulse.on_first + at, value=OFF),)
