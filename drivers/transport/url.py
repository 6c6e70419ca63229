"""Where a line is: ``serial:///dev/ttyUSB0?baud=9600&parity=E``, or ``socket``, ``udp`` or ``tcp`` and ``://host:port``.

``socket`` is a serial server that passes raw bytes over TCP, ``udp`` one that does so in datagrams; ``tcp`` is a device
that speaks its own TCP protocol (Modbus TCP). The lines choose the framing by the scheme.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

PARITIES = "NEO"
_SERIAL_KEYS = {"baud", "bits", "parity", "stop"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialPlace:
    """A serial port. ``parity`` is ``N``, ``E`` or ``O``; ``bits`` 7 or 8; ``stop`` 1 or 2."""

    path: str
    baud: int = 9600
    bits: int = 8
    parity: str = "N"
    stop: int = 1

    @property
    def byte_seconds(self) -> float:
        """How long one byte takes on the wire, start and stop bits included."""
        return (1 + self.bits + (self.parity != "N") + self.stop) / self.baud

    def __str__(self) -> str:
        return f"{self.path} at {self.baud} baud {self.bits}{self.parity}{self.stop}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SocketPlace:
    """An address. ``scheme``: ``socket`` or ``udp`` (raw serial bytes), ``tcp`` (the device's own protocol)."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


Place = SerialPlace | SocketPlace


def parse_url(url: str, default_baud: int = 9600) -> Place:
    """The place that ``url`` names. Raises ``ValueError`` saying what was expected and what came."""
    parts = urlsplit(url)
    if parts.scheme == "serial":
        return _serial(url, parts.netloc + parts.path, dict(parse_qsl(parts.query)), default_baud)
    if parts.scheme in {"socket", "udp", "tcp"}:
        return _socket(url, parts.scheme)
    raise ValueError(f"line url {url!r}: expected serial:///path, or socket, udp or tcp and ://host:port")


def _serial(url: str, path: str, query: dict[str, str], default_baud: int) -> SerialPlace:
    if not path.startswith("/"):
        raise ValueError(f"line url {url!r}: expected serial:///absolute/path")
    if unknown := sorted(set(query) - _SERIAL_KEYS):
        raise ValueError(f"line url {url!r}: unknown {', '.join(unknown)}; expected {sorted(_SERIAL_KEYS)}")
    parity = query.get("parity", "N").upper()
    if parity not in PARITIES:
        raise ValueError(f"line url {url!r}: parity must be N, E or O, came {parity!r}")
    return SerialPlace(
        path=path,
        baud=_whole(url, "baud", query.get("baud", str(default_baud)), 300, 4_000_000),
        bits=_whole(url, "bits", query.get("bits", "8"), 7, 8),
        parity=parity,
        stop=_whole(url, "stop", query.get("stop", "1"), 1, 2),
    )


def _socket(url: str, scheme: str) -> SocketPlace:
    parts = urlsplit(url)
    try:
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"line url {url!r}: {error}") from None
    if not host or port is None or parts.path not in {"", "/"} or parts.query:
        raise ValueError(f"line url {url!r}: expected {scheme}://host:port")
    return SocketPlace(scheme=scheme, host=host, port=port)


def _whole(url: str, name: str, text: str, least: int, most: int) -> int:
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise ValueError(f"line url {url!r}: {name} must be {least} to {most}, came {text!r}")
    return int(text)
