"""Firmware profiles: what is known of each device model, as data with its sources.

One TOML file per model and firmware range, named by its id; ``schema`` says what a file may hold, ``load``
reads it, ``lint`` judges all of them. Devices work because such a file exists; code knows no models.
"""

from firmware_profiles.load import load_profile, profile_ids
from firmware_profiles.schema import Profile

__all__ = ["Profile", "load_profile", "profile_ids"]
