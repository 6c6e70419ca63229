"""Puts simulated readers on one wire, as on an RS-485 line: each hears everything, the one addressed answers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from drivers.transport.stream import ByteStream
from simulators.osdp.peripheral import Peripheral
from simulators.paced import PacedStream
from simulators.pty import stream_of


async def serve(stream: ByteStream, peripherals: Sequence[Peripheral], *, delay_s: float = 0.0) -> None:
    """Answer on the stream until cancelled or until it is lost (``ConnectionError``), ``delay_s`` after a command."""
    loop = asyncio.get_running_loop()
    while True:
        data = await stream.read()
        now = loop.time()
        answer = b"".join([peripheral.receive(data, now) for peripheral in peripherals])
        if answer and delay_s:
            await asyncio.sleep(delay_s)
        if answer:
            stream.write(answer)


async def serve_fd(fd: int, peripherals: Sequence[Peripheral], *, baud: int | None = None) -> None:
    """The same on a pty's master descriptor (which is copied), paced at ``baud``; None: as fast as it goes."""
    inner = stream_of(fd, "simulated OSDP line")
    stream: ByteStream = PacedStream(inner, 10 / baud) if baud else inner
    try:
        await serve(stream, peripherals)
    finally:
        stream.close()
