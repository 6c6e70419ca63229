"""Footage and a model that nobody here made and that is not part of the product: where they are, or a skip."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

FOOTAGE, MODEL = "GATE_FOOTAGE", "GATE_PERSON_MODEL"


def clip(name: str) -> Path:
    """A clip of the folder that GATE_FOOTAGE names; skips without it."""
    return _named(FOOTAGE, name)


def model() -> Path:
    """The file that GATE_PERSON_MODEL names; skips without it."""
    return _named(MODEL)


def _named(variable: str, name: str = "") -> Path:
    said = os.environ.get(variable)
    if not said:
        pytest.skip(f"{variable} is not set (docs/cameras.md says what it is)")
    path = Path(said) / name if name else Path(said)
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    return path
