"""Zones: what is set on them, and setting it."""
