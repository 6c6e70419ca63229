"""``[[agents]]``, ``[[lines]]`` and ``[[devices]]`` to :mod:`gate.domain.hardware`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from gate.domain.hardware import AgentConfig, DeviceConfig, LineConfig
from gate.domain.portal import Point
from gate.site.keys import AGENT_INPUTS
from gate.site.known import Known
from gate.site.read_portals import read_point
from gate.site.sections import Sections
from gate.site.table import Table
from gate.site.values import Unfit, flag, one_of, whole

PROTOCOLS = ("osdp", "serial-reader", "modbus", "uhppote", "zkteco-c3", "turnstile")
PROTOCOL = one_of({word: word for word in PROTOCOLS})
_PLACE = "serial:///path?baud=9600, socket://host:port, udp://host:port or tcp://host:port"
_SERIAL_SETTINGS = {
    "baud": re.compile(r"[0-9]{3,7}"),
    "bits": re.compile("[78]"),
    "parity": re.compile("[NEO]", re.IGNORECASE),
    "stop": re.compile("[12]"),
}


def read_agents(sections: Sections) -> Mapping[str, AgentConfig]:
    """All agents with their supervision inputs."""
    return {
        entry: AgentConfig(id=entry, inputs=_inputs(table, sections.known))
        for entry, table in sections.of("agents")
    }


def read_lines(sections: Sections) -> Mapping[str, LineConfig]:
    """All lines; "" stands for what is not known."""
    return {
        entry: LineConfig(
            id=entry,
            agent=table.take("agent", sections.known.ref("agents"), ""),
            url=table.take("url", line_url, ""),
            protocol=table.take("protocol", PROTOCOL, ""),
        )
        for entry, table in sections.of("lines")
    }


def read_devices(sections: Sections) -> Mapping[str, DeviceConfig]:
    """All devices; "" stands for what is not known."""
    return {
        entry: DeviceConfig(
            id=entry,
            profile=table.take("profile", sections.known.ref("profiles"), ""),
            line=table.take("line", sections.known.ref("lines"), ""),
            address=table.take("address", whole(0, 0xFFFF_FFFF), None),
            secure=table.take("secure", flag, False),
            keypad=table.take("keypad", flag, False),
        )
        for entry, table in sections.of("devices")
    }


def line_url(value: object) -> str:
    """Where a line is."""
    if not isinstance(value, str):
        raise Unfit(_PLACE)
    try:
        parts = urlsplit(value)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise Unfit(f"{_PLACE} ({error})") from None
    if parts.scheme == "serial" and not parts.netloc and len(parts.path) > 1:
        _serial_settings(dict(parse_qsl(parts.query, keep_blank_values=True)))
        return value
    if (
        parts.scheme in {"socket", "udp", "tcp"}
        and host
        and port
        and parts.path in {"", "/"}
        and not parts.query
    ):
        return value
    raise Unfit(_PLACE)


def _serial_settings(settings: dict[str, str]) -> None:
    for key, setting in settings.items():
        if key not in _SERIAL_SETTINGS:
            raise Unfit(f"settings {', '.join(_SERIAL_SETTINGS)} after the question mark", got=f"{key!r}")
        if not _SERIAL_SETTINGS[key].fullmatch(setting) or (
            key == "baud" and not 300 <= int(setting) <= 4_000_000
        ):
            raise Unfit(
                "baud from 300 to 4000000, bits 7 or 8, parity N, E or O, stop 1 or 2", got=f"{key}={setting}"
            )


def _inputs(table: Table, known: Known) -> Mapping[str, Point]:
    points = {name: read_point(table, name, known) for name in AGENT_INPUTS}
    return {name: point for name, point in points.items() if point is not None}
