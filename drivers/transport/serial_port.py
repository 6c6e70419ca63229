"""Opens a serial port: pyserial sets the line up, asyncio reads its descriptor.

The port is taken exclusively (``flock``), so that two agents on one line are told so instead of
stealing each other's bytes.
"""

from __future__ import annotations

import termios

import serial

from drivers.transport.fd_stream import FdStream
from drivers.transport.url import SerialPlace


def open_serial(place: SerialPlace) -> FdStream:
    """Open and configure the port. Raises ``ConnectionError`` with the place and the reason."""
    try:
        port = serial.Serial(
            place.path,
            baudrate=place.baud,
            bytesize=place.bits,
            parity=place.parity,
            stopbits=place.stop,
            timeout=0,
            write_timeout=0,
            exclusive=True,
        )
    except termios.error as error:
        # Not an OSError: a pty takes parity once and then refuses it, and so do adapters that lack it.
        raise ConnectionError(f"{place}: the port refuses these settings ({error.args[-1]})") from error
    except (serial.SerialException, OSError, ValueError) as error:
        raise ConnectionError(f"{place}: {_reason(error)}") from error
    return FdStream(port.fileno(), place.path, port.close)


def _reason(error: Exception) -> str:
    number = getattr(error, "errno", None)
    known = {2: "no such port", 13: "no permission for it", 16: "busy", 11: "in use by another program"}
    return known.get(number, str(error)) if isinstance(number, int) else str(error)
