"""The engine's rig, as the service's tests have it."""

from tests.service.conftest import peopled_file, rig, ring

__all__ = ["peopled_file", "rig", "ring"]
