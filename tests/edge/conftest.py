"""An agent that is called by hand."""

from pathlib import Path

import pytest

from tests.edge.bench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """With its engine on the bus."""
    return Bench(tmp_path).online()
