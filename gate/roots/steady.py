"""The garbage collector of a process in which somebody waits at a door."""

from __future__ import annotations

import gc

YOUNG = 20_000
"""Objects made, less those freed, before the young ones are looked through (default 700); a read makes hundreds."""


def keep_what_is_loaded() -> None:
    """Exempt all that there is now, facts above all, from every later collection: to go through a hundred thousand
    people takes tens of milliseconds. What nobody refers to is freed at once as ever; only cycles wait longer.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 20)
