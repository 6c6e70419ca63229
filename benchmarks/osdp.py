"""OSDP: codec, card to light, dead neighbours, readers that come back, and what a building's lines cost.

Everything on ptys without a speed of their own, secured, readers in a process of their own; libosdp's panel runs
on the same readers where its environment is there (tools/libosdp).
"""

import asyncio
import os
import time
from collections.abc import Sequence
from itertools import pairwise

from benchmarks.figures import Bound, Figure, Target
from benchmarks.osdp_rig import OurPanels, libosdp_panel, readers
from benchmarks.quantiles import p50, p99
from benchmarks.suite import Options
from drivers.osdp.channel import Channel
from drivers.osdp.crypto import session_keys
from drivers.osdp.frame import Frame, parse_frame
from drivers.osdp.framer import Framer
from tests.support.libosdp import find_libosdp

PERIOD_MS = 50.0
LINES, PER_LINE = 4, 8
ROUNDS = 5
"""The best of so many: what else the machine does is not the codec's doing."""


def run(options: Options) -> list[Figure]:
    """All figures; those of libosdp inform."""
    share = 0.2 if options.quick else 1.0
    return [
        *_codec(int(20_000 * share)),
        *asyncio.run(_card_to_light(int(300 * share))),
        *_libosdp(int(100 * share)),
        *asyncio.run(_beside_the_dead(5.0 * share)),
        *asyncio.run(_come_back((1.0, 12.0))),
        *asyncio.run(_a_building(15.0 * share)),
    ]


def _at_least(reference: float, ratio: float = 1.0, name: str = "required") -> Target:
    return Target(reference_name=name, reference=reference, bound=Bound.AT_LEAST, ratio=ratio)


def _at_most(reference: float) -> Target:
    return Target(reference_name="required", reference=reference, bound=Bound.AT_MOST, ratio=1.0)


def _codec(frames: int) -> list[Figure]:
    clear = max(_clear_per_s(frames) for _ in range(ROUNDS))
    secured = max(_secured_per_s(frames // 4) for _ in range(ROUNDS))
    return [
        Figure(name="decoded in clear", value=clear, unit="frames/s", target=_at_least(100_000)),
        Figure(name="decoded and opened", value=secured, unit="frames/s", target=_at_least(15_000)),
    ]


def _clear_per_s(frames: int) -> float:
    """Mostly ACKs, every eighth a card, in pieces as a UART hands them over."""
    wire = b"".join(
        b"\xff"
        + Frame(
            address=n % 8, reply=True, sequence=n % 3 + 1, code=0x40 if n % 8 else 0x50, payload=_data(n)
        ).encode()
        for n in range(frames)
    )
    framer, found, begun = Framer(), 0, time.thread_time()
    for start in range(0, len(wire), 64):
        found += len(framer.feed(wire[start : start + 64]))
    took = time.thread_time() - begun
    if found != frames:
        raise RuntimeError(f"expected {frames} frames, came {found}")
    return frames / took


def _secured_per_s(frames: int) -> float:
    """As a panel does it: its command sealed, the reply found, its MAC checked, its data decrypted."""
    keys, mac = session_keys(bytes(range(16)), os.urandom(8)), bytes(16)
    panel, reader, framer = Channel(keys, mac), Channel(keys, mac), Framer()
    took = 0.0
    for n in range(frames):
        reader.open(parse_frame(panel.seal(Frame(address=1, reply=False, sequence=1, code=0x60))))
        code = 0x40 if n % 8 else 0x50
        wire = reader.seal(Frame(address=1, reply=True, sequence=1, code=code, payload=_data(n)))
        begun = time.thread_time()
        (frame,) = framer.feed(wire)
        assert isinstance(frame, Frame)
        panel.open(frame)
        took += time.thread_time() - begun
    return frames / took


def _data(n: int) -> bytes:
    return b"" if n % 8 else bytes(8)


async def _card_to_light(samples: int) -> list[Figure]:
    with readers(1, (0,)) as rig:
        async with OurPanels([(rig.paths[0], (0,))]):
            found = await rig.measure("lights", samples)
    return [
        Figure(name="card to light, p50", value=p50(found), unit="ms", target=_at_most(5.0)),
        Figure(name="card to light, p99", value=p99(found), unit="ms"),
    ]


def _libosdp(samples: int) -> list[Figure]:
    python = find_libosdp()
    if python is None:
        return []
    with readers(1, (0,)) as rig, libosdp_panel(python, rig.paths[0], 0):
        found = asyncio.run(rig.measure("lights", samples))
    return [Figure(name="card to light, p50, libosdp's panel", value=p50(found), unit="ms")]


async def _beside_the_dead(seconds: float) -> list[Figure]:
    """Two lines at the same time, one reader on each: one alone, one whose panel also looks for three others."""
    with readers(2, (0,)) as rig:
        alone_path, beside_path = rig.paths
        async with OurPanels([(alone_path, (0,)), (beside_path, (0, 1, 2, 3))]):
            alone, beside = await rig.measure("polls", seconds)
    target = _at_least(len(alone) / seconds, 0.9, "alone")
    name = "polls beside three dead readers"
    return [Figure(name=name, value=len(beside) / seconds, unit="polls/s", target=target)]


async def _come_back(gone_s: Sequence[float]) -> list[Figure]:
    figures = []
    with readers(1, (0,)) as rig:
        async with OurPanels([(rig.paths[0], (0,))]):
            for seconds in gone_s:
                took = await rig.measure("away", seconds)
                name = f"usable again after {seconds:g} s away"
                figures.append(Figure(name=name, value=took, unit="ms", target=_at_most(1000.0)))
    return figures


async def _a_building(seconds: float) -> list[Figure]:
    """32 readers on four lines. ``late``: how much longer than the period a reader waited for its next poll."""
    addresses = tuple(range(PER_LINE))
    with readers(LINES, addresses) as rig:
        async with OurPanels([(path, addresses) for path in rig.paths]):
            cpu, wall = time.process_time(), time.monotonic()
            polled = await rig.measure("polls", seconds)
            busy = (time.process_time() - cpu) / (time.monotonic() - wall)
    waits = [(b - a) * 1e3 for each in polled for a, b in pairwise(each)]
    rate = sum(map(len, polled)) / seconds
    return [
        Figure(name="32 readers on 4 lines, of one core", value=100 * busy, unit="%", target=_at_most(30.0)),
        Figure(name="32 readers, polls", value=rate, unit="polls/s"),
        Figure(name="32 readers, processor time", value=1e6 * busy / rate, unit="µs/poll"),
        Figure(name="32 readers, time between polls, p50", value=p50(waits), unit="ms"),
        Figure(
            name="32 readers, time between polls, p99",
            value=p99(waits),
            unit="ms",
            target=_at_most(2 * PERIOD_MS),
        ),
    ]
