"""Why something asked of a panel did not come about."""

from __future__ import annotations


class NoAnswer(Exception):
    """Nothing that fits came in time."""


class Refused(Exception):
    """The panel answered, and said no."""


class Unsafe(Exception):
    """The panel is set up so that it could open a door by itself, or not when it must. It is not used."""


class OrderRefused(Exception):
    """The panel cannot do this safely or at all; nothing was sent."""
