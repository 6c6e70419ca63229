"""What a process of the site brings into memory: a cabinet's computer is small, and knows no store."""

from __future__ import annotations

import subprocess
import sys

import pytest

BESIDE_A_DOOR = ("gate.store", "gate.client", "web", "cv2", "alembic", "sqlalchemy")
NEVER_BOTH = {
    "gate.roots.agent": BESIDE_A_DOOR,
    "gate.roots.broker": BESIDE_A_DOOR,
    "gate.roots.hand": BESIDE_A_DOOR,
    "gate.roots.engine": ("web", "cv2", "drivers"),
    "web.app": ("drivers", "cv2", "alembic"),
}


@pytest.mark.parametrize("root", sorted(NEVER_BOTH))
def test_a_process_loads_its_own_side_only(root: str) -> None:
    show = f"import sys, {root}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True)
    tops = {module for module in loaded.stdout.split() if module in NEVER_BOTH[root]}
    assert tops == set()
