"""Cameras: how they are, what they see now, and clips of what they saw."""
