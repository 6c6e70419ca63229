"""A host's form."""

from typing import Any


def fields(**changes: object) -> dict[str, Any]:
    base: dict[str, Any] = {
        "kind": "guest", "name": "Marta Kowalska", "company": "Łódź Optics", "email": "marta@example.net",
        "zones": ["lobby", "office"], "starts": "2026-11-23 10:00", "ends": "2026-11-23 12:00", "repeat": "once",
        "host_escorts": "yes", "purpose": "Calibration",
    }  # fmt: skip
    return {**base, **changes}
