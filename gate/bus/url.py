"""Where the broker is: ``mqtt://host[:port]`` or ``mqtts://[user@]host[:port]?ca=FILE&cert=FILE&key=FILE``.

A password never stands in a URL, which ends up in logs and process lists: ``password_file=FILE`` names it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

PORTS = {"mqtt": 1883, "mqtts": 8883}
FILES = ("ca", "cert", "key", "password_file")


class BusUrlError(ValueError):
    """Not the URL of a broker: what was expected and what came, without any secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BusUrl:
    """A broker's address. ``tls`` verifies the host against ``ca``, or the system's authorities where it is None."""

    host: str
    port: int
    tls: bool = False
    user: str | None = None
    ca: Path | None = None
    cert: Path | None = None
    key: Path | None = None
    password_file: Path | None = None

    def __str__(self) -> str:
        """For logs: no user, no files."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'mqtts' if self.tls else 'mqtt'}://{host}:{self.port}"


def parse_bus_url(url: str) -> BusUrl:
    """Take a URL apart; BusUrlError for another scheme, a missing host, a bad port, an unknown parameter."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or parts.path not in ("", "/"):
        raise BusUrlError(f"expected mqtt://host[:port] or mqtts://host[:port]; got scheme {parts.scheme!r}")
    if parts.password is not None:
        raise BusUrlError("expected no password in the URL; use password_file=FILE")
    files = _files(parts.query)
    tls = parts.scheme == "mqtts"
    if not tls and files.keys() & {"ca", "cert", "key"}:
        raise BusUrlError("expected mqtts:// where ca, cert or key is given; got mqtt://")
    if ("cert" in files) != ("key" in files):
        raise BusUrlError("expected cert and key together; got one of them")
    port = _port(parts.netloc, parts.scheme, url)
    return BusUrl(host=parts.hostname, port=port, tls=tls, user=parts.username, **files)


def _port(netloc: str, scheme: str, url: str) -> int:
    try:
        port = urlsplit(url).port
    except ValueError as fault:
        raise BusUrlError(
            f"expected a port from 1 to 65535; got {netloc.rpartition(':')[2][:20]!r}"
        ) from fault
    if port == 0:
        raise BusUrlError("expected a port from 1 to 65535; got 0")
    return port or PORTS[scheme]


def _files(query: str) -> dict[str, Path]:
    pairs = parse_qsl(query, keep_blank_values=True)
    for name, value in pairs:
        if name not in FILES or not value:
            raise BusUrlError(f"expected {', '.join(FILES)} with a file each; got {name[:20]!r}")
    return {name: Path(value) for name, value in pairs}
