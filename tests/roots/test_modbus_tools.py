"""``gate modbus probe`` against simulated controllers."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from firmware_profiles import load_profile
from gate.cli import main
from simulators.modbus import SimulatedController, SimulatedLine

WAVESHARE = load_profile("waveshare-modbus-rtu-relay-d")


@contextmanager
def serving(*controllers: SimulatedController, rtu: bool = False) -> Iterator[str]:
    """The url of these controllers, served by a thread of their own."""
    loop, urls, ready = asyncio.new_event_loop(), list[str](), threading.Event()
    line = SimulatedLine(controllers)

    async def start() -> None:
        server = await line.serve_tcp(rtu=rtu)
        port = server.sockets[0].getsockname()[1]
        urls.append(f"{'socket' if rtu else 'tcp'}://127.0.0.1:{port}")
        ready.set()

    def run() -> None:
        loop.run_until_complete(start())
        loop.run_forever()
        loop.run_until_complete(line.close())
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(5)
    yield urls[0]
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


def gate(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


@pytest.mark.parametrize("rtu", [True, False])
def test_who_answers(capsys: pytest.CaptureFixture[str], rtu: bool) -> None:
    boards = [SimulatedController(WAVESHARE, address) for address in (2, 4)]
    with serving(*boards, rtu=rtu) as url:
        words = ["modbus", "probe", url, "--address", "1-4", "--timeout-ms", "60"]
        status, out, err = gate(capsys, *words, "--json")
        assert status == 0
        found = [json.loads(line) for line in out.splitlines()]
        assert [device["address"] for device in found] == [2, 4]
        assert found[0]["areas"]["coils"] == "readable"
        assert found[0]["areas"]["input registers"] == "refused with exception 1 (illegal function)"
        assert "asking address 3 (3 of 4)" in err
        status, out, _ = gate(capsys, *words)
        assert out.startswith("address 2: coils readable; discrete inputs readable")


def test_a_device_as_its_profile_sees_it(capsys: pytest.CaptureFixture[str]) -> None:
    board = SimulatedController(WAVESHARE, 1, registers={0x1003: 1})
    board.inputs[2] = True
    with serving(board) as url:
        words = ["modbus", "probe", url, "--address", "1", "--profile", WAVESHARE.id]
        status, out, _ = gate(capsys, *words, "--json")
        assert status == 1
        came = json.loads(out)
        assert came["inputs"] == [False, False, True, False, False, False, False, False]
        assert came["outputs"] == [False] * 8
        assert came["settings"] == [{"name": "control mode", "values": [0, 1], "must_be": 0, "right": False}]
        assert came["advice"][0].startswith("control mode is 0 and 1, must be 0: in linkage")
        status, out, _ = gate(capsys, *words)
        assert "  inputs on: 3 of 8" in out.splitlines()
        assert "  ! control mode is 0 and 1, must be 0" in out
    assert board.registers[0x1003] == 1, "nothing may be written"


def test_as_required(capsys: pytest.CaptureFixture[str]) -> None:
    with serving(SimulatedController(WAVESHARE, 1)) as url:
        status, out, err = gate(capsys, "modbus", "probe", url, "--address", "1", "--profile", WAVESHARE.id)
        assert status == 0
        assert "  control mode: as required" in out.splitlines()
        assert "1 of 1 addresses answer" in err


def test_the_wrong_profile(capsys: pytest.CaptureFixture[str]) -> None:
    with serving(SimulatedController(load_profile("kmtronic-modbus-relay"), 1)) as url:
        status, out, _ = gate(capsys, "modbus", "probe", url, "--address", "1", "--profile", WAVESHARE.id)
        assert status == 1
        assert "inputs: refused with exception 2 (illegal address): is the profile the right one?" in out


def test_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    board = SimulatedController(WAVESHARE, 1)
    board.faults.silent = True
    with serving(board) as url:
        words = ["modbus", "probe", url, "--address", "1", "--timeout-ms", "50"]
        status, out, err = gate(capsys, *words)
        assert (status, out) == (1, "")
        assert "nobody answers. Check in this order" in err
        status, out, _ = gate(capsys, *words, "--profile", WAVESHARE.id)
        assert (status, out) == (1, "")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["tcp://127.0.0.1:1"], "127.0.0.1:1: "),
        (["sctp://127.0.0.1:1"], "expected serial:///path"),
        (["tcp://127.0.0.1:1", "--address", "9-2"], "the smaller first"),
        (["tcp://127.0.0.1:1", "--address", "256"], "expected 0 to 255"),
        (["tcp://127.0.0.1:1", "--address", "all"], "expected a number or a range"),
        (["tcp://127.0.0.1:1", "--profile", "rdm6300"], "is serial-reader, not modbus"),
        (["serial:///dev/no-such-port"], "no such port"),
    ],
)
def test_what_is_wrong_is_one_line(capsys: pytest.CaptureFixture[str], words: list[str], why: str) -> None:
    status, out, err = gate(capsys, "modbus", "probe", *words)
    assert (status, out) == (2, "")
    assert why in err
