"""OSDP (IEC 60839-11-5, SIA OSDP 2.2): codec, secure channel, the panel's side of a line, its asyncio port.

Everything but ``line`` is sans-IO: bytes and instants in, frames and events out. The simulated peripheral in
``simulators.osdp`` uses the same codec from the other side.
"""
