"""OSDP readers from the other side of the wire: sans-IO peripherals with faults, and a bus to put them on."""

from simulators.osdp.bus import serve, serve_fd
from simulators.osdp.faults import Faults
from simulators.osdp.peripheral import Peripheral

__all__ = ["Faults", "Peripheral", "serve", "serve_fd"]
