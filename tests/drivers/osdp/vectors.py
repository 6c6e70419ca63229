"""Published frames and keys (tests/vectors/osdp), each file with its source."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parents[2] / "vectors" / "osdp"


def load(name: str) -> dict[str, Any]:
    """A vector file."""
    loaded: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return loaded
