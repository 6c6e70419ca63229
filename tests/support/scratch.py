"""Where tests write: in memory where there is room, since every commit of a store waits for what it is on."""

import os
import shutil
import tempfile
from pathlib import Path

SHARED_MEMORY = Path("/dev/shm")


def scratch(room: int) -> Path:
    """The folder to make temporary ones in; ``room`` in bytes (a container's default /dev/shm is 64 MB)."""
    if (
        SHARED_MEMORY.is_dir()
        and os.access(SHARED_MEMORY, os.W_OK)
        and shutil.disk_usage(SHARED_MEMORY).free > room
    ):
        return SHARED_MEMORY
    return Path(tempfile.gettempdir())
