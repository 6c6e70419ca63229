"""libosdp at the other end of a pty: a process of its own environment, driven by JSON lines."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.support.children import mortal

_ROOT = Path(__file__).resolve().parents[2]
_PYTHON = _ROOT / ".venv-libosdp" / "bin" / "python"
PEER = Path(__file__).with_name("libosdp_peer.py")


def find_libosdp() -> str | None:
    """The interpreter that can import libosdp; ``tools/libosdp`` makes it."""
    return str(_PYTHON) if _PYTHON.exists() else None


class LibOsdp:
    """What it told so far, and orders to it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.told: list[dict[str, Any]] = []
        self._process = process

    def order(self, **what: Any) -> None:
        """One order (see tests/support/libosdp_peer.py)."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what).encode() + b"\n")

    def any(self, **wanted: Any) -> bool:
        """Whether it told something with all these values."""
        return any(wanted.items() <= said.items() for said in self.told)

    async def until(self, true: Callable[[], bool], seconds: float = 8.0) -> None:
        """Wait for it; ``TimeoutError`` with what was told if it does not come."""
        try:
            async with asyncio.timeout(seconds):
                while not true():  # noqa: ASYNC110 - it may look at anything
                    await asyncio.sleep(0.005)
        except TimeoutError as error:
            raise TimeoutError(f"libosdp told only: {self.told}") from error

    async def listen(self) -> None:
        """Collect what it tells, until it ends."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self.told.append(json.loads(line))


@asynccontextmanager
async def libosdp(
    python: str, role: str, fd: int, key: bytes | None, *, address: int = 0, pause_s: float = 0.001
) -> AsyncIterator[LibOsdp]:
    """Run it as ``reader`` or ``panel`` on a pty's master ``fd``; it ends with the block."""
    process = await asyncio.create_subprocess_exec(
        *mortal([python, str(PEER)]),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        pass_fds=(fd,),
        env={"PATH": os.environ.get("PATH", os.defpath)},
    )
    peer = LibOsdp(process)
    listening = asyncio.create_task(peer.listen())
    try:
        secret = None if key is None else key.hex()
        peer.order(role=role, fd=fd, address=address, key=secret, pause_s=pause_s)
        await peer.until(lambda: peer.any(ready=True))
        yield peer
    finally:
        process.kill()
        await process.wait()
        await listening
