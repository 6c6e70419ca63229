"""Finds a Chromium for the browser tests."""

import os
import shutil
from pathlib import Path

NAMES = (
    "chromium-headless-shell",  # the same engine without a desktop browser around it: half the processor time
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def find_chromium() -> Path | None:
    """``GATE_CHROMIUM``, or the first Chromium on PATH; None when there is none."""
    chosen = os.environ.get("GATE_CHROMIUM")
    for name in (chosen,) if chosen else NAMES:
        found = shutil.which(name)
        if found is not None:
            return Path(found)
    return None
