"""From a site file to the lines of one agent: which driver, which profile, which wire."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from drivers.modbus.controller import Controller
from drivers.modbus.line import ModbusLine
from drivers.osdp.config import OsdpReaderConfig
from drivers.osdp.line import OsdpLine
from drivers.osdp.setup import Timing
from drivers.serial_reader.line import SerialReaderLine
from drivers.transport.open import open_url
from drivers.transport.url import SerialPlace, parse_url
from drivers.wiegand import decode_card
from firmware_profiles.load import load_profile
from firmware_profiles.osdp import OsdpFacts
from gate.domain.hardware import DeviceConfig, LineConfig
from gate.domain.lines import Line
from gate.domain.signals import Sense
from gate.domain.site import Site
from gate.roots.panel_lines import panel_line, turnstile_line

OsdpKeys = Callable[[str], bytes | None]
"""A reader's secure channel key by device id; None where the ring has none."""


def build_lines(site: Site, agent: str, urls: Mapping[str, str], osdp_key: OsdpKeys) -> list[Line]:
    """All lines of an agent; ``urls`` replaces the site file's for lines that are somewhere else today."""
    lines = [line for line in site.lines.values() if line.agent == agent]
    return [_line(site, line, urls.get(line.id, line.url), osdp_key) for line in lines]


def _line(site: Site, line: LineConfig, url: str, osdp_key: OsdpKeys) -> Line:
    devices = [device for device in site.devices.values() if device.line == line.id]
    match line.protocol:
        case "osdp":
            return _osdp(line, url, devices, osdp_key)
        case "serial-reader":
            (device,) = devices
            profile = load_profile(device.profile)
            baud = profile.serial.baud if profile.serial else 9600
            return SerialReaderLine(line.id, open_url(url, baud), device.id, profile)
        case "modbus":
            return ModbusLine(line.id, url, [_controller(device) for device in devices])
        case "uhppote" | "zkteco-c3":
            return panel_line(line, url, devices)
        case "turnstile":
            return turnstile_line(line, url, devices)
        case other:
            raise ValueError(f"line {line.id}: no driver for protocol {other!r}")


def _osdp(line: LineConfig, url: str, devices: list[DeviceConfig], osdp_key: OsdpKeys) -> Line:
    place = parse_url(url)
    baud = place.baud if isinstance(place, SerialPlace) else None
    readers = [_reader(device, osdp_key) for device in devices]
    formats = [name for device in devices for name in load_profile(device.profile).card_formats]
    decode = partial(decode_card, formats=tuple(dict.fromkeys(formats)))
    timing = _timing([_facts(device) for device in devices])
    return OsdpLine(line.id, readers, open_url(url), decode, baud=baud, timing=timing)


def _timing(profiles: list[OsdpFacts]) -> Timing:
    """One for the line: polled as often as the most eager reader wants, waited for as long as the slowest needs,
    and called offline as soon as the strictest asks.
    """
    return Timing(
        reply_timeout_s=max(facts.reply_timeout_ms for facts in profiles) / 1000,
        poll_interval_s=min(facts.poll_ms for facts in profiles) / 1000,
        offline_after_s=min(facts.offline_after_ms for facts in profiles) / 1000,
    )


def _facts(device: DeviceConfig) -> OsdpFacts:
    facts = load_profile(device.profile).osdp
    if facts is None:
        raise ValueError(f"device {device.id}: profile {device.profile} is no OSDP reader's")
    return facts


def _reader(device: DeviceConfig, osdp_key: OsdpKeys) -> OsdpReaderConfig:
    facts = _facts(device)
    return OsdpReaderConfig(
        device=device.id,
        address=device.address or 0,
        key=osdp_key(device.id) if device.secure else None,
        secure=device.secure,
        keypad=device.keypad,
        star=facts.star_bytes,
        hash=facts.hash_bytes,
        inputs={byte: Sense(level) for level, meant in facts.input_levels.items() for byte in meant},
    )


def _controller(device: DeviceConfig) -> Controller:
    return Controller(device=device.id, address=device.address or 1, profile=load_profile(device.profile))
