"""Lines of panels and barriers: one panel on each, readers of its doors, a url that fits its protocol."""

from __future__ import annotations

from firmware_profiles.schema import Profile
from gate.domain.hardware import DeviceConfig, LineConfig
from gate.domain.portal import Wiring
from gate.site.draft import Draft
from gate.site.hardware_facts import device_profile, profile_of

PANELS = {"uhppote": "udp://", "zkteco-c3": "tcp://"}
"""Protocols of panels, and what their lines' urls begin with."""
_ONE = {*PANELS, "turnstile"}


def check_panels(draft: Draft) -> None:
    """What a line of such a protocol must be, and which locks its outputs can drive."""
    for line in draft.site.lines.values():
        if line.protocol in _ONE:
            _line(draft, line)
    for portal in draft.site.portals.values():
        profile = device_profile(draft.site, portal.lock.device)
        if profile is not None and profile.protocol in _ONE and not portal.lock.released_when_on:
            at = draft.at("portals", portal.id, "lock", "wiring")
            expected = f'"{Wiring.NO.value}": a {profile.id} can only time a pulse that switches on'
            draft.faults.error(at, expected, f'"{Wiring.NC.value}"')


def _line(draft: Draft, line: LineConfig) -> None:
    devices = [device for device in draft.site.devices.values() if device.line == line.id]
    known = [(device, profile) for device in devices if (profile := profile_of(device.profile)) is not None]
    if len(known) != len(devices):
        return
    panels = [(device, profile) for device, profile in known if profile.kind == "io"]
    if len(panels) != 1:
        names = ", ".join(device.id for device, _ in panels) or "none"
        draft.faults.error(draft.at("lines", line.id), f"one {line.protocol} controller on the line", names)
        return
    scheme = PANELS.get(line.protocol, "")
    if line.url and not line.url.startswith(scheme):
        draft.faults.error(draft.at("lines", line.id, "url"), f"{scheme}host:port", f'"{line.url}"')
    for device, profile in known:
        _reader(draft, device, profile, panels[0][1])


def _reader(draft: Draft, device: DeviceConfig, profile: Profile, panel: Profile) -> None:
    most = 2 * panel.outputs
    if profile.kind == "reader" and device.address is not None and device.address > most:
        at = draft.at("devices", device.id, "address")
        draft.faults.error(
            at, f"a reader from 1 to {most}: a {panel.id} has {panel.outputs} doors", str(device.address)
        )
