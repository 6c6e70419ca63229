"""The rig of the path benchmarks: a card frame goes in at a pty, a coil comes out at a controller.

Promises the time between the two on CLOCK_MONOTONIC, which all processes of a Linux machine share: from just
before the frame is written until the controller's process has the coil's write in hand. Leaves what lies
between, ours or the floor's, to others.

    rig: write frame ─ pty ─> what is measured ─ Modbus TCP ─> controller process ─ pipe ─> rig
"""

import asyncio
import multiprocessing
import os
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import TracebackType

from pymodbus.constants import ExcCodes
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

COIL_WRITES = frozenset({0x05, 0x0F})  # function codes of Modbus: write single coil, write multiple coils
BITS = 64  # coils and inputs of the controller, from address 0
CARD_BYTES = 14

spawn = multiprocessing.get_context("spawn")


def card_frame(number: int) -> bytes:
    """An RDM6300 frame: 02h, version and number as 10 hex digits, their XOR as 2 hex digits, 03h."""
    payload = number.to_bytes(5, "big")
    check = 0
    for byte in payload:
        check ^= byte
    return b"\x02" + f"{payload.hex()}{check:02x}".upper().encode() + b"\x03"


@dataclass(frozen=True, slots=True)
class Pty:
    """A raw pty: the rig writes to ``master``, the measured side opens ``path``; both ends stay open here."""

    master: int
    slave: int

    @property
    def path(self) -> str:
        return os.ttyname(self.slave)


@contextmanager
def open_pty() -> Iterator[Pty]:
    """A pty for as long as the block runs."""
    master, slave = os.openpty()
    tty.setraw(slave)
    try:
        yield Pty(master, slave)
    finally:
        os.close(master)
        os.close(slave)


class Controller:
    """A Modbus TCP controller in a process of its own that reports when a coil of it is switched on."""

    def __init__(self, device: int = 1) -> None:
        self._reports, theirs = spawn.Pipe(duplex=False)
        self._process = spawn.Process(target=_serve, args=(device, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self.port: int = receive(self._reports, 15.0, "the controller's port")

    def wait_for_coil(self, limit_s: float) -> int:
        """The monotonic nanosecond at which a coil was next switched on; RuntimeError when none is in time."""
        return receive(self._reports, limit_s, "a coil")

    def forget(self) -> None:
        """Drop the reports that nobody waited for."""
        while self._reports.poll():
            self._reports.recv()

    def __enter__(self) -> "Controller":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.join()
        self._reports.close()


def receive(reports: Connection, limit_s: float, what: str) -> int:
    """The next number of the pipe, or RuntimeError after ``limit_s``."""
    if not reports.poll(limit_s):
        raise RuntimeError(f"expected {what} within {limit_s} s; nothing came")
    number: int = reports.recv()
    return number


def _serve(device: int, reports: Connection) -> None:
    """The controller's process: coils, discrete inputs and registers that remember what is written."""

    async def seen(
        function: int,
        start: int,
        address: int,
        count: int,
        current: list[int],
        values: list[int] | list[bool] | None,
    ) -> ExcCodes | None:
        if function in COIL_WRITES and values and any(values):
            reports.send(time.monotonic_ns())
        return None

    async def serve() -> None:
        bits = [SimData(address=0, count=BITS, values=False, datatype=DataType.BITS)]
        words = [SimData(address=0, count=BITS, values=0, datatype=DataType.REGISTERS)]
        unit = SimDevice(id=device, simdata=(bits, bits, words, words), action=seen)
        server = ModbusTcpServer(unit, address=("127.0.0.1", 0))
        await server.serve_forever(background=True)
        assert isinstance(server.transport, asyncio.Server)
        reports.send(server.transport.sockets[0].getsockname()[1])
        await asyncio.get_running_loop().create_future()

    asyncio.run(serve())


def measure(pty: Pty, controller: Controller, reads: int, gap_s: float, first_card: int = 1) -> list[float]:
    """Milliseconds of ``reads`` reads, one after another: each starts ``gap_s`` after the coil of the last."""
    samples: list[float] = []
    for number in range(first_card, first_card + reads):
        time.sleep(gap_s)
        frame = card_frame(number)
        start = time.monotonic_ns()
        os.write(pty.master, frame)
        samples.append((controller.wait_for_coil(5.0) - start) / 1e6)
    return samples
