"""Lines and what hangs on them: protocols, addresses, speeds, keypads."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from firmware_profiles.schema import Profile
from gate.domain.hardware import DeviceConfig, LineConfig
from gate.site.draft import Draft
from gate.site.hardware_facts import profile_of


def check_lines(draft: Draft) -> None:
    """Each device speaks its line's protocol at an address of its own; each line has a place of its own."""
    _places(draft)
    taken: dict[tuple[str, int | None], str] = {}
    for device in draft.site.devices.values():
        line = draft.site.lines.get(device.line)
        profile = profile_of(device.profile)
        if line is None or profile is None:
            continue
        _protocol(draft, device, line, profile)
        _address(draft, device, profile, taken)
        _baud(draft, line, profile)
        _features(draft, device, profile)


def _places(draft: Draft) -> None:
    used: dict[str, str] = {}
    for line in draft.site.lines.values():
        parts = urlsplit(line.url)
        place = (parts.netloc + parts.path).rstrip("/").lower() if parts.netloc else parts.path
        if place and used.setdefault(place, line.id) != line.id:
            at = draft.at("lines", line.id, "url")
            draft.faults.error(at, "a place of its own", f"{place}, where {used[place]} is")


def _protocol(draft: Draft, device: DeviceConfig, line: LineConfig, profile: Profile) -> None:
    if line.protocol and profile.protocol != line.protocol:
        at = draft.at("devices", device.id, "line")
        draft.faults.error(
            at,
            f"a line with protocol {profile.protocol}: {profile.id} speaks it",
            f'"{line.id}" ({line.protocol})',
        )


def _address(
    draft: Draft, device: DeviceConfig, profile: Profile, taken: dict[tuple[str, int | None], str]
) -> None:
    at = draft.at("devices", device.id)
    address = device.address
    if not draft.faults.sure(*at, "address"):
        return
    if profile.addresses is None and address is not None:
        draft.faults.error((*at, "address"), f"no address: a {profile.id} has none", str(address))
    elif profile.addresses is not None and address is None:
        first, last = profile.addresses
        draft.faults.error(at, f"an address from {first} to {last}", "none")
    elif profile.addresses is not None and address is not None:
        first, last = profile.addresses
        if not first <= address <= last:
            draft.faults.error((*at, "address"), f"an address from {first} to {last}", str(address))
    other = taken.setdefault((device.line, address), device.id)
    if other != device.id:
        alone = "a line of its own: it has no address"
        expected = alone if address is None else f"an address of its own on {device.line}"
        got = f"{device.line}, where {other} is" if address is None else f"{address}, which {other} has"
        draft.faults.error((*at, "line" if address is None else "address"), expected, got)


def _baud(draft: Draft, line: LineConfig, profile: Profile) -> None:
    bauds = parse_qs(urlsplit(line.url).query).get("baud", [])
    if profile.serial is None or not bauds:
        return
    known = {profile.serial.baud, *profile.serial.bauds}
    if int(bauds[0]) not in known:
        listed = ", ".join(str(baud) for baud in sorted(known))
        draft.faults.warn(draft.at("lines", line.id, "url"), f"baud {listed} for a {profile.id}", bauds[0])


def _features(draft: Draft, device: DeviceConfig, profile: Profile) -> None:
    at = draft.at("devices", device.id)
    if device.keypad and profile.keypad == "none":
        draft.faults.error((*at, "keypad"), f"no keypad: a {profile.id} has none", "true")
    if device.secure and profile.protocol != "osdp":
        draft.faults.error((*at, "secure"), f"no secure channel: {profile.protocol} has none", "true")
