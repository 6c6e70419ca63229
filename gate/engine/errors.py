"""What ends an engine."""

from __future__ import annotations


class EngineError(Exception):
    """It cannot go on; a supervisor starts another, which goes on from the store."""
