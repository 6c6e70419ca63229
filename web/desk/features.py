"""The desk's parts of the app."""

from __future__ import annotations

from web.desk import agreement, passes, scan, steps, watchlists
from web.permits import lockers
from web.permits import views as permits

FEATURES = (steps, agreement, scan, passes, watchlists, permits, lockers)
