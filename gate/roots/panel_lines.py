"""From a site file to the lines of panels and barriers."""

from __future__ import annotations

from collections.abc import Sequence

from drivers.panel.line import PanelLine
from drivers.panel.panel import Panel
from drivers.panel.talk import Talker
from drivers.transport.open import open_url
from drivers.turnstile.codec import BarrierCodec
from drivers.turnstile.digicon import Digicon
from drivers.turnstile.mach import Mach
from drivers.turnstile.talk import talker as turnstile_talker
from drivers.uhppote.journal import Journal
from drivers.uhppote.talk import Controller
from drivers.uhppote.talk import talker as uhppote_talker
from drivers.zkteco.talk import talker as zkteco_talker
from firmware_profiles.load import load_profile
from firmware_profiles.panel import PanelFacts
from gate.domain.hardware import DeviceConfig, LineConfig
from gate.domain.lines import Line

_SCHEMES = {"uhppote": "udp", "zkteco-c3": "tcp"}
BARRIER_POLL_S, BARRIER_MISSES = 0.5, 1
"""A barrier is asked nothing; this is how often its port is looked at."""


def panel_line(line: LineConfig, url: str, devices: Sequence[DeviceConfig]) -> Line:
    """A panel and its readers. ``ValueError`` for a line that has not one panel, or another kind of url."""
    panels = [device for device in devices if load_profile(device.profile).kind == "io"]
    if len(panels) != 1:
        raise ValueError(f"line {line.id}: expected one panel and its readers, came {len(panels)} panels")
    if not url.startswith(scheme := f"{_SCHEMES[line.protocol]}://"):
        raise ValueError(f"line {line.id}: expected a url with {scheme} for {line.protocol}, came {url!r}")
    (device,) = panels
    profile = load_profile(device.profile)
    if profile.panel is None:
        raise ValueError(f"device {device.id}: profile {profile.id} is no panel's")
    readers = {each.address or 0: each.id for each in devices if each is not device}
    panel = Panel(
        device=device.id,
        inputs=profile.inputs,
        outputs=profile.outputs,
        readers=readers,
        number=profile.panel.number,
    )
    return PanelLine(
        line.id,
        open_url(url),
        panel,
        _talker(line.protocol, device, panel, profile.panel),
        poll=profile.panel.poll_ms / 1000,
        misses=profile.panel.misses,
    )


def turnstile_line(line: LineConfig, url: str, devices: Sequence[DeviceConfig]) -> Line:
    """A barrier on a line of its own. ``ValueError`` where others are on it."""
    if len(devices) != 1:
        raise ValueError(f"line {line.id}: expected one barrier, came {len(devices)} devices")
    (device,) = devices
    profile = load_profile(device.profile)
    if profile.turnstile is None:
        raise ValueError(f"device {device.id}: profile {profile.id} is no turnstile's")
    codec: BarrierCodec = Digicon() if profile.turnstile.framing == "digicon" else Mach(device.address or 1)
    return PanelLine(
        line.id,
        open_url(url, profile.serial.baud if profile.serial else 9600),
        Panel(device=device.id, inputs=0, outputs=profile.outputs),
        turnstile_talker(codec, profile.outputs, profile.turnstile.reply_ms / 1000),
        poll=BARRIER_POLL_S,
        misses=BARRIER_MISSES,
    )


def _talker(protocol: str, device: DeviceConfig, panel: Panel, facts: PanelFacts) -> Talker:
    reply = facts.reply_ms / 1000
    if protocol == "zkteco-c3":
        return zkteco_talker(panel, reply)
    return uhppote_talker(Controller(serial=device.address or 0, panel=panel, journal=Journal(), reply=reply))
