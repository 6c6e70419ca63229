"""What the firmware profiles say of a site's devices, as far as a site file must fit them."""

from __future__ import annotations

from functools import cache

from firmware_profiles.load import load_profile
from firmware_profiles.schema import Profile
from gate.domain.hardware import DeviceConfig
from gate.domain.level import Assurance
from gate.domain.site import Site


@cache
def profile_of(id: str) -> Profile | None:
    """The profile; None where the file names one that is not there (which has its own finding)."""
    return load_profile(id) if id else None


def device_profile(site: Site, device: str) -> Profile | None:
    """The profile of a device by its id; None where either is not known."""
    config = site.devices.get(device)
    return None if config is None else profile_of(config.profile)


def has_keypad(device: DeviceConfig) -> bool:
    """True where the device has one always, or the file says that this one has it, or its profile is not known."""
    profile = profile_of(device.profile)
    return profile is None or device.keypad or profile.keypad == "always"


def formats(site: Site, reader: str) -> frozenset[str]:
    """Card formats that a reader can deliver; empty where its profile is not known."""
    profile = device_profile(site, reader)
    return frozenset() if profile is None else frozenset(profile.card_formats)


def best_assurance(device: DeviceConfig) -> Assurance | None:
    """The strongest token that the reader can vouch for; None where nobody can know.

    Behind OSDP's secure channel stands whatever the reader does with the card: a challenge–response, or a
    bare serial number. The profile of the protocol cannot tell, so each credential's own record stands.
    Without the secure channel the number crosses the wire in clear text and can be copied there.
    """
    profile = profile_of(device.profile)
    if profile is None or profile.assurance is None:
        return None
    if profile.protocol == "osdp":
        return None if device.secure else Assurance.COPYABLE
    return Assurance.parse(profile.assurance)
