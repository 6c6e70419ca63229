"""UART readers from the other side of the wire."""

from simulators.serial_reader.reader import SimulatedReader

__all__ = ["SimulatedReader"]
