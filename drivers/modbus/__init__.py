"""Modbus door controllers, TCP and RTU, by profile.

``plan`` turns an order into writes, ``controller`` turns answers into signals, ``sieve`` judges what comes back
on the wire (all sans-IO); ``link`` is one connection, ``wire`` the one conversation on it, ``line`` the scheduler
of one line. Levels are raw: NO and NC wiring belongs to the agent.
"""

from drivers.modbus.controller import Controller
from drivers.modbus.line import ModbusLine

__all__ = ["Controller", "ModbusLine"]
