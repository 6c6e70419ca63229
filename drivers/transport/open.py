"""From a line's url to an opener of its wire."""

from __future__ import annotations

from drivers.transport.datagram_stream import open_datagrams
from drivers.transport.serial_port import open_serial
from drivers.transport.socket_stream import open_socket
from drivers.transport.stream import ByteStream, Opener
from drivers.transport.url import Place, SerialPlace, parse_url


def open_url(url: str, default_baud: int = 9600) -> Opener:
    """An opener for ``url``; raises ``ValueError`` at once if the url itself is wrong."""
    place = parse_url(url, default_baud)
    return lambda: open_place(place)


async def open_place(place: Place) -> ByteStream:
    """Open the wire once. Raises ``ConnectionError`` saying where and why."""
    if isinstance(place, SerialPlace):
        return open_serial(place)
    return await (open_datagrams(place) if place.scheme == "udp" else open_socket(place))
