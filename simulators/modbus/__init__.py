"""Modbus door controllers from the other side of the wire, TCP and RTU, by profile, with faults.

Framing and functions are written here once more and not with pymodbus: its server cannot take the lengths that
Waveshare's flash puts into function 05, and a simulator that shares the driver's library shares its errors.
"""

from simulators.modbus.controller import SimulatedController
from simulators.modbus.faults import Faults
from simulators.modbus.server import SimulatedLine

__all__ = ["Faults", "SimulatedController", "SimulatedLine"]
