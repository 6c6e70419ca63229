"""The engine's rig, as the service's tests have it."""

from tests.service.conftest import rig, ring

__all__ = ["rig", "ring"]
