"""The desk's parts of the app."""

from __future__ import annotations

from web.desk import steps

FEATURES = (steps,)
