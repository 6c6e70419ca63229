"""The desk's parts of the app."""

from __future__ import annotations

from web.desk import agreement, passes, scan, steps, watchlists

FEATURES = (steps, agreement, scan, passes, watchlists)
