"""The file's tests write to the disk: what is opened past the page cache takes aligned writes only there."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder of the test's own, not in memory."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)
