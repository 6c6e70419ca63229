"""How a hand reaches a simulated device: a Unix socket, one JSON object a line each way.

Request ``{"do": action, ...}``; answer ``{"ok": true, ...}`` or ``{"ok": false, "error": text}``.
Only simulators listen here: there is no such door into real hardware.
"""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

Act = Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any]]]
_TIMEOUT_S = 10.0


class ControlError(Exception):
    """The simulator is not there, or refused; the text is for the person who asked."""


async def serve(path: Path, act: Act) -> None:
    """Serve until cancelled. ``act`` raises ControlError for what cannot be done; other errors are bugs."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async for line in reader:
                answer = await _answer(act, line)
                writer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
                await writer.drain()
        finally:
            writer.close()

    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    server = await asyncio.start_unix_server(talk, path=str(path))
    async with server:
        await server.serve_forever()


async def _answer(act: Act, line: bytes) -> Mapping[str, Any]:
    try:
        request = json.loads(line)
        if not isinstance(request, dict) or "do" not in request:
            raise ControlError('expected an object with a key "do"')
        return {"ok": True, **await act(request)}
    except (ControlError, json.JSONDecodeError) as error:
        return {"ok": False, "error": str(error)}


def ask(path: Path, request: Mapping[str, Any]) -> Mapping[str, Any]:
    """Send one request and wait for its answer; ControlError where nobody listens or it was refused."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
        sock.settimeout(_TIMEOUT_S)
        try:
            sock.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError) as error:
            raise ControlError(f"no simulated site runs here ({path}); start one with: make demo") from error
        sock.sendall(json.dumps(dict(request)).encode() + b"\n")
        line = sock.makefile("rb").readline()
    answer: Mapping[str, Any] = json.loads(line) if line else {"ok": False, "error": "the simulator hung up"}
    if not answer["ok"]:
        raise ControlError(str(answer["error"]))
    return answer
