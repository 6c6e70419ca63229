"""What hangs on the wires of a site: agents, lines, devices, cameras."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from gate.domain.portal import Point

Pixel = tuple[float, float]
"""A point of a picture in fractions of its width and height, from top left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentConfig:
    """One cabinet: a process that owns lines; its supervision inputs by name (tamper, mains, battery, ...)."""

    id: str
    inputs: Mapping[str, Point] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineConfig:
    """A serial line or a socket with the protocol that runs on it: ``osdp``, ``serial-reader``, ``modbus``,
    ``uhppote``, ``zkteco-c3`` or ``turnstile``."""

    id: str
    agent: str
    url: str
    protocol: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceConfig:
    """A reader or controller of a profile on a line. ``secure``: it has a key in the key ring and must use it."""

    id: str
    profile: str
    line: str
    address: int | None = None
    secure: bool = False
    keypad: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraRule:
    """One rule of a camera: its kind and the parameters of that kind."""

    kind: str
    zone: str | None = None
    portal: str | None = None
    line: tuple[Pixel, Pixel] | None = None
    polygon: tuple[Pixel, ...] = ()
    after: timedelta | None = None
    schedule: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraConfig:
    """A camera, the zone it watches, and its rules. ``privacy``: areas that are neither judged nor kept."""

    id: str
    url: str
    zone: str
    rules: tuple[CameraRule, ...] = ()
    privacy: tuple[tuple[Pixel, ...], ...] = ()
