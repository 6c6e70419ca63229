"""Turnstiles: published frames, and a barrier on its line."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.panel.bad import Bad
from drivers.turnstile.codec import Answer, BarrierCodec, Framer
from drivers.turnstile.digicon import Digicon
from drivers.turnstile.digicon import encode as digicon
from drivers.turnstile.mach import Mach
from drivers.turnstile.mach import encode as mach
from firmware_profiles.load import load_profile
from gate.domain.hardware import DeviceConfig, LineConfig
from gate.domain.signals import DeviceOffline, DeviceOnline, OutputOrder, OutputResult, WireFault
from gate.roots.panel_lines import turnstile_line
from simulators.device import SimulatedDevice
from simulators.listen import listen_tcp
from simulators.panel.bodies import BarrierBody
from tests.drivers.panel.rig import Bench, eventually, in_loop
from tests.support.lines import running

FOLDER = Path(__file__).parents[2] / "vectors/panel"
DIGICON = json.loads((FOLDER / "turnstile_digicon_tx1500.json").read_text())
MACH = json.loads((FOLDER / "turnstile_mach_ac_atri_018.json").read_text())
FREE = OutputOrder(device="gate", output=1, on=True, pulse=timedelta(seconds=5))
ONLINE = DeviceOnline(device="gate", detail="port open; the barrier itself gives no sign of life")


def hex_of(vectors: list[dict[str, str]], name: str) -> bytes:
    (found,) = [bytes.fromhex(vector["hex"]) for vector in vectors if vector["name"] == name]
    return found


def test_published_frames_are_written() -> None:
    assert Digicon().free(1) == hex_of(DIGICON["vectors"], "free one passage")
    assert digicon(b"\x06") == hex_of(DIGICON["vectors"], "ack")
    assert [Mach(1).free(output) for output in (1, 2)] == [
        hex_of(MACH["vectors"], name) for name in ("left open", "right open")
    ]
    assert [mach(1, command) for command in (0x42, 0x43)] == [
        hex_of(MACH["vectors"], name) for name in ("cmd 42", "cmd 43")
    ]


@pytest.mark.parametrize(("codec", "facts"), [(Digicon(), DIGICON), (Mach(1), MACH)], ids=["digicon", "mach"])
def test_published_frames_are_read_and_bad_ones_are_not(
    codec: BarrierCodec, facts: dict[str, list[dict[str, str]]]
) -> None:
    for vector in facts["vectors"]:
        (came,) = Framer(codec).feed(bytes.fromhex(vector["hex"]))
        assert came is (Answer.DONE if vector["name"] == "ack" else Answer.OTHER)
    for vector in facts["bad_vectors"]:
        first, *_ = Framer(codec).feed(bytes.fromhex(vector["hex"]))
        assert isinstance(first, Bad)
        assert "expected" in first.why


@settings(max_examples=30)
@given(st.binary(max_size=40), st.integers(1, 7))
def test_the_next_good_frame_is_found_after_noise(noise: bytes, size: int) -> None:
    """Noise may look like the start of a frame: a second good frame after the longest frame is always found."""
    data = noise + digicon(b"\x06") * 20
    framer = Framer(Digicon())
    came = [frame for at in range(0, len(data), size) for frame in framer.feed(data[at : at + size])]
    assert Answer.DONE in came
    assert len(framer._buffer) <= 3 + 64


@pytest.mark.parametrize(("codec", "output"), [(Digicon(), 2), (Mach(1), 3), (Mach(1), 0)])
def test_a_way_that_is_not_there_is_named(codec: BarrierCodec, output: int) -> None:
    with pytest.raises(ValueError, match=f"came {output}"):
        codec.free(output)


def body_of(device: SimulatedDevice) -> BarrierBody:
    assert isinstance(device._body, BarrierBody)
    return device._body


@asynccontextmanager
async def barrier(profile: str, address: int | None) -> AsyncIterator[Bench]:
    device = SimulatedDevice(load_profile(profile), address or 0)
    server = await listen_tcp(device.serve, 0)
    port = server.sockets[0].getsockname()[1]
    url = f"socket://127.0.0.1:{port}"
    config = DeviceConfig(id="gate", profile=profile, line="line", address=address)
    line = turnstile_line(LineConfig(id="line", agent="a", url=url, protocol="turnstile"), url, [config])
    async with server, running(line) as heard:
        await heard.wait(ONLINE)
        yield Bench(device, line, heard, port)


@in_loop
async def test_a_digicon_frees_one_passage_for_each_order_and_says_so() -> None:
    async with barrier("turnstile-digicon-tx1500", None) as bench:
        assert await bench.line.order(FREE) is OutputResult.DONE
        assert await bench.device.act({"do": "outputs"}) == {"freed": [1, 0]}
        await bench.device.act({"do": "jam", "jammed": True})
        assert await bench.line.order(FREE) is OutputResult.FAILED
        assert await bench.heard.wait(WireFault) == WireFault(
            device="gate", why="output 1: the barrier refuses"
        )
        bench.device.faults.silent = True
        assert await bench.line.order(FREE) is OutputResult.OFFLINE
        assert await bench.device.act({"do": "outputs"}) == {"freed": [1, 0]}


@in_loop
async def test_a_mach_frees_either_way_and_is_not_waited_for() -> None:
    async with barrier("turnstile-mach-ac-atri-018", 1) as bench:
        for output in (1, 2, 2):
            order = OutputOrder(device="gate", output=output, on=True, pulse=timedelta(seconds=5))
            assert await bench.line.order(order) is OutputResult.DONE
        await eventually(lambda: body_of(bench.device).barrier.freed == {1: 1, 2: 2})


@in_loop
async def test_what_a_barrier_cannot_do_is_refused() -> None:
    async with barrier("turnstile-digicon-tx1500", None) as bench:
        for order in (
            OutputOrder(device="gate", output=1, on=True),
            OutputOrder(device="gate", output=1, on=False),
            OutputOrder(device="gate", output=2, on=True, pulse=timedelta(seconds=1)),
        ):
            assert await bench.line.order(order) is OutputResult.FAILED
        assert await bench.device.act({"do": "outputs"}) == {"freed": [0, 0]}


@in_loop
async def test_a_barrier_whose_port_is_lost_is_offline() -> None:
    async with barrier("turnstile-digicon-tx1500", None) as bench:
        _, another = await asyncio.open_connection(
            "127.0.0.1", bench.port
        )  # takes its place, as on a serial server
        await bench.heard.wait(DeviceOffline)
        assert await bench.line.order(FREE) is OutputResult.OFFLINE
        another.close()
