"""The desk's parts of the app."""

from __future__ import annotations

from web.desk import agreement, passes, scan, steps, watchlists
from web.permits import lockers
from web.permits import views as permits
from web.visits import walk_in

FEATURES = (steps, agreement, scan, passes, watchlists, permits, lockers, walk_in)
